/// A number as the arithmetic filters see it. Never traps: what leaves 64 bits becomes a floating-point number.
enum Number {
    case int(Int64)
    case double(Double)

    /// The number in `value`; 0 for what is none. Texts count by the number they are or begin with.
    init(_ value: LiquidValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text), .safe(let text): self = Self.read(text)
        default: self = .int(0)
        }
    }

    var value: LiquidValue {
        switch self {
        case .int(let number): .int(number)
        case .double(let number): .double(number)
        }
    }

    var asDouble: Double {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        }
    }

    var isZero: Bool { asDouble == 0 }

    private static func read(_ text: String) -> Number {
        let bytes = Array(text.utf8.drop(while: Ascii.isSpace))
        var index = 0
        if index < bytes.count, bytes[index] == Ascii.minus { index += 1 }
        let digits = index
        while index < bytes.count, Ascii.isDigit(bytes[index]) { index += 1 }
        guard index > digits else { return .int(0) }
        let whole = String(decoding: bytes[..<index], as: UTF8.self)
        if index + 1 < bytes.count, bytes[index] == Ascii.dot, Ascii.isDigit(bytes[index + 1]) {
            var end = index + 1
            while end < bytes.count, Ascii.isDigit(bytes[end]) { end += 1 }
            if bytes[end...].allSatisfy(Ascii.isSpace) {
                return .double(Double(String(decoding: bytes[..<end], as: UTF8.self)) ?? 0)
            }
        }
        return Int64(whole).map(Number.int) ?? .double(Double(whole) ?? 0)
    }

    // MARK: Arithmetic

    static func + (left: Number, right: Number) -> Number {
        combine(left, right, { $0.addingReportingOverflow($1) }, { $0.adding($1) }, { $0 + $1 })
    }

    static func - (left: Number, right: Number) -> Number {
        combine(left, right, { $0.subtractingReportingOverflow($1) }, { $0.subtracting($1) }, { $0 - $1 })
    }

    static func * (left: Number, right: Number) -> Number {
        combine(left, right, { $0.multipliedReportingOverflow(by: $1) }, { $0.multiplying($1) }, { $0 * $1 })
    }

    private static func combine(
        _ left: Number, _ right: Number, _ whole: (Int64, Int64) -> (partialValue: Int64, overflow: Bool),
        _ exact: (Decimal128, Decimal128) -> Decimal128?, _ rough: (Double, Double) -> Double
    ) -> Number {
        if case .int(let left) = left, case .int(let right) = right {
            let result = whole(left, right)
            if !result.overflow { return .int(result.partialValue) }
        } else if let left = Decimal128(left), let right = Decimal128(right), let result = exact(left, right) {
            return .double(result.asDouble)
        }
        return .double(rough(left.asDouble, right.asDouble))
    }

    /// The quotient, rounded down between whole numbers; nil for a division by zero.
    func divided(by divisor: Number) -> Number? {
        if divisor.isZero { return nil }
        guard case .int(let left) = self, case .int(let right) = divisor else { return .double(asDouble / divisor.asDouble) }
        let (quotient, remainder) = left.quotientAndRemainderSafely(right)
        guard let quotient else { return .double(asDouble / divisor.asDouble) }
        return .int(remainder != 0 && (remainder < 0) != (right < 0) ? quotient - 1 : quotient)
    }

    /// The remainder with the sign of the divisor; nil for a division by zero.
    func modulo(_ divisor: Number) -> Number? {
        if divisor.isZero { return nil }
        if case .int(let left) = self, case .int(let right) = divisor {
            let (_, remainder) = left.quotientAndRemainderSafely(right)
            return .int(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
        }
        if let left = Decimal128(self), let right = Decimal128(divisor), let result = left.modulo(right) {
            return .double(result.asDouble)
        }
        let remainder = asDouble.truncatingRemainder(dividingBy: divisor.asDouble)
        return .double(remainder != 0 && (remainder < 0) != (divisor.asDouble < 0) ? remainder + divisor.asDouble : remainder)
    }

    var magnitude: Number {
        switch self {
        case .int(let number): number == .min ? .double(-Double(number)) : .int(abs(number))
        case .double(let number): .double(abs(number))
        }
    }

    /// Rounded to a whole number, which stays a floating-point number if it does not fit into 64 bits.
    func whole(_ rule: FloatingPointRoundingRule) -> Number {
        guard case .double(let number) = self else { return self }
        return Int64(exactly: number.rounded(rule)).map(Number.int) ?? .double(number.rounded(rule))
    }

    /// Rounded half away from zero to so many decimal places; negative places round to tens, hundreds and so on.
    func rounded(places: Int64) -> Number {
        guard case .double(let number) = self, places > 0 else {
            guard places < 0 else { return whole(.toNearestOrAwayFromZero) }
            guard places > -19, case .int(let number) = whole(.toNearestOrAwayFromZero) else { return .int(0) }
            var unit: Int64 = 1
            for _ in 0..<(-places) { unit *= 10 }
            let lower = number / unit * unit
            let up = (number - lower).magnitude >= unit.magnitude / 2
            let result = lower.addingReportingOverflow(up ? (number < 0 ? -unit : unit) : 0)
            return result.overflow ? .double(Double(number)) : .int(result.partialValue)
        }
        guard places < 30, let exact = Decimal128(self)?.rounded(places: Int(places)) else { return .double(number) }
        return .double(exact.asDouble)
    }
}

extension Int64 {
    /// Like the operators, with nil instead of the one overflow (the smallest number by -1).
    fileprivate func quotientAndRemainderSafely(_ divisor: Int64) -> (Int64?, Int64) {
        let quotient = dividedReportingOverflow(by: divisor)
        return (quotient.overflow ? nil : quotient.partialValue, remainderReportingOverflow(dividingBy: divisor).partialValue)
    }
}
