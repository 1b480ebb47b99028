/// Reads HTML as browsers do (WHATWG HTML §13.2.5, tokenization) and never fails: whatever is not
/// a tag or a comment is text. Works on ranges of one buffer; one pass, constant extra memory a token.
struct HTMLTokens {
    enum Token {
        /// Text between tags, character references not decoded.
        case text(Range<Int>)
        case start(name: String, attributes: [Attribute])
        case end(name: String)
    }

    struct Attribute {
        let name: String
        /// The value without quotes, character references not decoded.
        let value: Range<Int>
    }

    private let source: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ source: UnsafeBufferPointer<UInt8>) { self.source = source }

    /// The next token, nil at the end. Comments, doctypes and unfinished tags are passed over.
    mutating func next() -> Token? {
        while position < source.count {
            let start = position
            if source[position] != .lessThan || !opensMarkup(at: position) {
                position += 1
                while position < source.count, source[position] != .lessThan { position += 1 }
                return .text(start..<position)
            }
            if let token = markup() { return token }
        }
        return nil
    }

    /// Moves behind `</name` and its `>`, as the raw text states do. To the end if there is none.
    mutating func skipRawText(of name: String) {
        let name = Array(name.utf8)
        while position < source.count {
            guard source[position] == .lessThan, matches(name, after: position) else {
                position += 1
                continue
            }
            position += 2 + name.count
            _ = attributes()
            return
        }
    }

    mutating func skipToEnd() { position = source.count }

    private func byte(at index: Int) -> UInt8? { index < source.count ? source[index] : nil }

    private func opensMarkup(at index: Int) -> Bool {
        guard let next = byte(at: index + 1) else { return false }
        return next.isASCIILetter || next == .slash || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
    }

    private func matches(_ name: [UInt8], after index: Int) -> Bool {
        guard byte(at: index + 1) == .slash, index + 2 + name.count < source.count else { return false }
        for offset in name.indices where source[index + 2 + offset].asciiLowercased != name[offset] { return false }
        return source[index + 2 + name.count].endsTagName
    }

    private mutating func markup() -> Token? {
        let next = source[position + 1]
        if next.isASCIILetter {
            position += 1
            let name = tagName()
            guard let attributes = attributes() else { return nil }
            return .start(name: name, attributes: attributes)
        }
        if next == .slash, let first = byte(at: position + 2), first.isASCIILetter {
            position += 2
            let name = tagName()
            return attributes() == nil ? nil : .end(name: name)
        }
        skipComment()
        return nil
    }

    /// `<!-- … -->`, and the bogus comments `<!…>`, `<?…>`, `</…>`.
    private mutating func skipComment() {
        let hyphen = UInt8(ascii: "-")
        guard byte(at: position + 1) == UInt8(ascii: "!"), byte(at: position + 2) == hyphen,
            byte(at: position + 3) == hyphen
        else { return skip(past: .greaterThan, from: position + 2 - (byte(at: position + 1) == .slash ? 0 : 1)) }
        position += 4
        if byte(at: position) == .greaterThan { return position += 1 }
        if byte(at: position) == hyphen, byte(at: position + 1) == .greaterThan { return position += 2 }
        while position < source.count {
            if source[position] == hyphen, byte(at: position + 1) == hyphen {
                if byte(at: position + 2) == .greaterThan { return position += 3 }
                if byte(at: position + 2) == UInt8(ascii: "!"), byte(at: position + 3) == .greaterThan {
                    return position += 4
                }
            }
            position += 1
        }
    }

    private mutating func skip(past byte: UInt8, from start: Int) {
        position = min(start, source.count)
        while position < source.count, source[position] != byte { position += 1 }
        position = min(position + 1, source.count)
    }

    private mutating func tagName() -> String {
        let start = position
        while position < source.count, !source[position].endsTagName { position += 1 }
        return lowercased(start..<position)
    }

    /// Reads attributes up to and with the closing `>`; nil when the tag never closes.
    private mutating func attributes() -> [Attribute]? {
        var attributes: [Attribute] = []
        while position < source.count {
            let byte = source[position]
            if byte == .greaterThan {
                position += 1
                return attributes
            }
            if byte.isHTMLSpace || byte == .slash {
                position += 1
            } else {
                attributes.append(attribute())
            }
        }
        return nil
    }

    private mutating func attribute() -> Attribute {
        let start = position
        position += 1  // A leading "=" belongs to the name.
        while position < source.count, !source[position].endsTagName, source[position] != .equals { position += 1 }
        let name = lowercased(start..<position)
        skipSpaces()
        guard byte(at: position) == .equals else { return Attribute(name: name, value: position..<position) }
        position += 1
        skipSpaces()
        return Attribute(name: name, value: attributeValue())
    }

    private mutating func attributeValue() -> Range<Int> {
        guard let opening = byte(at: position) else { return position..<position }
        guard opening == .quote || opening == .apostrophe else {
            let start = position
            while position < source.count, !source[position].isHTMLSpace, source[position] != .greaterThan {
                position += 1
            }
            return start..<position
        }
        let start = position + 1
        skip(past: opening, from: start)
        let isClosed = position > start && source[position - 1] == opening
        return start..<(isClosed ? position - 1 : position)
    }

    private mutating func skipSpaces() {
        while position < source.count, source[position].isHTMLSpace { position += 1 }
    }

    /// Longer names than any element has are cut: they match nothing either way.
    private func lowercased(_ range: Range<Int>) -> String {
        String(decoding: source[range].prefix(64).lazy.map(\.asciiLowercased), as: UTF8.self)
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isHTMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
    fileprivate var endsTagName: Bool { isHTMLSpace || self == .slash || self == .greaterThan }
}
