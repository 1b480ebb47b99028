/// A value axis with round ticks that always shows zero.
struct Axis {
    let ticks: [Double]
    let lower: Double
    let upper: Double

    /// Ticks at 1, 2 or 5 times a power of ten, about `count` steps (Heckbert 1990, "nice numbers").
    init(_ values: some Sequence<Double>, count: Int = 3) {
        var low = 0.0
        var high = 0.0
        for value in values {
            low = min(low, value)
            high = max(high, value)
        }
        guard high - low > 1e-100 else {
            (ticks, lower, upper) = ([0], 0, 1)
            return
        }
        let step = Self.roundStep((high - low) / Double(max(count, 1)))
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        let steps = Int(min(max(last - first, 1), 50))
        ticks = (0...steps).map { (first + Double($0)) * step }
        lower = first * step
        upper = max(last * step, high)
    }

    /// Where `value` stands from 0 (lower) to 1 (upper).
    func position(_ value: Double) -> Double { min(max((value - lower) / (upper - lower), 0), 1) }

    private static func roundStep(_ raw: Double) -> Double {
        var power = 1.0
        while power * 10 <= raw { power *= 10 }
        while power > raw { power /= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? power * 10
    }
}
