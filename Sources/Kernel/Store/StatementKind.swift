/// The first words of a statement, and what follows from them.
struct StatementKind {
    /// Whether the engine counts touched rows for it.
    let changesRows: Bool
    /// Whether preparing it once for many runs is worth it.
    let isQuery: Bool
    let isPragma: Bool
    /// Why a transaction must not run it, if so: transactions and connections are the store's own.
    let refusal: String?

    init(_ sql: String) {
        var rest = sql.utf8[...]
        let word = StatementKind.takeWord(&rest)
        isPragma = word == "PRAGMA"
        changesRows = ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH"].contains(word)
        isQuery = changesRows || word == "SELECT" || word == "VALUES"
        refusal =
            switch word {
            case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE":
                "\(word) belongs to the store; use write, savepoint or a thrown error"
            case "ATTACH", "DETACH", "VACUUM", "COPY":
                "\(word) cannot run in a transaction of the store"
            case "PREPARE", "DEALLOCATE", "DISCARD", "RESET", "LISTEN", "UNLISTEN":
                "\(word) would outlive the transaction"
            case "SET" where StatementKind.takeWord(&rest) != "LOCAL":
                "SET would outlive the transaction; SET LOCAL does not"
            default: nil
            }
    }

    /// The next word in upper case, after white space and comments; empty when something else follows.
    private static func takeWord(_ rest: inout Substring.UTF8View) -> String {
        skipBlank(&rest)
        let word = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        rest = rest[word.endIndex...]
        return String(decoding: word, as: UTF8.self).uppercased()
    }

    private static func skipBlank(_ rest: inout Substring.UTF8View) {
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
                return
            }
        }
    }
}
