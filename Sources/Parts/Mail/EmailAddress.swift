/// An address that mail can be sent to: `ana.keller@example.com`.
///
/// Takes what RFC 5321 §4.1.2 allows and the world uses: a dot-atom of at most 64 bytes, `@`, a
/// domain name of at most 253 with at least two labels (or `localhost`), 254 bytes together. Quoted
/// local parts, address literals and comments are refused; international domains are expected in
/// their ASCII form (`xn--…`). The domain is lower-cased; the local part belongs to its host and stays.
public struct EmailAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let localPart: String
    public let domain: String

    /// nil when `text` is not an address. White space around it is ignored.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8).trimmed
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard local.count <= 64, local.isDotAtom, Self.isDomain(domain) else { return nil }
        localPart = String(decoding: local, as: UTF8.self)
        self.domain = String(decoding: domain, as: UTF8.self).lowercased()
    }

    public var description: String { "\(localPart)@\(domain)" }

    public static func < (left: EmailAddress, right: EmailAddress) -> Bool {
        (left.domain, left.localPart) < (right.domain, right.localPart)
    }

    /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1); the last is not all digits.
    static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard domain.count <= 253, labels.count >= 2 || domain.elementsEqual("localhost".utf8) else { return false }
        guard let last = labels.last, !last.allSatisfy(\.isDigit) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == .hyphen }
                && label.first != .hyphen && label.last != .hyphen
        }
    }
}

extension [UInt8] {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        var slice = drop(while: isSpace)
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return slice
    }
}

extension Collection<UInt8> {
    /// Atoms with single dots between them (RFC 5322 §3.2.3).
    var isDotAtom: Bool {
        split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isAtomText) }
    }
}

extension UInt8 {
    static let hyphen = UInt8(ascii: "-")
    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// `atext` of RFC 5322.
    var isAtomText: Bool { isLetter || isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
    var isPrintableASCII: Bool { (0x20...0x7E).contains(self) }
}
