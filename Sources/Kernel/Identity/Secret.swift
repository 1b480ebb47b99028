import Crypto

/// Random secrets and what is kept of them.
public enum Secret {
    /// 160 random bits as 32 digits of base32: sessions, tokens, links.
    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        // Each digit takes 5 of the 60 bits that are used of a number; 32 divides evenly, so no digit is likelier.
        var bits: UInt64 = 0
        return String(unsafeUninitializedCapacity: 32) { text in
            for position in 0..<32 {
                if position % 12 == 0 { bits = generator.next() }
                text[position] = digits[Int(bits & 31)]
                bits >>= 5
            }
            return 32
        }
    }

    /// SHA-256 in hex. The secrets have full entropy, so a slow hash would add nothing.
    public static func hash(_ secret: String) -> String {
        hex(SHA256.hash(data: Array(secret.utf8)))
    }

    /// HMAC-SHA256 in hex, shortened to 128 bits: forgery tokens, signed links.
    public static func sign(_ text: String, with key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))
        return hex(Array(code).prefix(16))
    }

    /// Compares without telling by time where the difference is.
    public static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8), right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
