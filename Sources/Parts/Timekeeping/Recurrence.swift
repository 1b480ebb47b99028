/// A repetition of a calendar (RFC 5545, `RRULE`) by the day, week, month or year, on the wall clock of a zone.
///
/// All parts of the standard but the frequencies below a day, which ``CronSchedule`` covers. The start
/// counts only where it matches the rule. A local time that the clocks skip is read with the
/// offset before the jump, one shown twice is the earlier (RFC 5545, 3.3.5). Ends with the year 9999.
public struct Recurrence: Sendable, Hashable {
    /// The rule as written, without `RRULE:`.
    public let rule: String
    public let start: LocalDateTime
    public let zone: Zone
    let parts: RecurrenceParts
    /// No period that begins later has an occurrence.
    private let lastDay: LocalDate

    public init(parsing rule: String, start: LocalDateTime, zone: Zone) throws(RecurrenceError) {
        self.rule = rule
        self.start = start
        self.zone = zone
        parts = try RecurrenceParts(rule, start: start)
        let endOfCalendar = LocalDate(year: 9999, month: 12, day: 31) ?? .max
        lastDay =
            switch parts.until {
            case .none: endOfCalendar
            case .local(let last): min(endOfCalendar, last.date)
            case .instant(let last): min(endOfCalendar, zone.local(last).date)
            }
    }

    /// Every occurrence in order, computed as it is asked for.
    public var occurrences: some Sequence<Instant> {
        RecurrenceIterator(self, from: nil)
    }

    /// The first occurrence later than `instant`, nil when there is none.
    ///
    /// Looks only near `instant`, unless the rule has a `COUNT`: then it counts from the start.
    public func next(after instant: Instant) -> Instant? {
        var iterator = RecurrenceIterator(self, from: parts.count == nil ? zone.local(instant).date : nil)
        while let occurrence = iterator.next() {
            if occurrence > instant { return occurrence }
        }
        return nil
    }
}

extension Recurrence: CustomStringConvertible {
    public var description: String { rule }
}

/// Walks through the periods of a rule: years, months, weeks or days.
private struct RecurrenceIterator: Sequence, IteratorProtocol {
    private let recurrence: Recurrence
    private var period: Int
    private var pending: ArraySlice<LocalDateTime> = []
    private var found = 0
    private var isAtEnd = false

    init(_ recurrence: Recurrence, from date: LocalDate?) {
        self.recurrence = recurrence
        period = date.map { recurrence.period(before: $0) } ?? 0
    }

    mutating func next() -> Instant? {
        while !isAtEnd {
            if let local = pending.popFirst() {
                if let occurrence = accept(local) { return occurrence }
            } else if let moments = recurrence.moments(inPeriod: period) {
                pending = moments[...]
                period += 1
            } else {
                isAtEnd = true
            }
        }
        return nil
    }

    private mutating func accept(_ local: LocalDateTime) -> Instant? {
        guard local >= recurrence.start else { return nil }
        let occurrence = recurrence.zone.instant(local)
        let isPast =
            switch recurrence.parts.until {
            case .none: false
            case .local(let last): local > last
            case .instant(let last): occurrence > last
            }
        found += 1
        if isPast || found > recurrence.parts.count ?? .max {
            isAtEnd = true
            return nil
        }
        return occurrence
    }
}

extension Recurrence {
    /// A period early enough that nothing on or after `date` is missed.
    fileprivate func period(before date: LocalDate) -> Int {
        let days = LocalDate.days(from: start.date, to: date)
        let months = (date.year - start.date.year) * 12 + date.month - start.date.month
        let elapsed =
            switch parts.frequency {
            case .daily: days
            case .weekly: days / 7
            case .monthly: months
            case .yearly: date.year - start.date.year
            }
        return max(0, elapsed / parts.interval - 2)
    }

    /// The moments of one period in order; nil behind the end of the calendar.
    fileprivate func moments(inPeriod number: Int) -> [LocalDateTime]? {
        let (steps, overflow) = number.multipliedReportingOverflow(by: parts.interval)
        guard !overflow, steps < 4_000_000, let days = days(steps: steps) else { return nil }
        let moments = days.filter { matches($0) }.flatMap { day in parts.times.map { LocalDateTime(day, $0) } }
        guard !parts.positions.isEmpty else { return moments }
        let chosen = parts.positions.map { $0 > 0 ? $0 - 1 : moments.count + $0 }
        return Set(chosen).sorted().filter(moments.indices.contains).map { moments[$0] }
    }

    /// All days of the period `steps` years, months, weeks or days after the first.
    private func days(steps: Int) -> [LocalDate]? {
        let first: LocalDate
        let count: Int
        switch parts.frequency {
        case .daily: (first, count) = (start.date.adding(days: steps), 1)
        case .weekly: (first, count) = (start.date.startOfWeek(parts.weekStart).adding(days: steps * 7), 7)
        case .monthly:
            first = start.date.firstOfMonth.adding(months: steps)
            count = first.daysInMonth
        case .yearly:
            guard let january = LocalDate(year: start.date.year + steps, month: 1, day: 1) else { return nil }
            (first, count) = (january, LocalDate.isLeap(year: january.year) ? 366 : 365)
        }
        guard first <= lastDay else { return nil }
        return (0..<count).map { first.adding(days: $0) }
    }

    private func matches(_ day: LocalDate) -> Bool {
        (parts.months.isEmpty || parts.months.contains(day.month))
            && (parts.weekNumbers.isEmpty || matchesWeek(day))
            && (parts.yearDays.isEmpty || Self.contains(parts.yearDays, day.dayOfYear, of: day.daysInYear))
            && (parts.monthDays.isEmpty || Self.contains(parts.monthDays, day.day, of: day.daysInMonth))
            && (parts.weekdays.isEmpty || parts.weekdays.contains { matches(day, $0) })
    }

    private func matchesWeek(_ day: LocalDate) -> Bool {
        // A week belongs to the year that has four of its days.
        let middle = day.startOfWeek(parts.weekStart).adding(days: 3)
        let week = (middle.dayOfYear - 1) / 7 + 1
        let weeks = week + (middle.daysInYear - middle.dayOfYear) / 7
        return Self.contains(parts.weekNumbers, week, of: weeks)
    }

    private func matches(_ day: LocalDate, _ weekday: RecurrenceParts.NumberedWeekday) -> Bool {
        guard day.weekday == weekday.weekday else { return false }
        if weekday.number == 0 { return true }
        let isInMonth = parts.frequency == .monthly || !parts.months.isEmpty
        let position = isInMonth ? day.day : day.dayOfYear
        let length = isInMonth ? day.daysInMonth : day.daysInYear
        return weekday.number == (position - 1) / 7 + 1 || weekday.number == -((length - position) / 7 + 1)
    }

    /// Negative numbers count from the end.
    private static func contains(_ numbers: [Int], _ value: Int, of length: Int) -> Bool {
        numbers.contains(value) || numbers.contains(value - length - 1)
    }
}

extension LocalDate {
    fileprivate var daysInYear: Int { LocalDate.isLeap(year: year) ? 366 : 365 }

    fileprivate func startOfWeek(_ first: Weekday) -> LocalDate {
        adding(days: -((weekday.rawValue - first.rawValue + 7) % 7))
    }
}
