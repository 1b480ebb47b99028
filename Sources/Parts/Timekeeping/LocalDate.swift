/// A day of the proleptic Gregorian calendar, without a zone.
///
/// Years run from -999,999 to 999,999; year 0 is 1 BC (ISO 8601).
public struct LocalDate: Sendable, Hashable {
    public let year: Int
    /// 1...12
    public let month: Int
    /// 1...31
    public let day: Int

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysIn(month: month, ofYear: year)
        else { return nil }
        self.init(checkedYear: year, month: month, day: day)
    }

    /// Counts from 1970-01-01, which is day 0; saturates at the ends of the calendar.
    public init(dayNumber: Int) {
        // Days to civil date, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = Swift.min(Swift.max(dayNumber, Self.firstDayNumber), Self.lastDayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            checkedYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private init(checkedYear year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// -999999-01-01
    public static let min = LocalDate(checkedYear: years.lowerBound, month: 1, day: 1)
    /// 999999-12-31
    public static let max = LocalDate(checkedYear: years.upperBound, month: 12, day: 31)

    static let years = -999_999...999_999
    private static let firstDayNumber = min.dayNumber
    private static let lastDayNumber = max.dayNumber
}

extension LocalDate: Comparable {
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension LocalDate {
    /// Days since 1970-01-01, negative before.
    public var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    public var weekday: Weekday {
        let sinceMonday = (dayNumber % 7 + 10) % 7
        return Weekday(rawValue: sinceMonday + 1) ?? .monday
    }

    /// 1...366
    public var dayOfYear: Int {
        dayNumber - LocalDate(checkedYear: year, month: 1, day: 1).dayNumber + 1
    }

    /// The week of ISO 8601: weeks start on Monday, week 1 holds the first Thursday.
    public var isoWeek: (year: Int, week: Int) {
        let thursday = adding(days: 4 - weekday.rawValue)
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }

    /// Saturates at the ends of the calendar.
    public func adding(days: Int) -> LocalDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        return LocalDate(dayNumber: overflow ? (days < 0 ? .min : .max) : sum)
    }

    /// The same day of another month; 31 January plus a month is the last day of February.
    /// Saturates at the ends of the calendar.
    public func adding(months: Int) -> LocalDate {
        let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        if overflow { return months < 0 ? .min : .max }
        let target = Int64(sum).quotientRoundedDown(by: 12)
        if target < Int64(Self.years.lowerBound) { return .min }
        if target > Int64(Self.years.upperBound) { return .max }
        let month = Int(Int64(sum).remainderRoundedDown(by: 12)) + 1
        return LocalDate(
            checkedYear: Int(target), month: month,
            day: Swift.min(day, Self.daysIn(month: month, ofYear: Int(target))))
    }

    public var firstOfMonth: LocalDate { LocalDate(checkedYear: year, month: month, day: 1) }
    public var lastOfMonth: LocalDate { LocalDate(checkedYear: year, month: month, day: daysInMonth) }

    /// 28...31
    public var daysInMonth: Int { Self.daysIn(month: month, ofYear: year) }

    /// Whole days from `start` to `end`, negative when `end` is earlier.
    public static func days(from start: LocalDate, to end: LocalDate) -> Int {
        end.dayNumber - start.dayNumber
    }

    static func daysIn(month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

/// A day of the week, numbered as in ISO 8601.
public enum Weekday: Int, Sendable, Hashable, CaseIterable, Codable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
}
