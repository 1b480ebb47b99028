/// Which addresses may stand in an attribute: relative ones and those of a few known schemes.
///
/// Reads an address as browsers do (WHATWG URL): leading control characters and spaces are dropped,
/// tabs and line breaks are dropped anywhere, letters compare without case. Whatever then has a
/// colon before any `/`, `?` or `#` must begin with an allowed scheme; `javascript:`, `data:`,
/// `vbscript:`, `blob:` and all that will be invented are refused because nobody allowed them.
public enum SafeURL {
    /// `http`, `https`, `mailto`, `tel`.
    public static let standardSchemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// Whether `address` is relative or has one of `schemes` (lower case, without colon).
    public static func allows(_ address: some StringProtocol, schemes: Set<String> = standardSchemes) -> Bool {
        var scheme: [UInt8] = []
        for byte in address.utf8 {
            switch byte {
            case 0x09, 0x0A, 0x0D: continue
            case 0...0x20 where scheme.isEmpty: continue
            case .slash, UInt8(ascii: "\\"), UInt8(ascii: "?"), .hash: return true
            case .colon: return schemes.contains(String(decoding: scheme, as: UTF8.self))
            default:
                if scheme.count < 64 { scheme.append(byte.asciiLowercased) }
            }
        }
        return true
    }

    /// `address` where it is allowed, `#` where not.
    public static func orHash(_ address: String) -> String { allows(address) ? address : "#" }

    /// Whether every candidate of a `srcset` value is allowed.
    static func allowsSourceSet(_ value: String, schemes: Set<String> = standardSchemes) -> Bool {
        value.split(whereSeparator: { $0 == "," || $0.isWhitespace }).allSatisfy { allows($0, schemes: schemes) }
    }

    enum AttributeKind { case plain, address, addressList }

    static func kind(ofAttribute name: String) -> AttributeKind {
        switch name {
        case "href", "src", "action", "formaction", "poster", "cite", "background", "data", "ping", "manifest",
            "longdesc", "xlink:href":
            .address
        case "srcset", "imagesrcset": .addressList
        default: .plain
        }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
