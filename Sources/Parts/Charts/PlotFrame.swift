import Markup

/// The area of a chart with a value axis: where values and buckets stand, its grid and labels.
struct PlotFrame {
    let width: Double
    let height: Double
    let axis: Axis
    let style: ChartStyle
    private let tickLabels: [String]
    private let left: Double
    private let right: Double
    private let top = 8.0
    private var bottom: Double { max(height - 25, top + 1) }

    init(
        width: Double, height: Double, axis: Axis, rightMargin: Double = 0,
        tickFormat: (Double) -> String, style: ChartStyle
    ) {
        self.width = width
        self.height = height
        self.axis = axis
        self.style = style
        tickLabels = axis.ticks.map { shortened(tickFormat($0), to: 12) }
        left = min((tickLabels.map { estimatedWidth($0) }.max() ?? 0) + 8, width / 3)
        right = width - min(max(rightMargin, 0), width / 3)
    }

    func y(_ value: Double) -> Double { bottom - axis.position(value) * (bottom - top) }

    func slot(of count: Int) -> Double { (right - left) / Double(max(count, 1)) }

    func center(_ index: Int, _ slot: Double) -> Double { left + (Double(index) + 0.5) * slot }

    /// Where lines end and their names begin.
    var end: Double { right }

    /// The zero line solid, the other ticks dotted, each with its number.
    var grid: HTML {
        zip(axis.ticks, tickLabels).html { tick, label in
            // Half a unit keeps one-pixel lines sharp.
            let y = y(tick).rounded() + 0.5
            let dashes: HTML = tick == 0 ? "" : " stroke-dasharray=\"2 4\""
            return """
                <line x1="\(place(left))" y1="\(place(y))" x2="\(place(right))" y2="\(place(y))" \
                stroke="\(style.edge.css)"\(dashes)/>\
                \(write(label, x: left - 6, y: y + 3, anchor: "end", color: style.soft))
                """
        }
    }

    /// Labels below the buckets, as many as fit, the last one always.
    func labels(_ labels: [String]) -> HTML {
        let slot = slot(of: labels.count)
        let shown = labels.map { shortened($0, to: 14) }
        let widest = (shown.map { estimatedWidth($0) }.max() ?? 0) + 6
        let every = max(Int((widest / max(slot, 0.01)).rounded(.up)), 1)
        return shown.enumerated().html { index, label in
            guard (labels.count - 1 - index) % every == 0 else { return HTML() }
            let half = estimatedWidth(label) / 2
            let x = min(max(center(index, slot), half), width - half)
            return write(label, x: x, y: height - 7, anchor: "middle", color: style.soft)
        }
    }
}
