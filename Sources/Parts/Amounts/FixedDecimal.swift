/// A decimal number for quantities, unit prices and rates: `coefficient` × 10^-`scale`, exactly.
///
/// 1.5 and 1.50 are equal and hash alike, but keep the scale they were written with.
public struct FixedDecimal: Sendable {
    public let coefficient: Int64
    /// Digits after the point, 0...18.
    public let scale: Int

    public init(coefficient: Int64, scale: Int) throws(AmountError) {
        guard Self.scales.contains(scale) else { throw .tooPrecise(text: "\(coefficient)e-\(scale)") }
        self.init(checked: coefficient, scale: scale)
    }

    public init(_ whole: Int64) {
        self.init(checked: whole, scale: 0)
    }

    init(checked coefficient: Int64, scale: Int) {
        self.coefficient = coefficient
        self.scale = scale
    }

    public static let zero = FixedDecimal(0)
    public static let one = FixedDecimal(1)
    static let scales = 0...18
}

extension FixedDecimal: Hashable, Comparable {
    public static func == (left: FixedDecimal, right: FixedDecimal) -> Bool { left.aligned == right.aligned }
    public static func < (left: FixedDecimal, right: FixedDecimal) -> Bool { left.aligned < right.aligned }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(aligned)
    }

    /// At scale 18, where 64 bits times 10^18 always fit 128.
    private var aligned: Int128 {
        Int128(coefficient) * PowerOfTen.of(18 - scale)
    }
}

extension FixedDecimal {
    public var isZero: Bool { coefficient == 0 }
    public var isNegative: Bool { coefficient < 0 }

    /// Keeps the larger scale.
    public static func + (left: FixedDecimal, right: FixedDecimal) throws(AmountError) -> FixedDecimal {
        let scale = max(left.scale, right.scale)
        return try FixedDecimal(wide: left.at(scale: scale) + right.at(scale: scale), scale: scale)
    }

    /// Keeps the larger scale.
    public static func - (left: FixedDecimal, right: FixedDecimal) throws(AmountError) -> FixedDecimal {
        let scale = max(left.scale, right.scale)
        return try FixedDecimal(wide: left.at(scale: scale) - right.at(scale: scale), scale: scale)
    }

    /// The product at `scale`, rounded once.
    public func multiplied(by other: FixedDecimal, toScale scale: Int, _ rounding: Rounding = .halfEven) throws(AmountError)
        -> FixedDecimal
    {
        guard Self.scales.contains(scale) else { throw .tooPrecise(text: "scale \(scale)") }
        let product = Int128(coefficient) * Int128(other.coefficient)
        return FixedDecimal(
            checked: try rounding.rescale(product, fromScale: self.scale + other.scale, toScale: scale), scale: scale)
    }

    /// The same number with `scale` digits after the point.
    public func rounded(toScale scale: Int, _ rounding: Rounding = .halfEven) throws(AmountError) -> FixedDecimal {
        guard Self.scales.contains(scale) else { throw .tooPrecise(text: "scale \(scale)") }
        return FixedDecimal(
            checked: try rounding.rescale(Int128(coefficient), fromScale: self.scale, toScale: scale), scale: scale)
    }

    /// Without zeros at the end: 1.50 becomes 1.5.
    public var normalized: FixedDecimal {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        return FixedDecimal(checked: coefficient, scale: scale)
    }

    private func at(scale: Int) -> Int128 {
        Int128(coefficient) * PowerOfTen.of(scale - self.scale)
    }

    private init(wide: Int128, scale: Int) throws(AmountError) {
        guard let coefficient = Int64(exactly: wide) else { throw .overflow }
        self.init(checked: coefficient, scale: scale)
    }
}

extension FixedDecimal: CustomStringConvertible {
    /// `-1284.50`: a point, no groups, all digits of the scale.
    public var description: String { text(separators: .plain) }

    /// With the given separators, such as `1'284.50`.
    public func formatted(_ separators: NumberSeparators = .english) -> String { text(separators: separators) }

    func text(separators: NumberSeparators) -> String {
        // From the last digit to the first, then turned round.
        var bytes: [UInt8] = []
        var rest = coefficient.magnitude
        var written = 0
        repeat {
            if written == scale, scale > 0 { bytes.append(contentsOf: separators.decimal.utf8.reversed()) }
            if written > scale, (written - scale) % 3 == 0, let group = separators.groups.first {
                bytes.append(contentsOf: group.utf8.reversed())
            }
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
            written += 1
        } while rest > 0 || written <= scale
        if coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
        return String(decoding: bytes.reversed(), as: UTF8.self)
    }
}

extension FixedDecimal: Codable {
    /// A text, because many readers of JSON make binary fractions of numbers.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }
}
