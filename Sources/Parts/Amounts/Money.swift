/// An amount of one currency in its minor units, such as rappen or cents. Sixteen bytes, no binary fractions.
public struct Money: Sendable, Hashable {
    public let minor: Int64
    public let currency: Currency

    public init(minor: Int64, _ currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// A whole number of francs, dollars, yen.
    public init(major: Int64, _ currency: Currency) throws(AmountError) {
        let (minor, overflow) = major.multipliedReportingOverflow(by: currency.minorPerMajor)
        if overflow { throw .overflow }
        self.init(minor: minor, currency)
    }

    /// A decimal amount, rounded to the currency's minor unit.
    public init(_ amount: FixedDecimal, _ currency: Currency, rounding: Rounding = .halfEven) throws(AmountError) {
        let rounded = try amount.rounded(toScale: currency.exponent, rounding)
        self.init(minor: rounded.coefficient, currency)
    }

    public static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency) }

    public var isZero: Bool { minor == 0 }
    public var isNegative: Bool { minor < 0 }

    /// The same amount in major units, exactly.
    public var decimal: FixedDecimal { FixedDecimal(checked: minor, scale: currency.exponent) }
}

extension Money {
    public static func + (left: Money, right: Money) throws(AmountError) -> Money {
        try left.same(right)
        let (sum, overflow) = left.minor.addingReportingOverflow(right.minor)
        if overflow { throw .overflow }
        return Money(minor: sum, left.currency)
    }

    public static func - (left: Money, right: Money) throws(AmountError) -> Money {
        try left.same(right)
        let (difference, overflow) = left.minor.subtractingReportingOverflow(right.minor)
        if overflow { throw .overflow }
        return Money(minor: difference, left.currency)
    }

    public static func += (left: inout Money, right: Money) throws(AmountError) {
        left = try left + right
    }

    public static func -= (left: inout Money, right: Money) throws(AmountError) {
        left = try left - right
    }

    public func negated() throws(AmountError) -> Money {
        try Money.zero(currency) - self
    }

    public func multiplied(by count: Int64) throws(AmountError) -> Money {
        let (product, overflow) = minor.multipliedReportingOverflow(by: count)
        if overflow { throw .overflow }
        return Money(minor: product, currency)
    }

    /// Rounds once, after the exact product.
    public func multiplied(by factor: FixedDecimal, rounding: Rounding = .halfEven) throws(AmountError) -> Money {
        let product = Int128(minor) * Int128(factor.coefficient)
        return Money(minor: try rounding.narrow(product, dividedBy: PowerOfTen.of(factor.scale)), currency)
    }

    /// Quantity × unit price, rounded once; a unit price may be finer than the minor unit.
    public static func of(
        quantity: FixedDecimal, unitPrice: FixedDecimal, _ currency: Currency, rounding: Rounding = .halfEven
    ) throws(AmountError) -> Money {
        let product = Int128(quantity.coefficient) * Int128(unitPrice.coefficient)
        let minor = try rounding.rescale(product, fromScale: quantity.scale + unitPrice.scale, toScale: currency.exponent)
        return Money(minor: minor, currency)
    }

    /// Rounds to a multiple of `minor` minor units: 5 for Swiss cash.
    public func rounded(toMultipleOf step: Int64, _ rounding: Rounding = .halfUp) throws(AmountError) -> Money {
        guard step > 0 else { throw .stepNotPositive(step) }
        let steps = try rounding.narrow(Int128(minor), dividedBy: Int128(step))
        return try Money(minor: steps, currency).multiplied(by: step)
    }

    /// The sum, zero for no amounts; fails on the first amount of another currency.
    public static func sum(_ amounts: some Sequence<Money>, _ currency: Currency) throws(AmountError) -> Money {
        var total = Money.zero(currency)
        for amount in amounts { try total += amount }
        return total
    }

    /// Whether the amount is smaller than another of the same currency.
    public func isLess(than other: Money) throws(AmountError) -> Bool {
        try same(other)
        return minor < other.minor
    }

    func same(_ other: Money) throws(AmountError) {
        guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
    }
}

extension Money: Codable {
    private enum CodingKeys: String, CodingKey {
        case minor, currency
    }

    /// `{"minor": 128450, "currency": "CHF"}`
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            minor: try container.decode(Int64.self, forKey: .minor),
            try container.decode(Currency.self, forKey: .currency))
    }
}
