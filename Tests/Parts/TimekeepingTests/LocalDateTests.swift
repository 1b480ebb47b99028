import Testing

@testable import Timekeeping

@Suite("Days and local times")
struct LocalDateTests {
    @Test("Day numbers and dates are inverse over eight centuries")
    func dayNumbers() throws {
        var date = try #require(LocalDate("1601-01-01"))
        for number in date.dayNumber...date.dayNumber + 292_194 {
            #expect(LocalDate(dayNumber: number) == date && date.dayNumber == number)
            let isLast = date.day == date.daysInMonth
            date = try #require(
                isLast
                    ? LocalDate(year: date.month == 12 ? date.year + 1 : date.year, month: date.month % 12 + 1, day: 1)
                    : LocalDate(year: date.year, month: date.month, day: date.day + 1))
        }
        #expect(date == LocalDate("2401-01-01")?.adding(days: 1))
    }

    @Test("Days that do not exist are refused")
    func refused() {
        #expect(LocalDate(year: 2100, month: 2, day: 29) == nil)
        #expect(LocalDate(year: 2000, month: 2, day: 29) != nil)
        #expect(LocalDate("2026-1-01") == nil)
        #expect(LocalDate("2026-04-31") == nil)
        #expect(LocalDate(year: .max, month: .min, day: 0) == nil)
        #expect(LocalTime(hour: 24, minute: 0) == nil)
        #expect(LocalTime("9:00") == nil)
    }

    @Test("A month later is the same day, or the last of a shorter month")
    func months() {
        #expect(LocalDate("2026-01-31")?.adding(months: 1) == LocalDate("2026-02-28"))
        #expect(LocalDate("2024-03-31")?.adding(months: -1) == LocalDate("2024-02-29"))
        #expect(LocalDate("2026-11-22")?.adding(months: -23) == LocalDate("2024-12-22"))
        #expect(LocalDate("2026-11-22")?.adding(months: .max) == .max)
        #expect(LocalDate("2026-11-22")?.adding(days: .min) == .min)
    }

    @Test("Weekdays and ISO weeks")
    func weekdays() {
        #expect(LocalDate("1970-01-01")?.weekday == .thursday)
        #expect(LocalDate("2026-11-22")?.weekday == .sunday)
        #expect(LocalDate("1900-01-01")?.weekday == .monday)
        #expect(LocalDate("2027-01-01")?.isoWeek.week == 53)
        #expect(LocalDate("2027-01-01")?.isoWeek.year == 2026)
        #expect(LocalDate("2026-12-31")?.dayOfYear == 365)
    }

    @Test("Local times print no more than they must")
    func times() {
        #expect(LocalTime("14:05")?.description == "14:05")
        #expect(LocalTime("14:05:07")?.description == "14:05:07")
        #expect(LocalTime("14:05:07.5")?.description == "14:05:07.5")
        #expect(LocalDateTime("2026-11-22T14:05")?.description == "2026-11-22T14:05")
    }
}
