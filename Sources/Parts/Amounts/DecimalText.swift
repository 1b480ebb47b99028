/// The digits of a written number, before anything is rounded away.
struct DecimalText {
    private var isNegative = false
    /// Without zeros in front.
    private var digits: [UInt8] = []
    /// Digits after the point; negative where an exponent adds zeros.
    private var scale = 0

    /// Longer texts are no amounts. The longest shortest-form double has 24 characters.
    private static let longest = 100

    /// Reads `[+-−]digits[groups][decimal digits]`, and an exponent where `exponents` allows one.
    /// Groups must be of three digits, and only before the decimal sign.
    init(_ text: String, _ separators: NumberSeparators, exponents: Bool) throws(AmountError) {
        let characters = Array(text.prefix(Self.longest + 1))
        func fail(_ position: Int, _ expected: String) -> AmountError {
            .notANumber(text: text, position: position + 1, expected: expected)
        }
        guard characters.count <= Self.longest else { throw fail(Self.longest, "the end") }
        var position = 0
        if let sign = characters.first, ["-", "+", "−"].contains(sign) {
            isNegative = sign != "+"
            position = 1
        }

        var seen = 0
        var sinceGroup: Int?
        while position < characters.count {
            let character = characters[position]
            if let digit = Self.digit(character) {
                append(digit)
                seen += 1
                sinceGroup = sinceGroup.map { $0 + 1 }
                if let count = sinceGroup, count > 3 { throw fail(position, "a separator after three digits") }
            } else if separators.groups.contains(character), seen > 0 {
                guard sinceGroup == 3 || (sinceGroup == nil && seen <= 3) else { throw fail(position, "three digits between separators") }
                sinceGroup = 0
            } else {
                break
            }
            position += 1
        }
        if let count = sinceGroup, count != 3 { throw fail(position, "three digits after a separator") }
        if position < characters.count, characters[position] == separators.decimal {
            position += 1
            let start = position
            while position < characters.count, let digit = Self.digit(characters[position]) {
                append(digit)
                scale += 1
                position += 1
            }
            if position == start { throw fail(position, "a digit") }
            seen += position - start
        }
        if seen == 0 { throw fail(position, "a digit") }
        if exponents, position < characters.count, characters[position] == "e" || characters[position] == "E" {
            position += 1
            scale -= try exponent(characters, &position, fail)
        }
        if position < characters.count { throw fail(position, "the end") }
    }

    /// Exactly rounded, whatever the number of digits.
    func coefficient(atScale target: Int, _ rounding: Rounding, text: String) throws(AmountError) -> Int64 {
        let dropped = scale - target
        var kept = digits[...]
        var zeros = 0
        var tail: ArraySlice<UInt8> = []
        if dropped > 0 {
            kept = digits.dropLast(dropped)
            tail = digits.suffix(dropped)
        } else {
            zeros = digits.isEmpty ? 0 : -dropped
        }
        guard kept.count + zeros <= 20 else { throw .overflow }
        var value = Int128(0)
        for digit in kept { value = value * 10 + Int128(digit) }
        value *= PowerOfTen.of(zeros)
        // Two digits say all that rounding asks: the first one dropped, and whether anything follows it.
        let first = dropped > digits.count ? 0 : Int128(tail.first ?? 0)
        let isMore = dropped > digits.count ? !tail.isEmpty : tail.dropFirst().contains { $0 != 0 }
        let sticky = value * 100 + first * 10 + (isMore ? 1 : 0)
        return try rounding.narrow(isNegative ? -sticky : sticky, dividedBy: 100)
    }

    /// As few digits after the point as the text needs, none lost.
    func exact(text: String) throws(AmountError) -> FixedDecimal {
        var needed = self
        while needed.scale > 18, needed.digits.last == 0 {
            needed.digits.removeLast()
            needed.scale -= 1
        }
        if needed.digits.isEmpty { needed.scale = min(max(scale, 0), 18) }
        guard needed.scale <= 18 else { throw .tooPrecise(text: text) }
        let scale = max(needed.scale, 0)
        return FixedDecimal(checked: try needed.coefficient(atScale: scale, .down, text: text), scale: scale)
    }

    private mutating func append(_ digit: UInt8) {
        if digit != 0 || !digits.isEmpty { digits.append(digit) }
    }

    private func exponent(
        _ characters: [Character], _ position: inout Int, _ fail: (Int, String) -> AmountError
    ) throws(AmountError) -> Int {
        var sign = 1
        if position < characters.count, ["-", "+"].contains(characters[position]) {
            sign = characters[position] == "-" ? -1 : 1
            position += 1
        }
        let start = position
        var value = 0
        while position < characters.count, let digit = Self.digit(characters[position]) {
            value = min(value * 10 + Int(digit), 10_000)
            position += 1
        }
        if position == start { throw fail(position, "a digit") }
        return sign * value
    }

    private static func digit(_ character: Character) -> UInt8? {
        guard let byte = character.asciiValue, (48...57).contains(byte) else { return nil }
        return byte - 48
    }
}

extension FixedDecimal {
    /// Reads a number exactly, such as `1284.50`; digits that do not fit are an error, never rounded away.
    public init(_ text: String, _ separators: NumberSeparators = .plain) throws(AmountError) {
        self = try DecimalText(text, separators, exponents: false).exact(text: text)
    }

    /// Reads the text a program printed for a binary fraction, such as `2765.89990234375` or `1e-07`, and
    /// rounds its decimal digits once.
    public init(printed text: String, toScale scale: Int, _ rounding: Rounding = .halfEven) throws(AmountError) {
        guard Self.scales.contains(scale) else { throw .tooPrecise(text: text) }
        let number = try DecimalText(text, .plain, exponents: true)
        self.init(checked: try number.coefficient(atScale: scale, rounding, text: text), scale: scale)
    }

    /// Reads the text a program printed for a binary fraction, exactly.
    public init(printed text: String) throws(AmountError) {
        self = try DecimalText(text, .plain, exponents: true).exact(text: text)
    }
}

extension Money {
    /// Reads what a person or another system wrote, such as `1'284.50`, and rounds it to the minor unit.
    public init(
        _ text: String, _ currency: Currency, separators: NumberSeparators = .plain, rounding: Rounding = .halfEven
    ) throws(AmountError) {
        let number = try DecimalText(text, separators, exponents: false)
        self.init(minor: try number.coefficient(atScale: currency.exponent, rounding, text: text), currency)
    }

    /// Reads the text a program printed for a binary fraction, such as `2765.89990234375`, and rounds to the minor unit.
    public init(printed text: String, _ currency: Currency, rounding: Rounding = .halfEven) throws(AmountError) {
        let number = try DecimalText(text, .plain, exponents: true)
        self.init(minor: try number.coefficient(atScale: currency.exponent, rounding, text: text), currency)
    }
}
