/// A decimal number `significand × 10^exponent`, so that 10.1 - 2.2 is 7.9. Operations answer nil if 128 bits do not do.
struct Decimal128 {
    private let significand: Int128
    private let exponent: Int

    private init(_ significand: Int128, _ exponent: Int) {
        self.significand = significand
        self.exponent = exponent
    }

    /// The decimal number with the shortest spelling that means this number.
    init?(_ number: Number) {
        switch number {
        case .int(let number): self.init(Int128(number), 0)
        case .double(let number):
            guard number.isFinite else { return nil }
            self.init(spelling: String(number))
        }
    }

    private init?(spelling: String) {
        var significand: Int128 = 0
        var exponent = 0
        var isFraction = false
        var bytes = Array(spelling.utf8)[...]
        let isNegative = bytes.first == Ascii.minus
        if isNegative { bytes.removeFirst() }
        while let byte = bytes.first {
            bytes.removeFirst()
            if byte == Ascii.dot {
                isFraction = true
            } else if Ascii.isDigit(byte) {
                // At most 17 digits and some zeros; a longer spelling does not exist below 2^54.
                let scaled = significand.multipliedReportingOverflow(by: 10)
                guard !scaled.overflow else { return nil }
                significand = scaled.partialValue &+ Int128(byte &- Ascii.zero)
                if isFraction { exponent -= 1 }
            } else {
                guard let written = Int(String(decoding: bytes, as: UTF8.self)) else { return nil }
                exponent += written
                break
            }
        }
        self.init(isNegative ? 0 &- significand : significand, exponent)
    }

    var asDouble: Double { Double("\(significand)e\(exponent)") ?? .nan }

    func adding(_ other: Decimal128) -> Decimal128? {
        aligned(other) { $0.addingReportingOverflow($1) }
    }

    func subtracting(_ other: Decimal128) -> Decimal128? {
        aligned(other) { $0.subtractingReportingOverflow($1) }
    }

    func multiplying(_ other: Decimal128) -> Decimal128? {
        let product = significand.multipliedReportingOverflow(by: other.significand)
        return product.overflow ? nil : Decimal128(product.partialValue, exponent + other.exponent)
    }

    /// The remainder with the sign of the divisor, which must not be zero.
    func modulo(_ other: Decimal128) -> Decimal128? {
        aligned(other) { left, right in
            let remainder = left.remainderReportingOverflow(dividingBy: right)
            let needsShift = remainder.partialValue != 0 && (remainder.partialValue < 0) != (right < 0)
            return needsShift ? remainder.partialValue.addingReportingOverflow(right) : remainder
        }
    }

    func rounded(places: Int) -> Decimal128? {
        let surplus = -exponent - places
        guard surplus > 0 else { return self }
        guard let unit = Self.power(surplus) else { return Decimal128(0, 0) }
        let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: unit)
        let up = remainder.magnitude >= unit.magnitude / 2
        return Decimal128(up ? quotient &+ (significand < 0 ? -1 : 1) : quotient, -places)
    }

    private func aligned(
        _ other: Decimal128, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
    ) -> Decimal128? {
        let exponent = min(exponent, other.exponent)
        guard let left = scaled(to: exponent), let right = other.scaled(to: exponent) else { return nil }
        let result = operation(left, right)
        return result.overflow ? nil : Decimal128(result.partialValue, exponent)
    }

    private func scaled(to lower: Int) -> Int128? {
        guard let factor = Self.power(exponent - lower) else { return nil }
        let result = significand.multipliedReportingOverflow(by: factor)
        return result.overflow ? nil : result.partialValue
    }

    private static func power(_ exponent: Int) -> Int128? {
        guard (0...37).contains(exponent) else { return nil }
        var power: Int128 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }
}

extension LiquidValue {
    /// As range bounds are read: fractions cut, texts by the number they begin with, anything else 0.
    var looseInteger: Int64 {
        switch Number(self) {
        case .int(let number): number
        case .double(let number): Int64(exactly: number.rounded(.towardZero)) ?? (number > 0 ? .max : number < 0 ? .min : 0)
        }
    }

    /// A whole number or the text of one; nil for anything else.
    var strictInteger: Int64? {
        switch self {
        case .int(let number): number
        case .string(let text), .safe(let text):
            text.utf8.count > 40 ? nil : Int64(String(decoding: text.utf8.filter { !Ascii.isSpace($0) }, as: UTF8.self))
        default: nil
        }
    }
}
