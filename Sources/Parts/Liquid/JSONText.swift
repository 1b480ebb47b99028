/// Writes values as JSON (RFC 8259), up to a limit; objects keep their order.
struct JSONWriter {
    private(set) var text = ""
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func write(_ value: LiquidValue, depth: Int) {
        guard depth < LiquidValue.deepest, text.utf8.count <= limit else {
            text += "null"
            return
        }
        switch value {
        case .null, .empty, .blank: text += "null"
        case .bool, .int: text += value.text
        case .double(let number): text += number.isFinite ? String(number) : "null"
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if text.utf8.count > limit { break }
                if index > 0 { text += "," }
                write(element, depth: depth + 1)
            }
            text += "]"
        case .object(let object):
            text += "{"
            for (index, (key, value)) in zip(object.keys, object.values).enumerated() {
                if text.utf8.count > limit { break }
                if index > 0 { text += "," }
                write(string: key)
                text += ":"
                write(value, depth: depth + 1)
            }
            text += "}"
        case .string, .safe, .range, .drop: write(string: value.text)
        }
    }

    private mutating func write(string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Why a text is not JSON.
public struct JSONFailure: Error, Sendable, CustomStringConvertible {
    /// The byte at which reading stopped, from 0.
    public let offset: Int
    public let says: String
    public var description: String { "byte \(offset): \(says)" }
}

extension LiquidValue {
    /// Reads JSON (RFC 8259) up to 200 levels deep; objects keep their order, whole numbers of 64 bits are `int`.
    public init(json: [UInt8]) throws(JSONFailure) {
        var reader = JSONReader(bytes: json)
        self = try reader.document()
    }
}

private struct JSONReader {
    private static let deepest = 200

    private let bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONFailure) -> LiquidValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw failure("Something follows the value.") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFailure) -> LiquidValue {
        guard depth < Self.deepest else { throw failure("The data nests too deep.") }
        skipSpace()
        guard index < bytes.count else { throw failure("A value is missing at the end.") }
        switch bytes[index] {
        case Ascii.openBrace: return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case Ascii.quote: return .string(try string())
        default: return try scalar()
        }
    }

    private mutating func object(_ depth: Int) throws(JSONFailure) -> LiquidValue {
        index += 1
        var members: [(String, LiquidValue)] = []
        if accept(Ascii.closeBrace) { return .object(LiquidObject(members)) }
        repeat {
            skipSpace()
            let key = try string()
            guard accept(UInt8(ascii: ":")) else { throw failure("A ':' is missing after a name.") }
            members.append((key, try value(depth: depth + 1)))
        } while accept(UInt8(ascii: ","))
        guard accept(Ascii.closeBrace) else { throw failure("A '}' is missing.") }
        return .object(LiquidObject(members))
    }

    private mutating func array(_ depth: Int) throws(JSONFailure) -> LiquidValue {
        index += 1
        var elements: [LiquidValue] = []
        if accept(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while accept(UInt8(ascii: ","))
        guard accept(UInt8(ascii: "]")) else { throw failure("A ']' is missing.") }
        return .array(elements)
    }

    private mutating func scalar() throws(JSONFailure) -> LiquidValue {
        let start = index
        while index < bytes.count, Ascii.isWord(bytes[index]) || "+-.".utf8.contains(bytes[index]) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if let number = Int64(text) { return .int(number) }
        let isNumber = text.utf8.first.map { Ascii.isDigit($0) || $0 == Ascii.minus } ?? false
        guard isNumber, let number = Double(text), number.isFinite else {
            index = start
            throw failure("This is no value.")
        }
        return .double(number)
    }

    private mutating func string() throws(JSONFailure) -> String {
        guard index < bytes.count, bytes[index] == Ascii.quote else { throw failure("A text in quotes is missing.") }
        index += 1
        var units: [UInt8] = []
        while index < bytes.count, bytes[index] != Ascii.quote {
            if bytes[index] == UInt8(ascii: "\\") {
                units += String(try escape()).utf8
            } else {
                units.append(bytes[index])
                index += 1
            }
        }
        guard index < bytes.count else { throw failure("A text has no closing quote.") }
        index += 1
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func escape() throws(JSONFailure) -> Unicode.Scalar {
        index += 1
        guard index < bytes.count else { throw failure("The data ends in a text.") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: return Unicode.Scalar(byte)
        }
    }

    private mutating func unicodeEscape() throws(JSONFailure) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return "\u{FFFD}"
        }
        index += 2
        let second = try hexadecimal()
        guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONFailure) -> UInt32 {
        guard bytes.count - index >= 4,
            let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
        else { throw failure("An escape needs four hexadecimal digits.") }
        index += 4
        return value
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, [9, 10, 13, 32].contains(bytes[index]) { index += 1 }
    }

    private func failure(_ says: String) -> JSONFailure { JSONFailure(offset: index, says: says) }
}
