/// A moment as a mail header says it: `Sun, 22 Nov 2026 19:13:19 +0100`.
public struct MailDate: Sendable, Hashable {
    public var secondsSince1970: Int64
    /// Minutes east of Greenwich of the clock that is shown.
    public var offsetMinutes: Int

    public init(secondsSince1970: Int64, offsetMinutes: Int = 0) {
        self.secondsSince1970 = secondsSince1970
        self.offsetMinutes = offsetMinutes
    }

    /// RFC 5322 §3.3.
    func encoded() throws(MailError) -> String {
        // The years 1 to 9999; everything below stays far from overflow.
        guard (-62_135_510_400...253_402_214_400).contains(secondsSince1970), (-1439...1439).contains(offsetMinutes)
        else { throw .invalidDate }
        let local = secondsSince1970 + Int64(offsetMinutes) * 60
        let days = floorDivide(local, 86_400)
        let second = Int(local - days * 86_400)
        let (year, month, day) = civil(days)
        let weekday = Int(floorModulo(days + 4, 7))
        let offset = abs(offsetMinutes)
        return """
            \(Self.weekdays[weekday]), \(day) \(Self.months[month - 1]) \(padded(year, 4)) \
            \(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) \
            \(offsetMinutes < 0 ? "-" : "+")\(padded(offset / 60))\(padded(offset % 60))
            """
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Days since 1970 to a Gregorian date (Hinnant, "chrono-compatible low-level date algorithms").
    private func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }

    private func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }

    private func floorModulo(_ number: Int64, _ divisor: Int64) -> Int64 {
        number - floorDivide(number, divisor) * divisor
    }

    private func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}
