import Markup

/// Stages of a way, each with its count and its share of the first stage.
///
/// At most ``maximumStages`` stages are drawn; ``table`` has all, with the share of the stage before.
public struct Funnel: Sendable {
    public static let maximumStages = 30

    public var title: String
    public var stages: [ChartPoint]
    public var color: ChartColor
    public var style: ChartStyle
    /// User units; 20 to 4000. The height follows from the stages.
    public var width: Double
    public var format: @Sendable (Double) -> String

    public init(
        title: String, stages: [ChartPoint], color: ChartColor = .accent, style: ChartStyle = .page,
        width: Double = 400, format: @escaping @Sendable (Double) -> String = ChartNumber.grouped
    ) {
        self.title = title
        self.stages = stages
        self.color = color
        self.style = style
        self.width = width
        self.format = format
    }

    /// Stage, count, share of the first stage, share of the stage before.
    public var table: ChartTable {
        ChartTable(
            title: title, columns: [style.words.label, style.words.value, style.words.ofFirst, "→"],
            rows: stages.indices.map { index in
                let stage = stages[index]
                let before = index > 0 ? stages[index - 1].value : .nan
                return ChartTable.Row(
                    label: stage.label,
                    values: [
                        stage.value.isFinite ? format(stage.value) : "–", ChartNumber.percent(shareOfFirst(stage)),
                        ChartNumber.percent(stage.value / before),
                    ],
                    link: stage.link)
            })
    }

    public var svg: HTML {
        let shown = Array(stages.prefix(Self.maximumStages))
        let rows = shown.enumerated().map { index, stage in
            let share = ChartNumber.percent(shareOfFirst(stage))
            let number = stage.value.isFinite ? format(stage.value) : "–"
            return BarRows.Row(
                label: stage.label, number: index == 0 ? number : "\(number) · \(share)",
                reading: reading(stage, style: style, format: format) + (index == 0 ? "" : ", \(share)"),
                value: stage.drawn.map { max($0, 0) }, link: stage.link, color: color,
                // Later stages are fewer and count more: they gain strength.
                opacity: 0.7 + 0.3 * Double(index) / Double(max(shown.count - 1, 1)))
        }
        return BarRows(
            rows: rows, width: bounded(width), style: style,
            label: summary(title: title, points: shown, style: style, format: format)
        ).svg
    }

    private func shareOfFirst(_ stage: ChartPoint) -> Double {
        guard let first = stages.first?.value else { return .nan }
        return stage.value / first
    }
}
