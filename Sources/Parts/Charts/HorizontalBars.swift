import Markup

/// Labels, bars and values in rows: "every number is a door".
///
/// Bars share one scale from zero; negative values are drawn by their size in the soft colour and
/// keep their sign in the number. At most ``maximumRows`` rows are drawn, the first ones; ``table`` has all.
public struct HorizontalBars: Sendable {
    public static let maximumRows = 100

    public var title: String
    public var points: [ChartPoint]
    public var color: ChartColor
    public var style: ChartStyle
    /// User units; 20 to 4000. The height follows from the rows.
    public var width: Double
    public var format: @Sendable (Double) -> String

    public init(
        title: String, points: [ChartPoint], color: ChartColor = .accent, style: ChartStyle = .page,
        width: Double = 400, format: @escaping @Sendable (Double) -> String = ChartNumber.grouped
    ) {
        self.title = title
        self.points = points
        self.color = color
        self.style = style
        self.width = width
        self.format = format
    }

    public var table: ChartTable { ChartTable(title: title, points: points, style: style, format: format) }

    public var svg: HTML {
        let shown = Array(points.prefix(Self.maximumRows))
        let rows = shown.map { point in
            BarRows.Row(
                label: point.label, number: point.value.isFinite ? format(point.value) : "–",
                reading: reading(point, style: style, format: format), value: point.drawn, link: point.link,
                color: (point.drawn ?? 0) < 0 ? style.soft : color, opacity: 1)
        }
        return BarRows(
            rows: rows, width: bounded(width), style: style,
            label: summary(title: title, points: shown, style: style, format: format)
        ).svg
    }
}
