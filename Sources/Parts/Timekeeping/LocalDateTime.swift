/// What a calendar and a clock on the wall show; only a ``Zone`` makes an ``Instant`` of it.
public struct LocalDateTime: Sendable, Hashable {
    public let date: LocalDate
    public let time: LocalTime

    public init(_ date: LocalDate, _ time: LocalTime) {
        self.date = date
        self.time = time
    }

    /// Nil when there is no such day or time.
    public init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0) {
        guard let date = LocalDate(year: year, month: month, day: day),
            let time = LocalTime(hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(date, time)
    }

    /// The wall `secondsFromUTC` east of Greenwich at `instant`.
    public init(_ instant: Instant, secondsFromUTC: Int) {
        // Days and the rest are moved apart, so that the ends of the range cannot overflow.
        let day = instant.microseconds.quotientRoundedDown(by: LocalTime.microsecondsPerDay)
        let rest = instant.microseconds.remainderRoundedDown(by: LocalTime.microsecondsPerDay)
        let moved = rest.addingSaturating(Int64(secondsFromUTC).multipliedSaturating(by: 1_000_000))
        let days = day + moved.quotientRoundedDown(by: LocalTime.microsecondsPerDay)
        self.init(LocalDate(dayNumber: Int(days)), LocalTime(wrapping: moved))
    }

    /// The instant at which a wall `secondsFromUTC` east of Greenwich shows this; saturates.
    public func instant(secondsFromUTC: Int) -> Instant {
        let shift = Int128(secondsFromUTC) * 1_000_000
        let micros = Int128(date.dayNumber) * Int128(LocalTime.microsecondsPerDay) + Int128(time.microsecondOfDay)
        return Instant(microseconds: Int64(clamping: micros - shift))
    }

    /// Seconds since 1970-01-01T00:00:00 as if the wall stood in Greenwich, rounded towards the past.
    var wallSeconds: Int64 {
        Int64(date.dayNumber) * 86_400 + Int64(time.secondOfDay)
    }
}

extension LocalDateTime: Comparable {
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}
