import Charts
import Kernel

/// A year of months, with those in which nothing happened, and the running one marked as unfinished.
enum MonthBars {
    static let months = 12

    static func points(_ reading: Reading, _ currency: Currency?, link: (String) -> String?) -> [ChartPoint] {
        let byMonth = Dictionary(reading.lines.filter { $0.currency == currency }.compactMap { line in line.group.map { ($0, line.value) } }, uniquingKeysWith: +)
        return last(months, until: reading.today).map { first in
            let month = String(first.description.prefix(7))
            return ChartPoint(label(first), byMonth[month] ?? 0, link: link(month), isUnfinished: first == reading.today.firstOfMonth)
        }
    }

    /// The first days of the last `count` months, the running one last.
    static func last(_ count: Int, until today: LocalDate) -> [LocalDate] {
        (0..<count).reversed().map { today.firstOfMonth.adding(months: -$0) }
    }

    /// `Nov`; January carries its year.
    private static func label(_ first: LocalDate) -> String {
        let name = String(first.formatted(withYear: false).suffix(3))
        return first.month == 1 ? "\(name) \(first.year)" : name
    }
}
