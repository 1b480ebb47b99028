extension JSON {
    /// Reads one value, with nothing but white space around it.
    ///
    /// Strict: no comments, no commas at the end, no NaN, no duplicate keys, no invalid UTF-8, no lone surrogates.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try JSON.parse(bytes, limits)
    }

    public init(parsing bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try JSON.parse(Array(bytes), limits)
    }

    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try JSON.parse(Array(text.utf8), limits)
    }

    private static func parse(_ bytes: [UInt8], _ limits: JSONLimits) throws(JSONError) -> JSON {
        let result: Result<JSON, JSONError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONError) {
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Recursive descent over borrowed bytes; every read is checked against the end by ``byte(at:)``.
private struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        guard bytes.count <= limits.size else { throw error(.tooLarge(limit: limits.size), at: 0) }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.expected("the end of the text")) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        switch byte(at: position) {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error(.expected("a value"))
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        try descend()
        var object = JSONObject()
        skipSpace()
        if skip(UInt8(ascii: "}")) {
            depth -= 1
            return .object(object)
        }
        while true {
            let start = position
            guard byte(at: position) == UInt8(ascii: "\"") else { throw error(.expected("a key in quotes")) }
            let key = try string()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw error(.expected("a colon")) }
            skipSpace()
            let value = try value()
            guard object.appendIfNew(key, value) else { throw error(.duplicateKey(key), at: start) }
            skipSpace()
            if skip(UInt8(ascii: ",")) {
                skipSpace()
            } else if skip(UInt8(ascii: "}")) {
                depth -= 1
                return .object(object)
            } else {
                throw error(.expected("a comma or }"))
            }
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try descend()
        var values: [JSON] = []
        skipSpace()
        if skip(UInt8(ascii: "]")) {
            depth -= 1
            return .array(values)
        }
        while true {
            values.append(try value())
            skipSpace()
            if skip(UInt8(ascii: ",")) {
                skipSpace()
            } else if skip(UInt8(ascii: "]")) {
                depth -= 1
                return .array(values)
            } else {
                throw error(.expected("a comma or ]"))
            }
        }
    }

    /// Steps over the bracket.
    private mutating func descend() throws(JSONError) {
        guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
        depth += 1
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount where byte(at: position + offset) != word.utf8Start[offset] {
            throw error(.expected("\(word)"))
        }
        position += word.utf8CodeUnitCount
        return value
    }
}

// MARK: Numbers

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        // Counts down, because the smallest 64-bit number has no positive counterpart.
        var whole: Int64 = 0
        var fits = true
        if skip(UInt8(ascii: "0")) {
            if isDigit(byte(at: position)) { throw error(.expected("no digit after a leading zero")) }
        } else {
            guard isDigit(byte(at: position)) else { throw error(.expected("a digit")) }
            while isDigit(byte(at: position)) {
                let (product, tooLong) = whole.multipliedReportingOverflow(by: 10)
                let (sum, tooLarge) = product.subtractingReportingOverflow(Int64(byte(at: position) & 15))
                fits = fits && !tooLong && !tooLarge
                whole = sum
                position += 1
            }
        }
        let wholeEnd = position
        if skip(UInt8(ascii: ".")) { try skipDigits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try skipDigits()
        }
        if position == wholeEnd, fits, !(isNegative && whole == 0) {
            if isNegative { return .int(whole) }
            if whole > .min { return .int(-whole) }
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw error(.numberOutOfRange, at: start) }
        return .double(value)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard isDigit(byte(at: position)) else { throw error(.expected("a digit")) }
        while isDigit(byte(at: position)) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

// MARK: Strings

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while true {
            switch byte(at: position) {
            case UInt8(ascii: "\""):
                let text = try text(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(from: start)
            case 0..<0x20:
                throw position < bytes.count ? error(.controlCharacter) : error(.expected("the closing quote"))
            default:
                position += 1
            }
        }
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var text = try text(start..<position)
        var run = position
        while true {
            switch byte(at: position) {
            case UInt8(ascii: "\""):
                text += try self.text(run..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                text += try self.text(run..<position)
                text.unicodeScalars.append(try escape())
                run = position
            case 0..<0x20:
                throw position < bytes.count ? error(.controlCharacter) : error(.expected("the closing quote"))
            default:
                position += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 2
        switch byte(at: start + 1) {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw error(.invalidEscape, at: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try fourHexDigits(start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, byte(at: position) == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "u") else {
            throw error(.loneSurrogate, at: start)
        }
        position += 2
        let second = try fourHexDigits(position - 2)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func fourHexDigits(_ start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = byte(at: position)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte & 15)
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32(byte & 15 + 9)
            default: throw error(.invalidEscape, at: start)
            }
            position += 1
        }
        return value
    }

    private func text(_ range: Range<Int>) throws(JSONError) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[range])
        if let text = String(validating: slice, as: UTF8.self) { return text }
        throw error(.invalidUTF8, at: range.lowerBound + firstInvalidByte(slice))
    }

    private func firstInvalidByte(_ slice: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = UTF8()
        var iterator = slice.makeIterator()
        var valid = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { valid += UTF8.width(scalar) }
        return valid
    }
}

// MARK: Bytes

extension JSONParser {
    /// Zero beyond the end, which no token contains.
    @inline(__always)
    private func byte(at position: Int) -> UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    @inline(__always)
    private mutating func skip(_ expected: UInt8) -> Bool {
        guard byte(at: position) == expected, position < bytes.count else { return false }
        position += 1
        return true
    }

    @inline(__always)
    private mutating func skipSpace() {
        while true {
            switch byte(at: position) {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        let offset = min(offset ?? position, bytes.count)
        let before = bytes[..<offset]
        let line = before.lazy.filter { $0 == 0x0A }.count + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONError(reason: reason, line: line, column: offset - lineStart + 1, offset: offset)
    }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
    }
}
