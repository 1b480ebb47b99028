struct Token: Sendable {
    enum Kind: Sendable, Equatable {
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case identifier(String)
        /// A name in backquotes, allowed only after a dot.
        case quoted(String)
        case symbol(Symbol)
        case end
    }

    let kind: Kind
    let offset: Int
}

enum Symbol: String, Sendable {
    case leftParenthesis = "(", rightParenthesis = ")", leftBracket = "[", rightBracket = "]"
    case leftBrace = "{", rightBrace = "}", comma = ",", dot = ".", question = "?", colon = ":"
    case plus = "+", minus = "-", star = "*", slash = "/", percent = "%", bang = "!"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case and = "&&", or = "||"
}
