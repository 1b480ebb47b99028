/// Character references (`&amp;`, `&#58;`) in text that somebody else wrote.
enum CharacterReferences {
    /// Appends untrusted text escaped, keeping references that are already well formed.
    ///
    /// Applying it to its own output changes nothing. Control characters are dropped.
    static func appendKeepingReferences(_ source: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) {
        var index = source.startIndex
        while index < source.endIndex {
            let byte = source[index]
            switch byte {
            case .ampersand:
                if let end = referenceEnd(in: source, at: index) {
                    output.append(contentsOf: source[index..<end])
                    index = end
                    continue
                }
                output.append(contentsOf: "&amp;".utf8)
            case .lessThan: output.append(contentsOf: "&lt;".utf8)
            case .greaterThan: output.append(contentsOf: "&gt;".utf8)
            case .quote: output.append(contentsOf: "&quot;".utf8)
            case .apostrophe: output.append(contentsOf: "&#39;".utf8)
            case 0x09, 0x0A, 0x0C, 0x0D: output.append(byte)
            case 0..<0x20, 0x7F: break
            default: output.append(byte)
            }
            index = source.index(after: index)
        }
    }

    /// Decodes references as leniently as any browser (semicolon optional), for checks of addresses.
    ///
    /// Knows every named reference that yields an ASCII character; others stay as written, since no
    /// scheme contains what they stand for.
    static func decoded(_ source: some RandomAccessCollection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var index = source.startIndex
        while index < source.endIndex {
            if source[index] == .ampersand, let (scalar, end) = scalar(in: source, at: index) {
                output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                index = end
            } else {
                output.append(source[index])
                index = source.index(after: index)
            }
        }
        return output
    }

    /// The index behind `&name;`, `&#123;` or `&#x1F;` that starts at `start`; nil if it is none.
    private static func referenceEnd<Bytes: RandomAccessCollection<UInt8>>(
        in source: Bytes, at start: Bytes.Index
    ) -> Bytes.Index? {
        var body = source[source.index(after: start)...].prefix(34)
        guard let end = body.firstIndex(of: .semicolon) else { return nil }
        body = body[..<end]
        guard let first = body.first else { return nil }
        let isReference =
            if first == .hash {
                numericValue(body.dropFirst()).map { $0.digits == body.count - 1 } ?? false
            } else {
                first.isASCIILetter && body.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
            }
        return isReference ? source.index(after: end) : nil
    }

    private static func scalar<Bytes: RandomAccessCollection<UInt8>>(
        in source: Bytes, at start: Bytes.Index
    ) -> (Unicode.Scalar, Bytes.Index)? {
        let body = source[source.index(after: start)...]
        guard body.first == .hash else { return namedScalar(in: body) }
        guard let (value, digits) = numericValue(body.dropFirst()) else { return nil }
        var end = body.index(body.startIndex, offsetBy: 1 + digits)
        if end < body.endIndex, body[end] == .semicolon { end = body.index(after: end) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
    }

    /// Digits after `&#`: the value (saturating) and how many bytes they take, an `x` included.
    private static func numericValue(_ body: some RandomAccessCollection<UInt8>) -> (value: UInt32, digits: Int)? {
        let isHex = body.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        var value: UInt32 = 0
        var digits = 0
        for byte in body.dropFirst(isHex ? 1 : 0) {
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte) - 0x30
            case 0x41...0x46 where isHex: digit = UInt32(byte) - 0x37
            case 0x61...0x66 where isHex: digit = UInt32(byte) - 0x57
            default: return digits == 0 ? nil : (value, digits + (isHex ? 1 : 0))
            }
            value = min(value, 0x0FFF_FFFF / 16) * (isHex ? 16 : 10) + digit
            digits += 1
        }
        return digits == 0 ? nil : (value, digits + (isHex ? 1 : 0))
    }

    private static func namedScalar<Bytes: RandomAccessCollection<UInt8>>(
        in body: Bytes
    ) -> (Unicode.Scalar, Bytes.Index)? {
        let letters = body.prefix(18).prefix { $0.isASCIILetter || $0.isASCIIDigit }
        let name = String(decoding: letters, as: UTF8.self)
        guard let scalar = asciiNames[name] else { return nil }
        var end = letters.endIndex
        if end < body.endIndex, body[end] == .semicolon { end = body.index(after: end) }
        return (scalar, end)
    }

    private static let asciiNames: [String: Unicode.Scalar] = [
        "Tab": "\t", "NewLine": "\n", "excl": "!", "quot": "\"", "QUOT": "\"", "num": "#", "dollar": "$",
        "percnt": "%", "amp": "&", "AMP": "&", "apos": "'", "lpar": "(", "rpar": ")", "ast": "*", "midast": "*",
        "plus": "+", "comma": ",", "period": ".", "sol": "/", "colon": ":", "semi": ";", "lt": "<", "LT": "<",
        "equals": "=", "gt": ">", "GT": ">", "quest": "?", "commat": "@", "lsqb": "[", "lbrack": "[", "bsol": "\\",
        "rsqb": "]", "rbrack": "]", "Hat": "^", "lowbar": "_", "UnderBar": "_", "grave": "`",
        "DiacriticalGrave": "`", "lcub": "{", "lbrace": "{", "verbar": "|", "vert": "|", "VerticalLine": "|",
        "rcub": "}", "rbrace": "}", "nbsp": "\u{A0}",
    ]
}
