/// Why a text is not a recurrence rule, or not one that is followed here.
public enum RecurrenceError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(part: String)
    case unknown(part: String)
    case twice(part: String)
    case invalid(part: String, value: String)
    /// Hourly and shorter.
    case tooFrequent(String)
    /// RFC 5545 does not allow the part together with the frequency or another part.
    case notAllowed(part: String, with: String)

    public var description: String {
        switch self {
        case .missing(let part): "The rule has no \(part). It begins like FREQ=WEEKLY."
        case .unknown(let part): "“\(part.prefix(40))” is no part of a recurrence rule (RFC 5545)."
        case .twice(let part): "\(part) is there twice. Remove one."
        case .invalid(let part, let value): "“\(value.prefix(40))” is no value for \(part)."
        case .tooFrequent(let frequency): "\(frequency) is shorter than a day. Use a cron schedule for it."
        case .notAllowed(let part, let other): "\(part) cannot stand with \(other)."
        }
    }
}

/// The parts of a recurrence rule, with what the start adds to them.
struct RecurrenceParts: Sendable, Hashable {
    enum Frequency: String, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    enum End: Sendable, Hashable {
        case none
        case local(LocalDateTime)
        case instant(Instant)
    }

    struct NumberedWeekday: Sendable, Hashable {
        /// 0 is every one, -1 the last of the month or year.
        let number: Int
        let weekday: Weekday
    }

    let frequency: Frequency
    let interval: Int
    let count: Int?
    let until: End
    let weekStart: Weekday
    let weekNumbers, yearDays, positions: [Int]
    private(set) var months: [Int]
    private(set) var monthDays: [Int]
    private(set) var weekdays: [NumberedWeekday]
    /// Of each day, in order.
    let times: [LocalTime]

    private static let names: Set<String> = [
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE",
        "BYSECOND", "BYSETPOS",
    ]

    init(_ rule: String, start: LocalDateTime) throws(RecurrenceError) {
        let fields = try Self.fields(rule)
        guard let name = fields["FREQ"] else { throw .missing(part: "FREQ") }
        if ["HOURLY", "MINUTELY", "SECONDLY"].contains(name) { throw .tooFrequent(name) }
        guard let frequency = Frequency(rawValue: name) else { throw .invalid(part: "FREQ", value: name) }
        self.frequency = frequency
        interval = try Self.number(fields, "INTERVAL", 1...100_000) ?? 1
        count = try Self.number(fields, "COUNT", 1...1_000_000)
        until = try Self.end(fields)
        weekStart = try fields["WKST"].map { (text) throws(RecurrenceError) in try Self.weekday(text[...], "WKST") } ?? .monday
        months = try Self.numbers(fields, "BYMONTH", 1...12, negative: false)
        weekNumbers = try Self.numbers(fields, "BYWEEKNO", 1...53, negative: true)
        yearDays = try Self.numbers(fields, "BYYEARDAY", 1...366, negative: true)
        monthDays = try Self.numbers(fields, "BYMONTHDAY", 1...31, negative: true)
        positions = try Self.numbers(fields, "BYSETPOS", 1...366, negative: true)
        weekdays = try Self.weekdays(fields)
        times = try Self.times(fields, start.time)
        try check(fields)
        complete(from: start.date)
    }

    /// What the rule leaves open, the start says (RFC 5545, 3.3.10).
    private mutating func complete(from start: LocalDate) {
        guard yearDays.isEmpty, monthDays.isEmpty, weekdays.isEmpty else { return }
        switch frequency {
        case .daily: break
        case .weekly: weekdays = [NumberedWeekday(number: 0, weekday: start.weekday)]
        case .monthly: monthDays = [start.day]
        case .yearly where !weekNumbers.isEmpty: weekdays = [NumberedWeekday(number: 0, weekday: start.weekday)]
        case .yearly:
            if months.isEmpty { months = [start.month] }
            monthDays = [start.day]
        }
    }

    private func check(_ fields: [String: String]) throws(RecurrenceError) {
        let name = "FREQ=\(frequency.rawValue)"
        if frequency != .yearly, !weekNumbers.isEmpty { throw .notAllowed(part: "BYWEEKNO", with: name) }
        if frequency != .yearly, !yearDays.isEmpty { throw .notAllowed(part: "BYYEARDAY", with: name) }
        if frequency == .weekly, !monthDays.isEmpty { throw .notAllowed(part: "BYMONTHDAY", with: name) }
        if weekdays.contains(where: { $0.number != 0 }) {
            if frequency == .daily || frequency == .weekly { throw .notAllowed(part: "A numbered BYDAY", with: name) }
            if !weekNumbers.isEmpty { throw .notAllowed(part: "A numbered BYDAY", with: "BYWEEKNO") }
        }
        if count != nil, until != .none { throw .notAllowed(part: "COUNT", with: "UNTIL") }
        if !positions.isEmpty, !fields.keys.contains(where: { $0.hasPrefix("BY") && $0 != "BYSETPOS" }) {
            throw .missing(part: "BY… that BYSETPOS could choose from")
        }
    }
}

