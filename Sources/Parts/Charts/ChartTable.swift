import Markup

/// The numbers behind a chart, for people who read rather than look.
public struct ChartTable: Sendable {
    public struct Row: Sendable {
        public let label: String
        public let values: [String]
        public let link: String?
    }

    public let title: String
    /// One more than each row has values; the first heads the labels.
    public let columns: [String]
    public let rows: [Row]

    /// A table with a caption; numbers carry class `number`.
    public var html: HTML {
        """
        <table><caption>\(title)</caption><thead><tr>\
        \(columns.prefix(1), { "<th scope=\"col\">\($0)</th>" })\
        \(columns.dropFirst(), { "<th scope=\"col\" class=\"number\">\($0)</th>" })\
        </tr></thead><tbody>\(rows, row)</tbody></table>
        """
    }

    private func row(_ row: Row) -> HTML {
        let label: HTML =
            if let link = row.link { "<a href=\"\(url: link)\">\(row.label)</a>" } else { "\(row.label)" }
        return """
            <tr><td>\(label)</td>\(row.values, { "<td class=\"number\">\($0)</td>" })</tr>
            """
    }
}

extension ChartTable {
    init(title: String, points: [ChartPoint], style: ChartStyle, format: (Double) -> String) {
        self.title = title
        columns = [style.words.label, style.words.value]
        rows = points.map { point in
            let value = point.value.isFinite ? format(point.value) : "–"
            return Row(
                label: point.label, values: [point.isUnfinished ? "\(value) (\(style.words.soFar))" : value],
                link: point.link)
        }
    }
}
