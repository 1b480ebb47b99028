/// What happens to the digits that do not fit.
public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
    /// To the nearest, a half to the even neighbour (banker's rounding): sums do not drift.
    case halfEven
    /// To the nearest, a half away from zero: what tax offices mean by "commercial".
    case halfUp
    /// Towards zero.
    case down
    /// Away from zero.
    case up

    /// `divisor` must be positive.
    func divide(_ value: Int128, by divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder != 0 else { return quotient }
        let away: Bool
        switch self {
        case .down: away = false
        case .up: away = true
        case .halfUp: away = remainder.magnitude >= divisor.magnitude - remainder.magnitude
        case .halfEven:
            let rest = divisor.magnitude - remainder.magnitude
            away = remainder.magnitude > rest || (remainder.magnitude == rest && quotient % 2 != 0)
        }
        return away ? quotient + (value < 0 ? -1 : 1) : quotient
    }

    func narrow(_ value: Int128, dividedBy divisor: Int128) throws(AmountError) -> Int64 {
        guard let narrow = Int64(exactly: divide(value, by: divisor)) else { throw .overflow }
        return narrow
    }

    /// Scales lie in 0...36.
    func rescale(_ value: Int128, fromScale: Int, toScale: Int) throws(AmountError) -> Int64 {
        if fromScale >= toScale { return try narrow(value, dividedBy: PowerOfTen.of(fromScale - toScale)) }
        let (product, overflow) = value.multipliedReportingOverflow(by: PowerOfTen.of(toScale - fromScale))
        guard !overflow, let narrow = Int64(exactly: product) else { throw .overflow }
        return narrow
    }
}

enum PowerOfTen {
    private static let powers: [Int128] = {
        var powers: [Int128] = [1]
        for _ in 0..<38 { powers.append((powers.last ?? 1) * 10) }
        return powers
    }()

    /// 0...38
    static func of(_ exponent: Int) -> Int128 {
        powers[min(max(exponent, 0), 38)]
    }
}
