import FoundationEssentials

/// A moment with its calendar fields in one zone (proleptic Gregorian calendar, years 0 to 9999).
struct Moment {
    let seconds: Int64
    let secondsFromUTC: Int
    var nanoseconds = 0
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let weekday: Int
    /// From 1.
    let dayOfYear: Int

    /// nil outside of the years.
    init?(seconds: Int64, secondsFromUTC: Int) {
        guard (-62_167_219_200...253_402_300_799).contains(seconds), (-86_400...86_400).contains(secondsFromUTC) else {
            return nil
        }
        self.seconds = seconds
        self.secondsFromUTC = secondsFromUTC
        let local = Int(seconds) + secondsFromUTC
        let days = local.flooredQuotient(86_400)
        let rest = local - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        (year, month, day) = Self.civil(days)
        weekday = (days + 4) - (days + 4).flooredQuotient(7) * 7
        dayOfYear = days - Self.days(year: year, month: 1, day: 1) + 1
    }

    static func wallClock() -> Int64 { Int64(exactly: Date().timeIntervalSince1970.rounded(.down)) ?? 0 }

    /// Days since 1970-01-01. From Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooredQuotient(400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func daysInMonth(_ month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The year and week of ISO 8601.
    var isoWeek: (year: Int, week: Int) {
        let fromMonday = (weekday + 6) % 7
        let thursday = dayOfYear - fromMonday + 3
        if thursday < 1 {
            let last = Self.days(year: year, month: 1, day: 1) - Self.days(year: year - 1, month: 1, day: 1)
            return (year - 1, (thursday + last - 1) / 7 + 1)
        }
        let length = Self.days(year: year + 1, month: 1, day: 1) - Self.days(year: year, month: 1, day: 1)
        return thursday > length ? (year + 1, 1) : (year, (thursday - 1) / 7 + 1)
    }
}

extension Int {
    /// Division by a positive number, rounded down.
    fileprivate func flooredQuotient(_ divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
