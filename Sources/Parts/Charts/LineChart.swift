import Markup

/// One or more lines over the same buckets, each named at its end.
///
/// Unknown values (NaN) leave a gap. With `isLastUnfinished` the way into the last bucket is dashed.
/// More values than the picture has places for are thinned so that extremes stay.
public struct LineChart: Sendable {
    public static let maximumSeries = 12

    public struct Series: Sendable {
        public var name: String
        /// One a label; missing ones are unknown, extra ones are left out.
        public var values: [Double]
        public var color: ChartColor

        public init(_ name: String, _ values: [Double], color: ChartColor = .accent) {
            self.name = name
            self.values = values
            self.color = color
        }
    }

    public var title: String
    public var labels: [String]
    public var series: [Series]
    /// Where each bucket leads, one a label; fewer or none is fine. Drawn up to 100 buckets.
    public var links: [String?]
    public var isLastUnfinished: Bool
    public var style: ChartStyle
    /// User units; 20 to 4000.
    public var width: Double
    public var height: Double
    public var format: @Sendable (Double) -> String
    public var tickFormat: @Sendable (Double) -> String

    public init(
        title: String, labels: [String], series: [Series], links: [String?] = [], isLastUnfinished: Bool = false,
        style: ChartStyle = .page, width: Double = 560, height: Double = 175,
        format: @escaping @Sendable (Double) -> String = ChartNumber.grouped,
        tickFormat: @escaping @Sendable (Double) -> String = ChartNumber.compact
    ) {
        self.title = title
        self.labels = labels
        self.series = series
        self.links = links
        self.isLastUnfinished = isLastUnfinished
        self.style = style
        self.width = width
        self.height = height
        self.format = format
        self.tickFormat = tickFormat
    }

    public var table: ChartTable {
        ChartTable(
            title: title, columns: [style.words.label] + series.map(\.name),
            rows: labels.indices.map { index in
                ChartTable.Row(
                    label: labels[index],
                    values: series.map { value($0, index).map(format) ?? "–" },
                    link: link(index))
            })
    }

    public var svg: HTML {
        let shown = Array(series.prefix(Self.maximumSeries))
        let known = shown.flatMap { line in labels.indices.compactMap { value(line, $0) } }
        let margin = shown.count > 1 ? (shown.map { estimatedWidth(shortened($0.name, to: 16)) }.max() ?? 0) + 10 : 8
        let frame = PlotFrame(
            width: bounded(width), height: bounded(height), axis: Axis(known), rightMargin: margin,
            tickFormat: tickFormat, style: style)
        let content: HTML =
            known.isEmpty
            ? emptyNote(width: frame.width, height: frame.height, style: style)
            : frame.grid + shown.html { line($0, in: frame) } + doors(shown, in: frame) + names(shown, in: frame)
                + frame.labels(labels)
        return Charts.svg(
            width: frame.width, height: frame.height, label: alternative(shown),
            hasLinks: !known.isEmpty && hasDoors, content)
    }

    private var hasDoors: Bool { labels.count <= 100 && links.prefix(labels.count).contains { $0 != nil } }

    private func value(_ line: Series, _ index: Int) -> Double? {
        index < line.values.count ? line.values[index].drawable : nil
    }

    private func link(_ index: Int) -> String? { index < links.count ? links[index] : nil }

    private func alternative(_ shown: [Series]) -> String {
        let parts = shown.map { line in
            let points = zip(labels, line.values).enumerated().map { index, pair in
                ChartPoint(pair.0, pair.1, isUnfinished: isLastUnfinished && index == labels.count - 1)
            }
            return summary(title: line.name, points: points, style: style, format: format)
        }
        return ([title] + parts).joined(separator: ". ")
    }

    private func line(_ line: Series, in frame: PlotFrame) -> HTML {
        let slot = frame.slot(of: labels.count)
        let points = labels.indices.map { index in
            value(line, index).map { PathPoint(x: frame.center(index, slot), y: frame.y($0)) }
        }
        guard isLastUnfinished, points.count > 1 else { return path(points, line.color, isDashed: false) }
        return path(Array(points.dropLast()), line.color, isDashed: false)
            + path(Array(points.suffix(2)), line.color, isDashed: true)
    }

    private func path(_ points: [PathPoint?], _ color: ChartColor, isDashed: Bool) -> HTML {
        let dashes: HTML = isDashed ? " stroke-dasharray=\"3 3\"" : ""
        return """
            <path d="\(PathPoint.path(points))" fill="none" stroke="\(color.css)" stroke-width="2" stroke-linejoin="round" \
            stroke-linecap="round"\(dashes)/>
            """
    }

    /// A dot a bucket that leads to the records behind it.
    private func doors(_ shown: [Series], in frame: PlotFrame) -> HTML {
        guard hasDoors else { return HTML() }
        let slot = frame.slot(of: labels.count)
        return shown.html { line in
            labels.indices.html { index in
                guard let link = link(index), let value = value(line, index) else { return HTML() }
                let label = "\(line.name) \(labels[index]) \(format(value))"
                return linked(
                    link, label: label,
                    """
                    <circle cx="\(place(frame.center(index, slot)))" cy="\(place(frame.y(value)))" r="3.5" \
                    fill="\(line.color.css)"><title>\(label)</title></circle>
                    """)
            }
        }
    }

    /// Names at the ends of the lines, moved apart where they would cover each other.
    private func names(_ shown: [Series], in frame: PlotFrame) -> HTML {
        guard shown.count > 1 else { return HTML() }
        let ends = shown.compactMap { line in
            labels.indices.last { value(line, $0) != nil }.flatMap { value(line, $0) }.map { (line, frame.y($0)) }
        }
        var lowest = -Double.infinity
        return ends.sorted { $0.1 < $1.1 }.html { line, y in
            lowest = max(y + 3, lowest + 12)
            return write(shortened(line.name, to: 16), x: frame.end + 4, y: lowest, color: line.color)
        }
    }
}
