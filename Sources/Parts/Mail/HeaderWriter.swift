/// Writes header fields: folded at 78 where they can be, encoded where they must be, and never with
/// a line break that somebody put into a value.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    /// Free text. With `encodesLongWords`, words that no fold can shorten are encoded; without, as for
    /// headers that machines read (`List-Unsubscribe`), they stay readable up to the limit of a line.
    mutating func unstructured(_ name: String, _ value: String, encodesLongWords: Bool) throws(MailError) {
        try Self.check(value, header: name)
        let longest = value.utf8.split(separator: 0x20).map(\.count).max() ?? 0
        if Self.isPlainText(value), !encodesLongWords || longest < 66 {
            try write(name, value.split(separator: " ").map(String.init))
        } else {
            try write(name, EncodedWord.words(value, firstLimit: 76 - name.utf8.count))
        }
    }

    /// A value in ASCII that this package made; `parts` may be separated by folds.
    mutating func structured(_ name: String, _ parts: [String]) throws(MailError) { try write(name, parts) }

    mutating func mailboxes(_ name: String, _ list: [Mailbox]) throws(MailError) {
        var parts: [String] = []
        for (index, mailbox) in list.enumerated() {
            let comma = index == list.count - 1 ? "" : ","
            guard let shown = mailbox.name, !shown.isEmpty else {
                parts.append("\(mailbox.address)\(comma)")
                continue
            }
            try Self.check(shown, header: name)
            parts += Self.phrase(shown, firstLimit: 76 - name.utf8.count)
            parts.append("<\(mailbox.address)>\(comma)")
        }
        try write(name, parts)
    }

    /// Refuses whatever ends a line or hides in one.
    static func check(_ value: String, header: String) throws(MailError) {
        if value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
            throw .forbiddenCharacter(header: header)
        }
    }

    private mutating func write(_ name: String, _ parts: [String]) throws(MailError) {
        bytes += "\(name):".utf8
        var column = name.utf8.count + 1
        for (index, part) in parts.enumerated() {
            if index > 0, column + 1 + part.utf8.count > 78 {
                bytes += TransferEncoding.CRLF
                column = 0
            }
            bytes.append(0x20)
            bytes += part.utf8
            column += 1 + part.utf8.count
            if column > 998 { throw .lineTooLong(header: name) }
        }
        bytes += TransferEncoding.CRLF
    }

    /// A display name: atoms as they are, other ASCII quoted, the rest encoded.
    private static func phrase(_ name: String, firstLimit: Int) -> [String] {
        guard name.utf8.allSatisfy(\.isPrintableASCII), name.utf8.count <= 60, !name.contains("=?") else {
            return EncodedWord.words(name, firstLimit: firstLimit)
        }
        let words = name.split(separator: " ", omittingEmptySubsequences: false)
        if words.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isAtomText) }) { return words.map(String.init) }
        return [quoted(name)]
    }

    /// A quoted string (RFC 5322 §3.2.4).
    static func quoted(_ text: String) -> String {
        var output = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { output.unicodeScalars.append("\\") }
            output.unicodeScalars.append(character)
        }
        return output + "\""
    }

    /// ASCII with single inner spaces, which survives folding, and nothing that reads as an encoded word.
    private static func isPlainText(_ value: String) -> Bool {
        value.utf8.allSatisfy(\.isPrintableASCII) && !value.contains("=?") && !value.contains("  ")
            && value.utf8.first != 0x20 && value.utf8.last != 0x20
    }
}
