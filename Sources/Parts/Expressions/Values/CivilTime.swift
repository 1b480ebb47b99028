/// Year, month, day and time of day in the proleptic Gregorian calendar.
/// Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
struct CivilTime {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0

    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = y.flooredDivision(by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    init(year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// `seconds` since 1970-01-01T00:00:00 on the same clock.
    init(secondsSince1970 seconds: Int64) {
        let (days, secondOfDay) = seconds.flooredDivision(by: 86_400)
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    var daysSince1970: Int64 { Self.days(year: year, month: month, day: day) }
    var secondsSince1970: Int64 { daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second }
    /// 0 is 1 January.
    var dayOfYear: Int64 { daysSince1970 - Self.days(year: year, month: 1, day: 1) }
    /// 0 is Sunday.
    var dayOfWeek: Int64 { (daysSince1970 + 4).flooredDivision(by: 7).1 }
}
