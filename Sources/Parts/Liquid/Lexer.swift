/// A word or sign inside of `{{ }}` or `{% %}`.
struct Token {
    enum Kind: Equatable {
        case name(String)
        case string(String)
        case int(Int64)
        case double(Double)
        case comparator(Comparator)
        case sign(UInt8)
        case dots
        case end
    }

    let kind: Kind
    let offset: Int
}

/// Cuts the inside of an output or a tag into tokens.
struct Lexer {
    private let bytes: [UInt8]
    private let end: Int
    private var cursor: Int

    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        cursor = range.lowerBound
        end = range.upperBound
    }

    /// All tokens, with `.end` last.
    static func tokens(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) -> [Token] {
        var lexer = Lexer(bytes: bytes, range: range)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(Malformed) -> Token {
        while cursor < end, Ascii.isSpace(bytes[cursor]) { cursor += 1 }
        guard cursor < end else { return Token(kind: .end, offset: end) }
        let start = cursor
        let byte = bytes[cursor]
        let following = cursor + 1 < end ? bytes[cursor + 1] : 0
        switch byte {
        case Ascii.quote, Ascii.apostrophe: return try string(byte)
        case _ where Ascii.isLetter(byte) || byte == UInt8(ascii: "_"): return name()
        case _ where Ascii.isDigit(byte), Ascii.minus where Ascii.isDigit(following): return number()
        case Ascii.equal where following == Ascii.equal: return two(.comparator(.equal))
        case UInt8(ascii: "!") where following == Ascii.equal: return two(.comparator(.unequal))
        case Ascii.less where following == Ascii.greater: return two(.comparator(.unequal))
        case Ascii.less where following == Ascii.equal: return two(.comparator(.lessOrEqual))
        case Ascii.greater where following == Ascii.equal: return two(.comparator(.greaterOrEqual))
        case Ascii.dot where following == Ascii.dot: return two(.dots)
        default: break
        }
        cursor += 1
        switch byte {
        case Ascii.less: return Token(kind: .comparator(.less), offset: start)
        case Ascii.greater: return Token(kind: .comparator(.greater), offset: start)
        case UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "("), UInt8(ascii: ")"), Ascii.dot, Ascii.equal, Ascii.question:
            return Token(kind: .sign(byte), offset: start)
        default:
            let sign = String(decoding: bytes[start..<end], as: UTF8.self).prefix(1)
            throw Malformed(
                offset: start, says: "'\(sign)' has no meaning here.",
                advice: "Remove it; calculations are written with filters, such as 'a | plus: b'.")
        }
    }

    private mutating func two(_ kind: Token.Kind) -> Token {
        defer { cursor += 2 }
        return Token(kind: kind, offset: cursor)
    }

    private mutating func string(_ quote: UInt8) throws(Malformed) -> Token {
        let start = cursor
        cursor += 1
        while cursor < end, bytes[cursor] != quote { cursor += 1 }
        guard cursor < end else {
            throw Malformed(
                offset: start, says: "This text has no closing quote.", advice: "Close it with the quote it opens with.")
        }
        defer { cursor += 1 }
        return Token(kind: .string(String(decoding: bytes[(start + 1)..<cursor], as: UTF8.self)), offset: start)
    }

    private mutating func name() -> Token {
        let start = cursor
        while cursor < end, Ascii.isWord(bytes[cursor]) || bytes[cursor] == Ascii.minus { cursor += 1 }
        if cursor < end, bytes[cursor] == Ascii.question { cursor += 1 }
        let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
        return Token(kind: text == "contains" ? .comparator(.contains) : .name(text), offset: start)
    }

    private mutating func number() -> Token {
        let start = cursor
        cursor += 1
        while cursor < end, Ascii.isDigit(bytes[cursor]) { cursor += 1 }
        var isWhole = true
        if cursor + 1 < end, bytes[cursor] == Ascii.dot, Ascii.isDigit(bytes[cursor + 1]) {
            isWhole = false
            cursor += 1
            while cursor < end, Ascii.isDigit(bytes[cursor]) { cursor += 1 }
        }
        let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
        if isWhole, let value = Int64(text) { return Token(kind: .int(value), offset: start) }
        return Token(kind: .double(Double(text) ?? 0), offset: start)
    }
}
