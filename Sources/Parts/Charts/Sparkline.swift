import Markup

/// A line the size of a word: no axis, a dot at the newest value.
public struct Sparkline: Sendable {
    public var title: String
    /// Oldest first; not finite means unknown and leaves a gap.
    public var values: [Double]
    public var color: ChartColor
    public var style: ChartStyle
    /// Pixels; 20 to 4000.
    public var width: Double
    public var height: Double
    public var format: @Sendable (Double) -> String

    public init(
        title: String, values: [Double], color: ChartColor = .accent, style: ChartStyle = .page, width: Double = 120,
        height: Double = 32, format: @escaping @Sendable (Double) -> String = ChartNumber.grouped
    ) {
        self.title = title
        self.values = values
        self.color = color
        self.style = style
        self.width = width
        self.height = height
        self.format = format
    }

    /// Values by their position, counted from 1.
    public var table: ChartTable { ChartTable(title: title, points: numbered, style: style, format: format) }

    public var svg: HTML {
        let (width, height) = (bounded(width), bounded(height))
        let drawn = values.map(\.drawable)
        let known = drawn.compactMap { $0 }
        // Unlike bars, a line may leave zero out: here the shape is what counts.
        let low = known.min() ?? 0
        let range = (known.max() ?? 0) - low
        let step = (width - 8) / Double(max(values.count - 1, 1))
        let points = drawn.enumerated().map { index, value in
            value.map {
                let share = range > 1e-100 ? ($0 - low) / range : 0.5
                return PathPoint(x: 4 + Double(index) * step, y: height - 4 - share * (height - 8))
            }
        }
        let newest = points.last { $0 != nil } ?? nil
        let dot: HTML? = newest.map {
            "<circle cx=\"\(place($0.x))\" cy=\"\(place($0.y))\" r=\"2.5\" fill=\"\(color.css)\"/>"
        }
        return Charts.svg(
            width: width, height: height, label: alternative, hasLinks: false, isFixed: true,
            """
            <path d="\(PathPoint.path(points))" fill="none" stroke="\(color.css)" stroke-width="1.5" \
            stroke-linejoin="round" stroke-linecap="round"/>\(dot)
            """)
    }

    private var numbered: [ChartPoint] { values.enumerated().map { ChartPoint("\($0.offset + 1)", $0.element) } }

    private var alternative: String {
        let known = values.filter(\.isFinite)
        guard let first = known.first, let last = known.last else { return "\(title): \(style.words.empty)" }
        return """
            \(title): \(format(first)) → \(format(last)), \(style.words.lowest) \(format(known.min() ?? first)), \
            \(style.words.highest) \(format(known.max() ?? last))
            """
    }
}
