extension Money {
    /// Splits the amount in proportion to `weights`; the parts add up to the whole, to the last minor unit.
    ///
    /// What rounding leaves over goes to the largest remainders, of equals to the first.
    /// Weights must not be negative, and one at least must be positive.
    public func allocated(byWeights weights: [Int64]) throws(AmountError) -> [Money] {
        guard weights.allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0 else { throw .noWeight }

        var parts: [Int64] = []
        var remainders: [(index: Int, size: Int128)] = []
        var left = Int128(minor)
        for (index, weight) in weights.enumerated() {
            let exact = Int128(minor) * Int128(weight)
            let part = Int64(clamping: exact / total)
            parts.append(part)
            left -= Int128(part)
            remainders.append((index, abs(exact % total)))
        }
        // The sort is stable: of equal remainders the first comes first.
        remainders.sort { $0.size > $1.size }
        for remainder in remainders.prefix(Int(clamping: abs(left))) {
            parts[remainder.index] += left < 0 ? -1 : 1
        }
        return parts.map { Money(minor: $0, currency) }
    }

    /// Splits into equal parts; the first ones get the odd minor units.
    public func allocated(into count: Int) throws(AmountError) -> [Money] {
        guard (1...100_000).contains(count) else { throw .noWeight }
        return try allocated(byWeights: Array(repeating: 1, count: count))
    }
}
