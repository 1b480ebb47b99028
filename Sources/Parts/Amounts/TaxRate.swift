/// A tax in basis points: 810 is 8.1 %.
public struct TaxRate: Sendable, Hashable, Codable {
    public let basisPoints: Int

    /// Nil outside 0...100,000 (1,000 %).
    public init?(basisPoints: Int) {
        guard (0...100_000).contains(basisPoints) else { return nil }
        self.basisPoints = basisPoints
    }

    public static let zero = TaxRate(checked: 0)

    private init(checked basisPoints: Int) {
        self.basisPoints = basisPoints
    }
}

extension TaxRate: CustomStringConvertible {
    /// `8.1 %`
    public var description: String { "\(FixedDecimal(checked: Int64(basisPoints), scale: 2).normalized) %" }
}

extension TaxRate {
    /// The tax on top of a net amount, rounded to the minor unit.
    public func tax(onNet net: Money, rounding: Rounding = .halfUp) throws(AmountError) -> Money {
        let exact = Int128(net.minor) * Int128(basisPoints)
        return Money(minor: try rounding.narrow(exact, dividedBy: 10_000), net.currency)
    }

    /// The tax within a gross amount, rounded to the minor unit; net is the rest, so that both add up.
    public func split(gross: Money, rounding: Rounding = .halfUp) throws(AmountError) -> (net: Money, tax: Money) {
        let exact = Int128(gross.minor) * Int128(basisPoints)
        let tax = Money(minor: try rounding.narrow(exact, dividedBy: Int128(10_000 + basisPoints)), gross.currency)
        return (try gross - tax, tax)
    }
}

/// Net, tax and gross of several lines, each line's tax rounded by itself, so that the document's
/// total is the sum of what stands on its lines.
public struct TaxTotal: Sendable, Hashable {
    public private(set) var net: Money
    public private(set) var tax: Money
    /// By rate, as a tax statement lists them, rising.
    public private(set) var byRate: [ByRate] = []

    public struct ByRate: Sendable, Hashable {
        public let rate: TaxRate
        public fileprivate(set) var net: Money
        public fileprivate(set) var tax: Money
    }

    public init(_ lines: some Sequence<(net: Money, rate: TaxRate)>, _ currency: Currency, rounding: Rounding = .halfUp)
        throws(AmountError)
    {
        net = .zero(currency)
        tax = .zero(currency)
        for line in lines { try add(line.net, line.rate, rounding) }
        byRate.sort { $0.rate.basisPoints < $1.rate.basisPoints }
    }

    public var gross: Money {
        get throws(AmountError) { try net + tax }
    }

    private mutating func add(_ lineNet: Money, _ rate: TaxRate, _ rounding: Rounding) throws(AmountError) {
        let lineTax = try rate.tax(onNet: lineNet, rounding: rounding)
        try net += lineNet
        try tax += lineTax
        if let index = byRate.firstIndex(where: { $0.rate == rate }) {
            try byRate[index].net += lineNet
            try byRate[index].tax += lineTax
        } else {
            byRate.append(ByRate(rate: rate, net: lineNet, tax: lineTax))
        }
    }
}
