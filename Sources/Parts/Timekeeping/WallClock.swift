#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// Tells the time of day. Handed to whatever needs "now", so that tests can hold it still.
///
/// Named so because the standard library's `Clock` protocol measures, it does not date.
public struct WallClock: Sendable {
    public let now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// The computer's clock.
    public static let system = WallClock { .now() }

    /// A clock that always says `instant`.
    public static func frozen(at instant: Instant) -> WallClock {
        WallClock { instant }
    }
}

extension Instant {
    /// The computer's clock, to the microsecond. It may jump when the computer is corrected.
    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec)) + .microseconds(Int64(time.tv_nsec) / 1000)
    }
}

/// A clock for tests that moves only when told. May be shared between tasks.
public final class ManualClock: Sendable {
    private let time: Mutex<Instant>

    public init(_ start: Instant) {
        time = Mutex(start)
    }

    public var now: Instant { time.withLock { $0 } }

    /// The value to hand to the code under test.
    public var clock: WallClock { WallClock { self.now } }

    public func set(to instant: Instant) {
        time.withLock { $0 = instant }
    }

    public func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}