// MARK: Reading

extension RecurrenceParts {
    private static func fields(_ rule: String) throws(RecurrenceError) -> [String: String] {
        guard rule.utf8.count <= 2048 else { throw .unknown(part: rule) }
        var text = rule.uppercased()[...]
        if text.hasPrefix("RRULE:") { text = text.dropFirst(6) }
        var fields: [String: String] = [:]
        for field in text.split(separator: ";") {
            let sides = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, names.contains(String(sides[0])) else { throw .unknown(part: String(field)) }
            guard fields.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else { throw .twice(part: String(sides[0])) }
        }
        return fields
    }

    private static func number(_ fields: [String: String], _ part: String, _ range: ClosedRange<Int>) throws(RecurrenceError) -> Int? {
        guard let text = fields[part] else { return nil }
        guard let number = CronField.digits(text[...]), range.contains(number) else { throw .invalid(part: part, value: text) }
        return number
    }

    private static func numbers(
        _ fields: [String: String], _ part: String, _ range: ClosedRange<Int>, negative: Bool
    ) throws(RecurrenceError) -> [Int] {
        guard let text = fields[part] else { return [] }
        var numbers: [Int] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let isNegative = item.hasPrefix("-")
            let digits = isNegative || item.hasPrefix("+") ? item.dropFirst() : item
            guard let number = CronField.digits(digits), range.contains(number), negative || !isNegative else {
                throw .invalid(part: part, value: text)
            }
            numbers.append(isNegative ? -number : number)
        }
        return numbers
    }

    private static func weekdays(_ fields: [String: String]) throws(RecurrenceError) -> [NumberedWeekday] {
        guard let text = fields["BYDAY"] else { return [] }
        var weekdays: [NumberedWeekday] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let weekday = try Self.weekday(item.suffix(2), "BYDAY")
            let written = item.dropLast(2)
            if written.isEmpty {
                weekdays.append(NumberedWeekday(number: 0, weekday: weekday))
                continue
            }
            let number = try numbers(["BYDAY": String(written)], "BYDAY", 1...53, negative: true)
            guard let number = number.first else { throw .invalid(part: "BYDAY", value: text) }
            weekdays.append(NumberedWeekday(number: number, weekday: weekday))
        }
        return weekdays
    }

    private static func weekday(_ text: Substring, _ part: String) throws(RecurrenceError) -> Weekday {
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        guard let position = names.firstIndex(where: { $0 == text }), let weekday = Weekday(rawValue: position + 1) else {
            throw .invalid(part: part, value: String(text))
        }
        return weekday
    }

    private static func times(_ fields: [String: String], _ start: LocalTime) throws(RecurrenceError) -> [LocalTime] {
        let hours = try numbers(fields, "BYHOUR", 0...23, negative: false)
        let minutes = try numbers(fields, "BYMINUTE", 0...59, negative: false)
        let seconds = try numbers(fields, "BYSECOND", 0...60, negative: false)
        var times: Set<LocalTime> = []
        for hour in hours.isEmpty ? [start.hour] : hours {
            for minute in minutes.isEmpty ? [start.minute] : minutes {
                for second in seconds.isEmpty ? [start.second] : seconds {
                    // RFC 5545 takes the leap second as the 59th where there is none.
                    if let time = LocalTime(hour: hour, minute: minute, second: min(second, 59)) { times.insert(time) }
                }
            }
        }
        return times.sorted()
    }

    /// `20261122`, `20261122T140531` or `20261122T140531Z`; a day counts to its end.
    private static func end(_ fields: [String: String]) throws(RecurrenceError) -> End {
        guard let text = fields["UNTIL"] else { return .none }
        var reader = TimeReader(text)
        guard let year = reader.number(digits: 4), let month = reader.number(digits: 2), let day = reader.number(digits: 2),
            let date = LocalDate(year: year, month: month, day: day)
        else { throw .invalid(part: "UNTIL", value: text) }
        if reader.isAtEnd { return .local(LocalDateTime(date, LocalTime(wrapping: -1))) }
        guard reader.skip("T"), let hour = reader.number(digits: 2), let minute = reader.number(digits: 2),
            let second = reader.number(digits: 2), let time = LocalTime(hour: hour, minute: minute, second: min(second, 59))
        else { throw .invalid(part: "UNTIL", value: text) }
        let local = LocalDateTime(date, time)
        if reader.isAtEnd { return .local(local) }
        guard reader.skip("Z"), reader.isAtEnd else { throw .invalid(part: "UNTIL", value: text) }
        return .instant(local.instant(secondsFromUTC: 0))
    }
}
