/// Words of a header that are not plain ASCII (RFC 2047).
enum EncodedWord {
    /// `text` as encoded words of at most 75 bytes, split between characters.
    ///
    /// The first is at most `firstLimit` bytes, as the header's name stands before it. Of base64 and
    /// Q the shorter one.
    static func words(_ text: String, firstLimit: Int) -> [String] {
        let bytes = text.utf8.count
        let plain = text.utf8.count { isPlain($0) }
        let usesQ = (bytes - plain) * 3 + plain <= (bytes + 2) / 3 * 4
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(UTF8.encode(scalar).map(Array.init) ?? [])
            let limit = words.isEmpty ? max(firstLimit, 24) : 75
            if !chunk.isEmpty, length(chunk + next, usesQ) > limit {
                words.append(word(chunk, usesQ))
                chunk = []
            }
            chunk += next
        }
        if !chunk.isEmpty || words.isEmpty { words.append(word(chunk, usesQ)) }
        return words
    }

    /// `=?utf-8?Q??=` is 12 bytes without its content.
    private static func length(_ chunk: [UInt8], _ usesQ: Bool) -> Int {
        12 + (usesQ ? chunk.reduce(0) { $0 + (isPlain($1) || $1 == 0x20 ? 1 : 3) } : (chunk.count + 2) / 3 * 4)
    }

    private static func word(_ chunk: [UInt8], _ usesQ: Bool) -> String {
        var content: [UInt8] = []
        if usesQ {
            for byte in chunk {
                if byte == 0x20 {
                    content.append(UInt8(ascii: "_"))
                } else if isPlain(byte) {
                    content.append(byte)
                } else {
                    TransferEncoding.append(escaped: byte, to: &content)
                }
            }
        } else {
            TransferEncoding.appendBase64(chunk[...], to: &content)
        }
        return "=?utf-8?\(usesQ ? "Q" : "B")?\(String(decoding: content, as: UTF8.self))?="
    }

    /// Safe in a phrase too (RFC 2047 §5, rule 3).
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "!*+-/".utf8.contains(byte)
    }
}
