import Crypto

/// Random secrets and what is kept of them.
public enum Secret {
    /// 160 random bits as 32 digits of base32: sessions, tokens, links.
    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<32).map { _ in digits[Int.random(in: 0..<32, using: &generator)] })
    }

    /// SHA-256 in hex. The secrets have full entropy, so a slow hash would add nothing.
    public static func hash(_ secret: String) -> String {
        SHA256.hash(data: Array(secret.utf8)).map { byte in
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: [digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
        }.joined()
    }

    /// HMAC-SHA256 in hex, shortened to 128 bits: forgery tokens, signed links.
    public static func sign(_ text: String, with key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: Array(code).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Compares without telling by time where the difference is.
    public static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8), right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
