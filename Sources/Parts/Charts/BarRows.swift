import Markup

/// Rows of label, bar and number, as ``HorizontalBars`` and ``Funnel`` show them.
struct BarRows {
    struct Row {
        let label: String
        let number: String
        let reading: String
        let value: Double?
        let link: String?
        let color: ChartColor
        let opacity: Double
    }

    let rows: [Row]
    let width: Double
    let style: ChartStyle
    let label: String

    private let rowHeight = 28.0
    private let barHeight = 18.0

    var svg: HTML {
        guard !rows.isEmpty else {
            return Charts.svg(
                width: width, height: 56, label: label, hasLinks: false,
                emptyNote(width: width, height: 56, style: style))
        }
        let numberWidth = min((rows.map { estimatedWidth($0.number, size: 12) }.max() ?? 0) + 12, width * 0.35)
        let labelWidth = min((rows.map { estimatedWidth($0.label, size: 12) }.max() ?? 0) + 12, width * 0.3)
        let longest = rows.compactMap { $0.value?.magnitude }.max() ?? 0
        let content = rows.enumerated().html { index, row in
            draw(row, at: Double(index) * rowHeight, labelWidth, numberWidth, longest)
        }
        return Charts.svg(
            width: width, height: Double(rows.count) * rowHeight, label: label,
            hasLinks: rows.contains { $0.link != nil }, content)
    }

    private func draw(
        _ row: Row, at y: Double, _ labelWidth: Double, _ numberWidth: Double, _ longest: Double
    ) -> HTML {
        let track = max(width - labelWidth - numberWidth, 1)
        let share = longest > 0 ? min((row.value?.magnitude ?? 0) / longest, 1) : 0
        // A value that is not zero stays visible.
        let length = share > 0 ? max(share * track, 1) : 0
        let barY = y + (rowHeight - barHeight) / 2
        let baseline = y + rowHeight / 2 + 4
        let label = shortened(row.label, to: Int(labelWidth / 7.2))
        return linked(
            row.link, label: row.reading,
            """
            <title>\(row.reading)</title>\(write(label, x: 0, y: baseline, size: 12, color: style.ink))\
            <rect x="\(place(labelWidth))" y="\(place(barY))" width="\(place(track))" height="\(place(barHeight))" rx="4" \
            fill="\(style.sunken.css)"/>\
            <rect x="\(place(labelWidth))" y="\(place(barY))" width="\(place(length))" height="\(place(barHeight))" \
            rx="\(place(min(4, length / 2)))" fill="\(row.color.css)" opacity="\(place(row.opacity))"/>\
            \(write(row.number, x: width, y: baseline, size: 12, anchor: "end", color: style.ink))
            """)
    }
}
