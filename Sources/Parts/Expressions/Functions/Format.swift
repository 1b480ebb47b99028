#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `string.format(list)` of the strings extension: %s %d %f %e %x %X %o %b %%, with a precision for %f and %e.
enum Format {
    typealias Reason = EvaluationError.Reason

    static func fill(_ template: String, _ values: [CELValue]) throws(Reason) -> String {
        var result = "", used = 0
        var rest = template.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else { result.unicodeScalars.append(scalar); continue }
            if rest.first == "%" { rest.removeFirst(); result += "%"; continue }
            var precision = 6
            if rest.first == "." {
                rest.removeFirst()
                let digits = rest.prefix { ("0"..."9").contains($0) }
                rest.removeFirst(digits.count)
                guard let number = Int(String(digits)), number <= 1000 else { throw .invalid("format(): a precision like .2 has digits, up to 1000.") }
                precision = number
            }
            guard let verb = rest.popFirst() else { throw .invalid("format(): the text ends within a placeholder.") }
            guard used < values.count else { throw .invalid("format(): there are more placeholders than values.") }
            result += try text(values[used], verb, precision)
            used += 1
            guard result.utf8.count <= 8_000_000 else { throw .tooMuchWork }
        }
        return result
    }

    private static func text(_ value: CELValue, _ verb: Unicode.Scalar, _ precision: Int) throws(Reason) -> String {
        let wrong = Reason.invalid("format(): %\(verb) does not fit a value of type \(value.typeName).")
        switch (verb, value) {
        case ("s", _): return try plain(value)
        case ("d", .int(let number)): return String(number)
        case ("d", .uint(let number)): return String(number)
        case ("d", .double(let number)): return number.celText
        case ("f", _), ("e", _):
            let number: Double
            switch value {
            case .double(let value): number = value
            case .int(let value): number = Double(value)
            case .uint(let value): number = Double(value)
            default: throw wrong
            }
            return number.isFinite ? decimal(number, verb == "e", precision) : number.celText
        case ("b", .bool(let flag)): return flag ? "1" : "0"
        case ("b", .int(let number)): return String(number, radix: 2)
        case ("b", .uint(let number)): return String(number, radix: 2)
        case ("o", .int(let number)): return String(number, radix: 8)
        case ("o", .uint(let number)): return String(number, radix: 8)
        case ("x", .int(let number)), ("X", .int(let number)): return String(number, radix: 16, uppercase: verb == "X")
        case ("x", .uint(let number)), ("X", .uint(let number)): return String(number, radix: 16, uppercase: verb == "X")
        case ("x", .string(let text)), ("X", .string(let text)): return hex(Array(text.utf8), verb == "X")
        case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return hex(bytes, verb == "X")
        default: throw wrong
        }
    }

    private static func hex(_ bytes: [UInt8], _ uppercase: Bool) -> String {
        bytes.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16, uppercase: uppercase) }
    }

    /// C's formatting rounds the exact binary value, as the extension asks; Swift has no own.
    private static func decimal(_ number: Double, _ scientific: Bool, _ precision: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 1400)
        let count = withVaList([Int32(precision), number]) { vsnprintf(&buffer, buffer.count, scientific ? "%.*e" : "%.*f", $0) }
        return String(decoding: buffer.prefix(max(0, min(Int(count), buffer.count - 1))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func plain(_ value: CELValue) throws(Reason) -> String {
        switch value {
        case .null: return "null"
        case .string(let text), .type(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return number.celText
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let time): return time.rfc3339
        case .duration(let length): return length.text
        case .list(let list):
            var parts: [String] = []
            for element in list { parts.append(try plain(element)) }
            return "[" + parts.joined(separator: ", ") + "]"
        case .map(let map):
            var parts: [(String, String)] = []
            for key in map.keys { parts.append((try plain(key), try plain(map[key] ?? .null))) }
            parts.sort { $0.0.precedesByCodePoint($1.0) }
            return "{" + parts.map { $0 + ": " + $1 }.joined(separator: ", ") + "}"
        case .optional: throw .invalid("format(): an optional has no text.")
        }
    }
}
