/// An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds of that second,
/// from 0001-01-01 to 9999-12-31T23:59:59.999999999Z.
public struct CELTimestamp: Hashable, Sendable, Comparable {
    public let seconds: Int64
    public let nanoseconds: Int32

    public static let secondsRange: ClosedRange<Int64> = -62_135_596_800 ... 253_402_300_799

    /// Nil outside of the years 1 to 9999 or for nanoseconds outside of 0..<1,000,000,000.
    public init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard Self.secondsRange.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Microseconds since 1970 in UTC, as databases keep them. Nil outside of the years 1 to 9999.
    public init?(microseconds: Int64) {
        let (seconds, rest) = microseconds.flooredDivision(by: 1_000_000)
        self.init(seconds: seconds, nanoseconds: Int32(truncatingIfNeeded: rest &* 1000))
    }

    /// Microseconds since 1970; nil if the instant is finer than that.
    public var wholeMicroseconds: Int64? {
        guard nanoseconds % 1000 == 0 else { return nil }
        return seconds &* 1_000_000 &+ Int64(nanoseconds / 1000)
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.seconds == b.seconds ? a.nanoseconds < b.nanoseconds : a.seconds < b.seconds
    }

    func adding(_ duration: CELDuration) -> CELTimestamp? {
        let (whole, rest) = duration.nanoseconds.flooredDivision(by: 1_000_000_000)
        let nanos = Int64(nanoseconds) + rest
        let carry: Int64 = nanos >= 1_000_000_000 ? 1 : 0
        return CELTimestamp(seconds: seconds + whole + carry, nanoseconds: Int32(truncatingIfNeeded: nanos - carry * 1_000_000_000))
    }

    /// Nil when the distance does not fit a duration (about 292 years).
    func distance(from other: CELTimestamp) -> CELDuration? {
        let (scaled, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (total, overflow2) = scaled.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
        return overflow || overflow2 ? nil : CELDuration(nanoseconds: total)
    }
}

/// A length of time in nanoseconds, up to about 292 years either way.
public struct CELDuration: Hashable, Sendable, Comparable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Nil if the length is finer than a microsecond.
    public var wholeMicroseconds: Int64? {
        nanoseconds % 1000 == 0 ? nanoseconds / 1000 : nil
    }
}

extension Int64 {
    /// Quotient towards minus infinity and remainder in `0..<divisor`; `divisor` is positive.
    func flooredDivision(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
