/// Why an expression is not a schedule.
public enum CronError: Error, Sendable, Hashable, CustomStringConvertible {
    case fieldCount(Int)
    case field(name: String, text: String)
    /// No month of the expression has such a day.
    case neverMatches(day: String)

    public var description: String {
        switch self {
        case .fieldCount(let count):
            "A schedule has five fields (minute, hour, day of month, month, day of week) or six with seconds in front; here are \(count)."
        case .field(let name, let text): "“\(text.prefix(40))” cannot be a \(name). Use numbers, lists (1,2), ranges (1-5) or steps (*/15)."
        case .neverMatches(let day): "None of the months has a day \(day.prefix(40))."
        }
    }
}

/// A set of small numbers.
struct CronValues: Sendable, Hashable {
    private(set) var bits: UInt64 = 0

    init() {}

    init(_ values: some Sequence<Int>) {
        for value in values { insert(value) }
    }

    func contains(_ value: Int) -> Bool { (0..<64).contains(value) && bits & 1 << UInt64(value) != 0 }
    mutating func insert(_ value: Int) { if (0..<64).contains(value) { bits |= 1 << UInt64(value) } }
    mutating func formUnion(_ other: CronValues) { bits |= other.bits }

    var values: [Int] { (0..<64).filter(contains) }
    /// The member of a set of one.
    var only: Int? { bits.nonzeroBitCount == 1 ? bits.trailingZeroBitCount : nil }
    var isEmpty: Bool { bits == 0 }
    var smallest: Int? { isEmpty ? nil : bits.trailingZeroBitCount }
}

/// What one field of an expression may say.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// The names of the numbers from the smallest on.
    var words: [String] = []

    static let second = CronField(name: "second", range: 0...59)
    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let dayOfMonth = CronField(name: "day of month", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    /// Sunday is 0 and 7.
    static let dayOfWeek = CronField(name: "day of week", range: 0...7, words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    /// A list of numbers, ranges and steps.
    func plain(_ text: String) throws(CronError) -> CronValues {
        var values = CronValues()
        for term in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.term(term, in: text))
        }
        return values
    }

    func term(_ term: Substring, in text: String) throws(CronError) -> CronValues {
        if let slash = term.firstIndex(of: "/") {
            guard let step = Self.digits(term[term.index(after: slash)...]), step > 0 else { throw error(text) }
            let items = try self.term(term[..<slash], in: text)
            // A single number with a step runs to the end of the range.
            let from = items.only.map { Array($0...range.upperBound) } ?? items.values
            return CronValues(stride(from: 0, to: from.count, by: step).map { from[$0] })
        }
        if term == "*" { return CronValues(range) }
        if let dash = term.firstIndex(of: "-") {
            let first = try number(term[..<dash], in: text)
            let last = try number(term[term.index(after: dash)...], in: text)
            guard first <= last else { throw error(text) }
            return CronValues(first...last)
        }
        return CronValues([try number(term, in: text)])
    }

    func number(_ term: Substring, in text: String) throws(CronError) -> Int {
        if let position = words.firstIndex(where: { $0 == term }) { return range.lowerBound + position }
        guard let value = Self.digits(term), range.contains(value) else { throw error(text) }
        return value
    }

    func error(_ text: String) -> CronError { .field(name: name, text: text) }

    static func digits(_ term: Substring) -> Int? {
        guard !term.isEmpty, term.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return term.utf8.reduce(0) { min($0 * 10 + Int($1 - 48), 1_000_000) }
    }
}

/// The days of an expression: of the month and of the week.
struct CronDays: Sendable, Hashable {
    private var ofMonth = CronValues()
    private var isLastOfMonth = false
    private var isLastWeekdayOfMonth = false
    private var ofWeek = CronValues()
    /// The last such day of a month.
    private var lastOfWeek = CronValues()
    /// The first to fifth such day of a month.
    private var nthOfWeek = [CronValues](repeating: CronValues(), count: 5)
    private let mustBothMatch: Bool

    init(ofMonth monthText: String, ofWeek weekText: String, months: CronValues) throws(CronError) {
        mustBothMatch = monthText.hasPrefix("*") || weekText.hasPrefix("*")
        for term in monthText.split(separator: ",", omittingEmptySubsequences: false) {
            try addDayOfMonth(term, in: monthText)
        }
        for term in weekText.split(separator: ",", omittingEmptySubsequences: false) {
            try addDayOfWeek(term, in: weekText)
        }
        // The 2000 is a leap year, so that 29 February counts as a day that comes.
        let longest = months.values.map { LocalDate.daysIn(month: $0, ofYear: 2000) }.max() ?? 31
        if mustBothMatch, !isLastOfMonth, !isLastWeekdayOfMonth, let first = ofMonth.smallest, first > longest {
            throw .neverMatches(day: monthText)
        }
    }

    func contains(_ date: LocalDate) -> Bool {
        mustBothMatch ? matchesMonth(date) && matchesWeek(date) : matchesMonth(date) || matchesWeek(date)
    }

    private mutating func addDayOfMonth(_ term: Substring, in text: String) throws(CronError) {
        // A step behind L says nothing, but is not wrong.
        let parts = term.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.first == "L" || parts.first == "LW" else {
            return ofMonth.formUnion(try CronField.dayOfMonth.term(term, in: text))
        }
        if parts.count == 2 {
            guard let step = CronField.digits(parts[1]), step > 0 else { throw CronField.dayOfMonth.error(text) }
        }
        if parts.first == "L" { isLastOfMonth = true } else { isLastWeekdayOfMonth = true }
    }

    private mutating func addDayOfWeek(_ term: Substring, in text: String) throws(CronError) {
        let field = CronField.dayOfWeek
        if term.contains("L") {
            guard term.hasSuffix("L"), CronField.digits(term.dropLast()) != nil else { throw field.error(text) }
            lastOfWeek.insert(try field.number(term.dropLast(), in: text))
        } else if let hash = term.firstIndex(of: "#") {
            guard let nth = CronField.digits(term[term.index(after: hash)...]), (1...5).contains(nth) else { throw field.error(text) }
            nthOfWeek[nth - 1].insert(try field.number(term[..<hash], in: text))
        } else {
            ofWeek.formUnion(try field.term(term, in: text))
        }
    }

    private func matchesMonth(_ date: LocalDate) -> Bool {
        if ofMonth.contains(date.day) || (isLastOfMonth && date.day == date.daysInMonth) { return true }
        return isLastWeekdayOfMonth && date == date.lastWeekdayOfMonth
    }

    private func matchesWeek(_ date: LocalDate) -> Bool {
        // Sunday has two numbers.
        let numbers = date.weekday == .sunday ? [0, 7] : [date.weekday.rawValue]
        let nth = nthOfWeek[(date.day - 1) / 7]
        let isLast = date.day + 7 > date.daysInMonth
        return numbers.contains { ofWeek.contains($0) || nth.contains($0) || (isLast && lastOfWeek.contains($0)) }
    }
}

extension LocalDate {
    fileprivate var lastWeekdayOfMonth: LocalDate {
        let last = lastOfMonth
        return last.adding(days: -Swift.max(0, last.weekday.rawValue - Weekday.friday.rawValue))
    }
}
