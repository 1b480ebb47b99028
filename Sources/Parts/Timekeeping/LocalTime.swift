/// A time of day without a date or a zone, to the microsecond. There is no 24:00 and no leap second.
public struct LocalTime: Sendable, Hashable {
    /// 0 ..< 86,400,000,000
    public let microsecondOfDay: Int64

    /// Nil when there is no such time.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return nil }
        microsecondOfDay = Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + Int64(microsecond)
    }

    /// Wraps around midnight.
    init(wrapping microseconds: Int64) {
        microsecondOfDay = microseconds.remainderRoundedDown(by: Self.microsecondsPerDay)
    }

    public static let midnight = LocalTime(wrapping: 0)
    static let microsecondsPerDay: Int64 = 86_400_000_000

    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }
    public var microsecond: Int { Int(microsecondOfDay % 1_000_000) }
    /// 0 ..< 86,400
    public var secondOfDay: Int { Int(microsecondOfDay / 1_000_000) }
}

extension LocalTime: Comparable {
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.microsecondOfDay < right.microsecondOfDay
    }
}
