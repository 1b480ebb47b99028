import Markup

/// Vertical bars, one a time bucket, from zero. Negative values hang below the line.
///
/// The running period stands out at full strength and is said to be unfinished; the others step back.
/// At most ``maximumBars`` bars are drawn, the last ones; ``table`` always has all.
public struct BarChart: Sendable {
    public static let maximumBars = 400

    public var title: String
    public var points: [ChartPoint]
    public var color: ChartColor
    public var style: ChartStyle
    /// User units of the view box; the picture scales to the width of its place. 20 to 4000.
    public var width: Double
    public var height: Double
    /// How values read on bars and in the table.
    public var format: @Sendable (Double) -> String
    /// How values read at the axis.
    public var tickFormat: @Sendable (Double) -> String

    public init(
        title: String, points: [ChartPoint], color: ChartColor = .accent, style: ChartStyle = .page,
        width: Double = 560, height: Double = 175,
        format: @escaping @Sendable (Double) -> String = ChartNumber.grouped,
        tickFormat: @escaping @Sendable (Double) -> String = ChartNumber.compact
    ) {
        self.title = title
        self.points = points
        self.color = color
        self.style = style
        self.width = width
        self.height = height
        self.format = format
        self.tickFormat = tickFormat
    }

    public var table: ChartTable { ChartTable(title: title, points: points, style: style, format: format) }

    public var svg: HTML {
        let shown = Array(points.suffix(Self.maximumBars))
        let frame = PlotFrame(
            width: bounded(width), height: bounded(height), axis: Axis(shown.compactMap(\.drawn)),
            tickFormat: tickFormat, style: style)
        let hasData = shown.contains { $0.drawn != nil }
        let content: HTML = hasData ? frame.grid + bars(shown, in: frame) + frame.labels(shown.map(\.label))
            : emptyNote(width: frame.width, height: frame.height, style: style)
        return Charts.svg(
            width: frame.width, height: frame.height,
            label: summary(title: title, points: shown, style: style, format: format),
            hasLinks: hasData && shown.contains { $0.link != nil && $0.drawn != nil }, content)
    }

    private func bars(_ shown: [ChartPoint], in frame: PlotFrame) -> HTML {
        let hasRunning = shown.contains(where: \.isUnfinished)
        let slot = frame.slot(of: shown.count)
        let barWidth = min(max(slot * 0.66, 0.5), 48)
        let zero = frame.y(0)
        return shown.enumerated().html { index, point in
            guard let value = point.drawn else { return HTML() }
            let y = frame.y(value)
            let barHeight = max((y - zero).magnitude, value == 0 ? 0 : 1)
            let label = reading(point, style: style, format: format)
            let isFull = point.isUnfinished || !hasRunning
            return linked(
                point.link, label: label,
                """
                <rect x="\(place(frame.center(index, slot) - barWidth / 2))" y="\(place(value < 0 ? zero : zero - barHeight))" \
                width="\(place(barWidth))" height="\(place(barHeight))" rx="\(place(min(4, barWidth / 4, barHeight / 2)))" \
                fill="\(color.css)" opacity="\(isFull ? "1" : "0.55")"><title>\(label)</title></rect>
                """)
        }
    }
}
