/// Escaping of text for HTML element content and quoted attributes.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { replacement(for: $0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let replacement = replacement(for: byte) { bytes += replacement.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Escapes what is not escaped already: `&` stays in front of `name;` and `#digits;`.
    static func escapedOnce(_ text: String) -> String {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        for (index, byte) in source.enumerated() {
            if byte == Ascii.ampersand, isEntity(source, after: index + 1) {
                bytes.append(byte)
            } else if let replacement = replacement(for: byte) {
                bytes += replacement.utf8
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isEntity(_ bytes: [UInt8], after start: Int) -> Bool {
        var index = start
        let isNumber = index < bytes.count && bytes[index] == Ascii.hash
        if isNumber { index += 1 }
        let first = index
        while index < bytes.count, isNumber ? Ascii.isDigit(bytes[index]) : Ascii.isLetter(bytes[index]) { index += 1 }
        return index > first && index < bytes.count && bytes[index] == Ascii.semicolon
    }

    private static func replacement(for byte: UInt8) -> String? {
        switch byte {
        case Ascii.ampersand: "&amp;"
        case Ascii.less: "&lt;"
        case Ascii.greater: "&gt;"
        case Ascii.quote: "&quot;"
        case Ascii.apostrophe: "&#39;"
        default: nil
        }
    }

    /// The text without scripts, styles, comments and tags. Plain text, not markup: `&lt;` stays as it is.
    static func stripped(_ text: String) -> String {
        let blocks = [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")]
        let rest = removing(blocks, from: Array(text.utf8))
        return String(decoding: removing([("<", ">")], from: rest), as: UTF8.self)
    }

    /// Removes each part from an opening mark to the next closing mark of its kind.
    private static func removing(_ kinds: [(open: String, close: String)], from bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var kinds = kinds.map { (open: Array($0.open.utf8), close: ByteSearch($0.close)) }
        var cursor = 0
        while cursor < bytes.count {
            let match = bytes[cursor] != Ascii.less
                ? nil : kinds.firstIndex { bytes[cursor...].starts(with: $0.open) }
            guard let match else {
                kept.append(bytes[cursor])
                cursor += 1
                continue
            }
            if let end = kinds[match].close.first(in: bytes, from: cursor + kinds[match].open.count) {
                cursor = end + kinds[match].close.pattern.count
            } else {
                // None closes from here on, so none is worth looking for again: this keeps the time linear.
                kinds.remove(at: match)
            }
        }
        return kept
    }
}
