/// Why an amount could not be read or computed.
public enum AmountError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The result is larger than 64 bits of minor units.
    case overflow
    case currencyMismatch(Currency, Currency)
    case negativeWeight
    case noWeight
    case stepNotPositive(Int64)
    /// Not a number; `position` counts characters from 1.
    case notANumber(text: String, position: Int, expected: String)
    /// More digits than 18 after the point.
    case tooPrecise(text: String)
    case unknownCurrency(String)

    public var description: String {
        switch self {
        case .overflow: "The amount is larger than can be kept. Split it."
        case .currencyMismatch(let left, let right): "\(left) and \(right) cannot be added. Convert one of them first."
        case .negativeWeight: "A share is negative. Use shares of 0 or more."
        case .noWeight: "There is nothing to share among. Give at least one share above 0."
        case .stepNotPositive(let step): "Amounts cannot be rounded to multiples of \(step). Use a step of 1 or more."
        case .notANumber(let text, let position, let expected):
            "“\(text.prefix(40))” is not a number: \(expected) was expected at character \(position)."
        case .tooPrecise(let text): "“\(text.prefix(40))” has more digits than can be kept. Round it."
        case .unknownCurrency(let code): "“\(code.prefix(8))” is not an ISO 4217 currency code such as CHF."
        }
    }
}
