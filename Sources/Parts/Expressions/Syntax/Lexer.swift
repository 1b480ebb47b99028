/// Cuts a source into tokens. Follows the lexis of cel-spec/doc/langdef.md.
struct Lexer {
    private let source: String
    private let bytes: [UInt8]
    private var at = 0

    init(_ source: String) {
        self.source = source
        bytes = Array(source.utf8)
    }

    mutating func next() throws(ExpressionError) -> Token {
        skipBlanks()
        let start = at
        guard let byte = peek() else { return Token(kind: .end, offset: start) }
        if byte.digitValue != nil || (byte == UInt8(ascii: ".") && peek(1)?.digitValue != nil) {
            return Token(kind: try number(), offset: start)
        }
        if let kind = try text() { return Token(kind: kind, offset: start) }
        if byte.startsName { return Token(kind: .identifier(name()), offset: start) }
        if byte == UInt8(ascii: "`") { return Token(kind: try quoted(), offset: start) }
        return Token(kind: .symbol(try symbol()), offset: start)
    }

    func error(_ message: String, at offset: Int, advice: String? = nil) -> ExpressionError {
        ExpressionError(message: message, advice: advice, position: SourcePosition(offset: offset, in: source))
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        at + ahead < bytes.count ? bytes[at + ahead] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: at += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while let next = peek(), next != UInt8(ascii: "\n") { at += 1 }
            default: return
            }
        }
    }

    private mutating func name() -> String {
        let start = at
        while let byte = peek(), byte.startsName || byte.digitValue != nil { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func quoted() throws(ExpressionError) -> Token.Kind {
        let start = at
        at += 1
        while let byte = peek(), byte != UInt8(ascii: "`") {
            guard byte.startsName || byte.digitValue != nil || [0x2E, 0x2D, 0x2F, 0x20].contains(byte) else {
                throw error("A field name in backquotes has only letters, digits, '_', '.', '-', '/' and blanks.", at: at)
            }
            at += 1
        }
        guard peek() != nil, at > start + 1 else { throw error("This backquoted field name has no end.", at: start, advice: "Close it with `.") }
        at += 1
        return .quoted(String(decoding: bytes[(start + 1)..<(at - 1)], as: UTF8.self))
    }

    // MARK: Numbers

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = at
        if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
            at += 2
            return try integer(from: at, radix: 16) { $0.hexValue != nil }
        }
        skipDigits()
        var isDouble = false
        if peek() == UInt8(ascii: "."), peek(1)?.digitValue != nil {
            isDouble = true
            at += 1
            skipDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            let sign = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+") ? 1 : 0
            if peek(1 + sign)?.digitValue != nil {
                isDouble = true
                at += 1 + sign
                skipDigits()
            }
        }
        guard isDouble else {
            at = start
            return try integer(from: start, radix: 10) { $0.digitValue != nil }
        }
        let digits = String(decoding: bytes[start..<at], as: UTF8.self)
        guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits) else {
            throw error("\(digits) is not a number.", at: start)
        }
        try refuseNameAfterNumber(start)
        return .double(value)
    }

    private mutating func integer(from start: Int, radix: Int, isDigit: (UInt8) -> Bool) throws(ExpressionError) -> Token.Kind {
        while let byte = peek(), isDigit(byte) { at += 1 }
        let digits = String(decoding: bytes[start..<at], as: UTF8.self)
        guard let value = UInt64(digits, radix: radix) else {
            throw error(digits.isEmpty ? "Hexadecimal digits are missing after 0x." : "The number \(digits) is too large.", at: start,
                        advice: digits.isEmpty ? nil : "The largest int is 9223372036854775807.")
        }
        if peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U") {
            at += 1
            try refuseNameAfterNumber(start)
            return .uint(value)
        }
        try refuseNameAfterNumber(start)
        return .int(value)
    }

    private func refuseNameAfterNumber(_ start: Int) throws(ExpressionError) {
        guard let byte = peek(), byte.startsName else { return }
        throw error("A number ends here, but a letter follows.", at: at, advice: "Put an operator between them.")
    }

    private mutating func skipDigits() {
        while peek()?.digitValue != nil { at += 1 }
    }

    // MARK: Strings and bytes

    private mutating func text() throws(ExpressionError) -> Token.Kind? {
        var raw = false, isBytes = false, prefix = 0
        while prefix < 2, let byte = peek(prefix) {
            if !raw, byte | 0x20 == UInt8(ascii: "r") { raw = true } else if !isBytes, byte | 0x20 == UInt8(ascii: "b") { isBytes = true } else { break }
            prefix += 1
        }
        guard let quote = peek(prefix), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        let start = at
        at += prefix
        let triple = peek(1) == quote && peek(2) == quote
        at += triple ? 3 : 1
        var content: [UInt8] = []
        while true {
            guard let byte = peek(), triple || (byte != 0x0A && byte != 0x0D) else {
                throw error("This text has no closing quote.", at: start, advice: "Close it with \(triple ? "three quotes" : "the quote it began with").")
            }
            if byte == quote, !triple || (peek(1) == quote && peek(2) == quote) { break }
            if byte == UInt8(ascii: "\\"), !raw {
                try escape(into: &content, isBytes: isBytes)
            } else {
                content.append(byte)
                at += 1
            }
        }
        at += triple ? 3 : 1
        return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(into content: inout [UInt8], isBytes: Bool) throws(ExpressionError) {
        let start = at
        guard let letter = peek(1) else { throw error("This text has no closing quote.", at: start) }
        at += 2
        switch letter {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): content.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): try code(digits: 2, radix: 16, start, isBytes, &content)
        case UInt8(ascii: "u") where !isBytes: try code(digits: 4, radix: 16, start, isBytes, &content)
        case UInt8(ascii: "U") where !isBytes: try code(digits: 8, radix: 16, start, isBytes, &content)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            at -= 1
            try code(digits: 3, radix: 8, start, isBytes, &content)
        default:
            throw error("\\\(String(decoding: [letter], as: UTF8.self)) is not an escape.", at: start, advice: "Write \\\\ for a backslash.")
        }
    }

    private mutating func code(digits: Int, radix: Int, _ start: Int, _ isBytes: Bool, _ content: inout [UInt8]) throws(ExpressionError) {
        guard at + digits <= bytes.count, bytes[at..<(at + digits)].allSatisfy({ $0.hexValue != nil }),
              let value = UInt32(String(decoding: bytes[at..<(at + digits)], as: UTF8.self), radix: radix)
        else { throw error("This escape needs \(digits) \(radix == 8 ? "octal" : "hexadecimal") digits.", at: start) }
        at += digits
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(contentsOf: String(scalar).utf8)
        } else {
            throw error("This escape is not a Unicode code point.", at: start)
        }
    }

    // MARK: Symbols

    private mutating func symbol() throws(ExpressionError) -> Symbol {
        if at + 1 < bytes.count, let symbol = Symbol(rawValue: String(decoding: bytes[at...(at + 1)], as: UTF8.self)) {
            at += 2
            return symbol
        }
        if let symbol = Symbol(rawValue: String(decoding: [bytes[at]], as: UTF8.self)) {
            at += 1
            return symbol
        }
        switch bytes[at] {
        case UInt8(ascii: "="): throw error("'=' does not compare.", at: at, advice: "Use == to compare.")
        case UInt8(ascii: "&"): throw error("'&' is not an operator.", at: at, advice: "Use && for 'and'.")
        case UInt8(ascii: "|"): throw error("'|' is not an operator.", at: at, advice: "Use || for 'or'.")
        default:
            let character = String(decoding: bytes[at..<min(bytes.count, at + 4)], as: UTF8.self).unicodeScalars.first.map(String.init) ?? "?"
            throw error("'\(character)' cannot stand here.", at: at)
        }
    }
}

extension UInt8 {
    var startsName: Bool {
        self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    var hexValue: Int64? {
        if let digit = digitValue { return digit }
        let lower = self | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lower) ? Int64(lower - UInt8(ascii: "a")) + 10 : nil
    }
}
