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
        // Two machine words, seconds and nanoseconds. They are read by their place: which module declares the
        // members of timespec changes with the build (debug Glibc, release SwiftOverlayShims), and
        // MemberImportVisibility refuses the one that was not imported.
        withUnsafeTemporaryAllocation(of: timespec.self, capacity: 1) { time in
            // It fails for no clock but one that the system does not have, and every system has this one.
            guard let start = time.baseAddress, clock_gettime(CLOCK_REALTIME, start) == 0 else { return .epoch }
            let words = UnsafeRawBufferPointer(time)
            let seconds = words.loadUnaligned(fromByteOffset: 0, as: Int.self)
            let nanoseconds = words.loadUnaligned(fromByteOffset: MemoryLayout<Int>.size, as: Int.self)
            return Instant(seconds: Int64(seconds)) + .microseconds(Int64(nanoseconds) / 1000)
        }
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
