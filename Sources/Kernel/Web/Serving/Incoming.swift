import JSON
import Records

/// A request, read completely and within limits.
public struct Incoming: Sendable {
    public let method: Method
    /// Decoded segments of the path, without empty ones.
    public let path: [String]
    /// The path as it arrived, without the query.
    public let rawPath: String
    public let query: [(name: String, value: String)]
    public let headers: [String: String]
    public let body: [UInt8]
    public let host: String
    public let address: String

    public enum Method: String, Sendable, CaseIterable { case get = "GET", head = "HEAD", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE" }

    public init(method: Method, target: String, headers: [String: String] = [:], body: [UInt8] = [], address: String = "") {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        rawPath = String(parts.first ?? "/")
        path = rawPath.split(separator: "/").map { Self.decode($0, plusIsSpace: false) }
        query = parts.count == 2 ? Self.pairs(parts[1]) : []
        self.headers = headers
        self.body = body
        host = headers["host"] ?? ""
        self.address = address
    }

    /// A query parameter; the last one when repeated.
    public func query(_ name: String) -> String? { query.last { $0.name == name }?.value }

    /// The fields of a posted form (`application/x-www-form-urlencoded`).
    public var form: Posted {
        guard headers["content-type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else { return Posted([]) }
        return Posted(Self.pairs(String(decoding: body, as: UTF8.self)[...]))
    }

    /// The body as JSON.
    ///
    /// - Throws: an explained error saying where the text stops being JSON.
    public func json() throws -> JSON {
        do { return try JSON(parsing: body, limits: JSONLimits(depth: 64)) } catch {
            throw Refusal(Explanation(.invalid, says: "The body is not JSON: \(error)", advice: "Send one JSON value in UTF-8."))
        }
    }

    public func cookie(_ name: String) -> String? {
        headers["cookie"]?.split(separator: ";").lazy.map { $0.drop { $0 == " " } }.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.split(separator: "&", maxSplits: 4_000).map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(halves[0], plusIsSpace: true), halves.count == 2 ? decode(halves[1], plusIsSpace: true) : "")
        }
    }

    /// Percent-decoding (RFC 3986 §2.1); what is not UTF-8 afterwards becomes U+FFFD.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        guard text.utf8.contains(where: { $0 == 0x25 || $0 == 0x2B }) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case 0x2B where plusIsSpace: bytes.append(0x20)
            case 0x25:
                let ahead = rest
                if let high = rest.next().flatMap(hex), let low = rest.next().flatMap(hex) {
                    bytes.append(high << 4 | low)
                } else {
                    bytes.append(byte)
                    rest = ahead
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hex(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    /// Percent-encodes a value for a query or a path segment.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}

/// The fields of a form, in order.
public struct Posted: Sendable {
    public let fields: [(name: String, value: String)]

    init(_ fields: [(name: String, value: String)]) { self.fields = fields }

    public subscript(_ name: String) -> String? { fields.last { $0.name == name }?.value }

    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Every field but the forgery token, as `assign` and actions take it.
    public var values: JSONObject {
        JSONObject(Dictionary(fields.filter { $0.name != "forgery" }.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }).sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
    }
}

/// An expected refusal that belongs to no other error type.
public struct Refusal: Explained {
    public let explanation: Explanation

    public init(_ explanation: Explanation) { self.explanation = explanation }
}
