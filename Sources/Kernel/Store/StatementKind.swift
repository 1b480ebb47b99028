/// The first word of a statement, and what follows from it.
struct StatementKind {
    /// Whether the engine counts touched rows for it.
    let changesRows: Bool
    let isPragma: Bool
    /// Why a transaction must not run it, if so: transactions begin and end in `Store` alone.
    let refusal: String?

    init(_ sql: String) {
        let word = StatementKind.firstWord(sql)
        isPragma = word == "PRAGMA"
        changesRows = ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH"].contains(word)
        refusal =
            switch word {
            case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE":
                "\(word) belongs to the store; use write, savepoint or a thrown error"
            case "ATTACH", "DETACH", "VACUUM": "\(word) cannot run in a transaction"
            default: nil
            }
    }

    /// Upper case, after white space and comments.
    private static func firstWord(_ sql: String) -> String {
        var rest = sql.utf8[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: " ") || (9...13).contains(byte) || byte == UInt8(ascii: ";") {
                rest.removeFirst()
            } else if rest.starts(with: "--".utf8) {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else if rest.starts(with: "/*".utf8) {
                rest.removeFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest.removeFirst() }
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        return String(decoding: rest.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }, as: UTF8.self).uppercased()
    }
}
