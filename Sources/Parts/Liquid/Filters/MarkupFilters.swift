extension Filter {
    static let markupFilters: [String: Filter] = [
        "escape": markup { HTMLText.escaped($0) },
        "h": markup { HTMLText.escaped($0) },
        "escape_once": markup { HTMLText.escapedOnce($0) },
        "raw": Filter(0...0) { (_, value, _) throws(LiquidError) in .safe(value.text) },
        "safe": Filter(0...0) { (_, value, _) throws(LiquidError) in .safe(value.text) },
        "strip_html": text { HTMLText.stripped($0) },
        "newline_to_br": Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            if case .null = value { return .null }
            var text = value.filterText
            var isMarkup = false
            if case .safe = value { isMarkup = true }
            let escapes = rendering.options.escape == .html
            if escapes, !isMarkup { text = HTMLText.escaped(text) }
            var bytes: [UInt8] = []
            for byte in text.utf8 {
                if byte == Ascii.newline {
                    if bytes.last == 13 { bytes.removeLast() }
                    bytes += "<br />".utf8
                }
                bytes.append(byte)
            }
            try rendering.chargeText(bytes.count)
            let result = String(decoding: bytes, as: UTF8.self)
            return escapes || isMarkup ? .safe(result) : .string(result)
        },
        "url_encode": text { Encoding.urlEncoded($0) },
        "url_decode": Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            if case .null = value { return .null }
            return try decoded(rendering, Encoding.urlDecoded(value.filterText), "percent-encoded text")
        },
        "base64_encode": Filter(0...0) { (_, value, _) throws(LiquidError) in
            .string(Encoding.base64(value.filterText, alphabet: Encoding.standard))
        },
        "base64_url_safe_encode": Filter(0...0) { (_, value, _) throws(LiquidError) in
            .string(Encoding.base64(value.filterText, alphabet: Encoding.urlSafe))
        },
        "base64_decode": Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            try decoded(rendering, Encoding.fromBase64(value.filterText, alphabet: Encoding.standard), "Base64")
        },
        "base64_url_safe_decode": Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            try decoded(rendering, Encoding.fromBase64(value.filterText, alphabet: Encoding.urlSafe), "URL-safe Base64")
        },
    ]

    /// A filter that makes markup out of text. Markup that is marked as such passes through.
    private static func markup(_ change: @escaping @Sendable (String) -> String) -> Filter {
        Filter(0...0) { (rendering, value, _) throws(LiquidError) in
            switch value {
            case .null: return .null
            case .safe(let text) where rendering.options.escape == .html: return .safe(text)
            default:
                let text = change(value.filterText)
                try rendering.chargeText(text.utf8.count)
                return rendering.options.escape == .html ? .safe(text) : .string(text)
            }
        }
    }

    private static func decoded(
        _ rendering: Rendering, _ bytes: [UInt8]?, _ format: String
    ) throws(LiquidError) -> LiquidValue {
        guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw rendering.argument("The value is not \(format) of UTF-8 text.", "Check where it comes from.")
        }
        return .string(text)
    }
}

/// Base64 (RFC 4648) and the encoding of HTML forms.
enum Encoding {
    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let hex = Array("0123456789ABCDEF".utf8)

    static func base64(_ text: String, alphabet: [UInt8]) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count / 3 + 1) * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group = UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            result.append(alphabet[Int(group >> 18 & 63)])
            result.append(alphabet[Int(group >> 12 & 63)])
            result.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : Ascii.equal)
            result.append(left > 2 ? alphabet[Int(group & 63)] : Ascii.equal)
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes, or nil if the text is not Base64. Padding may be left out in the URL-safe form only.
    static func fromBase64(_ text: String, alphabet: [UInt8]) -> [UInt8]? {
        var digits = Array(text.utf8)
        if digits.count % 4 == 0 {
            if digits.last == Ascii.equal { digits.removeLast() }
            if digits.last == Ascii.equal { digits.removeLast() }
        } else if alphabet != urlSafe || digits.count % 4 == 1 {
            return nil
        }
        var result: [UInt8] = []
        var group: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            group = group << 6 & 0xFFFFFF | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(group >> UInt32(bits) & 0xFF))
            }
        }
        return result
    }

    static func urlEncoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "): result.append(UInt8(ascii: "+"))
            case Ascii.minus, Ascii.dot, UInt8(ascii: "_"), UInt8(ascii: "~"): result.append(byte)
            case _ where Ascii.isLetter(byte) || Ascii.isDigit(byte): result.append(byte)
            default: result += [Ascii.percent, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func urlDecoded(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == Ascii.percent, index + 1 < bytes.count,
                let high = Character(Unicode.Scalar(bytes[index])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue
            {
                result.append(UInt8(high << 4 | low))
                index += 2
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
