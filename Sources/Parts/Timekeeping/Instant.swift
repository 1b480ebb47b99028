/// A point on the UTC time line, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds are not counted (POSIX time). The range is about ±292,000 years;
/// arithmetic that would leave it stops at ``min`` or ``max`` and never traps.
public struct Instant: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z, negative before.
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whole seconds since 1970; saturates at the ends of the range.
    public init(seconds: Int64) {
        microseconds = seconds.multipliedSaturating(by: 1_000_000)
    }

    public static let min = Instant(microseconds: .min)
    public static let max = Instant(microseconds: .max)
    /// 1970-01-01T00:00:00Z.
    public static let epoch = Instant(microseconds: 0)

    /// Seconds since 1970, rounded towards the past.
    public var seconds: Int64 {
        microseconds.quotientRoundedDown(by: 1_000_000)
    }

    /// What is left over `seconds`: 0...999,999.
    public var microsecondOfSecond: Int {
        Int(microseconds.remainderRoundedDown(by: 1_000_000))
    }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Instant {
    /// Moves forward; parts of a microsecond are cut off, the ends of the range saturate.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let sum = Int128(instant.microseconds) + duration.attoseconds / 1_000_000_000_000
        return Instant(microseconds: Int64(clamping: sum))
    }

    /// Moves back; parts of a microsecond are cut off, the ends of the range saturate.
    public static func - (instant: Instant, duration: Duration) -> Instant {
        let difference = Int128(instant.microseconds) - duration.attoseconds / 1_000_000_000_000
        return Instant(microseconds: Int64(clamping: difference))
    }

    /// The exact distance, positive when `left` is later.
    public static func - (left: Instant, right: Instant) -> Duration {
        let microseconds = Int128(left.microseconds) - Int128(right.microseconds)
        return Duration(attoseconds: microseconds * 1_000_000_000_000)
    }

    public static func += (instant: inout Instant, duration: Duration) {
        instant = instant + duration
    }

    public static func -= (instant: inout Instant, duration: Duration) {
        instant = instant - duration
    }
}
