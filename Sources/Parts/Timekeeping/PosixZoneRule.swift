/// The rule in the footer of a TZif file: a POSIX `TZ` string such as `CET-1CEST,M3.5.0,M10.5.0/3`,
/// with the extended hours of RFC 9636 (-167 to 167).
struct PosixZoneRule: Sendable {
    private let standard: ZoneTable.Kind
    private let saving: Saving?

    private struct Saving: Sendable {
        let kind: ZoneTable.Kind
        let start: YearlyMoment
        let end: YearlyMoment
    }

    init?(_ text: ArraySlice<UInt8>) {
        var reader = PosixRuleReader(text)
        guard let name = reader.name(), let west = reader.time(hours: 24) else { return nil }
        standard = ZoneTable.Kind(offset: -west, isDaylightSaving: false, abbreviation: name)
        if reader.isAtEnd {
            saving = nil
            return
        }
        guard let savingName = reader.name() else { return nil }
        var offset = standard.offset + 3600
        if !reader.isAt(",") {
            guard let west = reader.time(hours: 24) else { return nil }
            offset = -west
        }
        guard reader.skip(","), let start = reader.moment(), reader.skip(","), let end = reader.moment(), reader.isAtEnd
        else { return nil }
        saving = Saving(
            kind: ZoneTable.Kind(offset: offset, isDaylightSaving: true, abbreviation: savingName), start: start, end: end)
    }

    func period(at second: Int64) -> ZoneTable.Period {
        guard let saving else { return ZoneTable.Period(start: nil, end: nil, kind: standard) }
        let year = LocalDate(dayNumber: Int(second.quotientRoundedDown(by: 86_400))).year
        // Hours up to ±167 and offsets can move a change into a neighbouring year.
        var changes: [(at: Int64, savingBegins: Bool)] = []
        for year in year - 1...year + 2 {
            changes.append((saving.end.second(inYear: year) - Int64(saving.kind.offset), false))
            changes.append((saving.start.second(inYear: year) - Int64(standard.offset), true))
        }
        // Where one ends as the next begins (saving all year long), the beginning counts.
        changes.sort { ($0.at, $0.savingBegins ? 1 : 0) < ($1.at, $1.savingBegins ? 1 : 0) }
        var current = changes[0]
        var start: Int64?
        var end: Int64?
        for change in changes {
            if change.at > second {
                end = change.at
                break
            }
            current = change
            start = change.at
        }
        return ZoneTable.Period(start: start, end: end, kind: current.savingBegins ? saving.kind : standard)
    }
}

/// A moment that comes once a year, on the wall clock in force just before it.
struct YearlyMoment: Sendable {
    enum Day: Sendable {
        /// 1...365, 29 February never counted.
        case julian(Int)
        /// 0...365, 29 February counted.
        case ofYear(Int)
        /// `week` 1...5 (5 is the last), `weekday` 0...6 from Sunday.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    /// -167 h ... 167 h
    let secondOfDay: Int

    /// Seconds since 1970 on the wall.
    func second(inYear year: Int) -> Int64 {
        Int64(dayNumber(inYear: year)) * 86_400 + Int64(secondOfDay)
    }

    private func dayNumber(inYear year: Int) -> Int {
        switch day {
        case .julian(let day):
            return Self.first(ofMonth: 1, year) + day - 1 + (day > 59 && LocalDate.isLeap(year: year) ? 1 : 0)
        case .ofYear(let day):
            return Self.first(ofMonth: 1, year) + day
        case .weekday(let month, let week, let weekday):
            let first = Self.first(ofMonth: month, year)
            // 1970-01-01 was a Thursday, four days after Sunday.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            let day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            let length = LocalDate.daysIn(month: month, ofYear: year)
            return day < first + length ? day : day - 7
        }
    }

    private static func first(ofMonth month: Int, _ year: Int) -> Int {
        LocalDate(year: year, month: month, day: 1)?.dayNumber ?? 0
    }
}

private struct PosixRuleReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    func isAt(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Three letters or more, or anything in angle brackets.
    mutating func name() -> String? {
        let isQuoted = skip("<")
        let name = rest.prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
            default: false
            }
        }
        rest = rest.dropFirst(name.count)
        if isQuoted, !skip(">") { return nil }
        return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
    }

    /// `[+-]h[:m[:s]]` in seconds.
    mutating func time(hours: Int) -> Int? {
        let sign = skip("-") ? -1 : 1
        if sign == 1 { _ = skip("+") }
        guard var seconds = number(in: 0...hours).map({ $0 * 3600 }) else { return nil }
        if skip(":") {
            guard let minutes = number(in: 0...59) else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let rest = number(in: 0...59) else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    mutating func moment() -> YearlyMoment? {
        guard let day = day() else { return nil }
        guard skip("/") else { return YearlyMoment(day: day, secondOfDay: 7200) }
        return time(hours: 167).map { YearlyMoment(day: day, secondOfDay: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if skip("J") { return number(in: 1...365).map { .julian($0) } }
        guard skip("M") else { return number(in: 0...365).map { .ofYear($0) } }
        guard let month = number(in: 1...12), skip("."), let week = number(in: 1...5), skip("."),
            let weekday = number(in: 0...6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        rest = rest.dropFirst(digits.count)
        return range.contains(value) ? value : nil
    }
}
