import Synchronization

/// Counts of durations (or any non-negative integers) in log-linear buckets, for percentiles.
///
/// Each power of two is split into 16 equal buckets, so a percentile is off by at most 1/16 (6.25 %);
/// values below 32 are exact. The shape is that of HdrHistogram. One lock a recording (about 30 ns), 8 KB.
public final class Histogram: Sendable {
    private static let splitBits = 4
    private static let bucketCount = (64 - splitBits) << splitBits

    private struct State {
        var buckets = [UInt64](repeating: 0, count: Histogram.bucketCount)
        var snapshot = Totals()
    }

    private struct Totals {
        var count: UInt64 = 0
        var sum: Double = 0
        var max: Int64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Counts `value`; negative values count as 0.
    public func record(_ value: Int64) {
        let value = max(0, value)
        state.withLock { state in
            state.buckets[Histogram.bucket(of: value)] &+= 1
            state.snapshot.count &+= 1
            state.snapshot.sum += Double(value)
            state.snapshot.max = Swift.max(state.snapshot.max, value)
        }
    }

    /// Counts `duration` in nanoseconds.
    public func record(_ duration: Duration) { record(duration.wholeNanoseconds) }

    public var count: UInt64 { state.withLock(\.snapshot.count) }
    public var sum: Double { state.withLock(\.snapshot.sum) }
    public var maximum: Int64 { state.withLock(\.snapshot.max) }
    public var p50: Int64 { percentile(0.50) }
    public var p95: Int64 { percentile(0.95) }
    public var p99: Int64 { percentile(0.99) }

    /// The value that `fraction` (0…1) of the recordings do not exceed: the upper end of its bucket,
    /// never more than the maximum. 0 when nothing was recorded.
    public func percentile(_ fraction: Double) -> Int64 {
        state.withLock { state in
            let count = state.snapshot.count
            guard count > 0 else { return 0 }
            let clamped = min(1, max(0, fraction))
            let rank = max(1, (clamped * Double(count)).rounded(.up))
            var seen: UInt64 = 0
            for (index, bucket) in state.buckets.enumerated() where bucket > 0 {
                seen &+= bucket
                if Double(seen) >= rank { return min(state.snapshot.max, Histogram.upperBound(of: index)) }
            }
            return state.snapshot.max
        }
    }

    /// How many recordings are at most each of `bounds` (ascending), with the total and the sum of one moment.
    ///
    /// A bucket that straddles a bound counts below it only when it lies below it whole, so counts err low by at
    /// most one bucket (6.25 %).
    func cumulative(_ bounds: [Int64]) -> (counts: [UInt64], count: UInt64, sum: Double) {
        state.withLock { state in
            var counts: [UInt64] = []
            var seen: UInt64 = 0
            var index = 0
            for bound in bounds {
                while index < state.buckets.count, Histogram.upperBound(of: index) <= bound {
                    seen &+= state.buckets[index]
                    index += 1
                }
                counts.append(seen)
            }
            return (counts, state.snapshot.count, state.snapshot.sum)
        }
    }

    static func bucket(of value: Int64) -> Int {
        let word = UInt64(max(0, value))
        guard word >= 1 << (splitBits + 1) else { return Int(word) }
        let exponent = 63 - word.leadingZeroBitCount
        let shift = exponent - splitBits
        return (shift << splitBits) + Int(word >> UInt64(shift))
    }

    static func upperBound(of bucket: Int) -> Int64 {
        guard bucket >= 1 << (splitBits + 1) else { return Int64(bucket) }
        let shift = (bucket >> splitBits) - 1
        let mantissa = UInt64((bucket & ((1 << splitBits) - 1)) + (1 << splitBits))
        let upper = ((mantissa + 1) << UInt64(shift)) &- 1
        return upper > UInt64(Int64.max) ? .max : Int64(upper)
    }
}
