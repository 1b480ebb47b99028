/// Why a text is not JSON, and where. Lines and columns count from 1, columns in bytes.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        case expected(String)
        case duplicateKey(String)
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        case numberOutOfRange
        case invalidUTF8
        case loneSurrogate
        case controlCharacter
        case invalidEscape
    }

    public let reason: Reason
    public let line: Int
    public let column: Int
    /// From the first byte, counted from 0.
    public let offset: Int

    public var description: String { "Line \(line), column \(column): \(sentence)" }

    private var sentence: String {
        switch reason {
        case .expected(let what): "\(what) was expected."
        case .duplicateKey(let key): "the key “\(key.prefix(60))” is there twice. Remove one."
        case .tooDeep(let limit): "the value is nested deeper than \(limit) levels."
        case .tooLarge(let limit): "the text is larger than \(limit) bytes."
        case .numberOutOfRange: "the number is too large for a 64-bit floating point number."
        case .invalidUTF8: "the text is not UTF-8 here."
        case .loneSurrogate: "half of a surrogate pair stands alone. Write both halves, or the character itself."
        case .controlCharacter: "a control character stands in a string. Write it as an escape such as \\n."
        case .invalidEscape: "no escape begins so. JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits."
        }
    }
}

/// What a parser accepts.
public struct JSONLimits: Sendable, Hashable {
    /// Levels of arrays and objects; at most 512 whatever is asked, because each takes a stretch of the stack.
    public let depth: Int
    /// Bytes of the whole text.
    public let size: Int

    public init(depth: Int = 64, size: Int = .max) {
        self.depth = min(max(depth, 0), 512)
        self.size = size
    }
}
