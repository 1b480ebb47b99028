import CPostgres

/// The fields of an error answer that we look at (libpq's `PG_DIAG_…`).
private enum Field {
    static let state = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let detail = Int32(UInt8(ascii: "D"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
}

extension StoreError {
    /// What an error answer of the server means. `isCancelled`: whether we asked it to stop.
    static func postgres(_ result: OpaquePointer, sql: String, server: PostgresServer, isCancelled: Bool) -> StoreError {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(Field.state) ?? ""
        let message = field(Field.message) ?? "unknown error"
        let rule = Violation(table: field(Field.table), constraint: field(Field.constraint))
        switch state {
        case "23505", "23P01":
            return .unique(Violation(table: rule.table, columns: columns(field(Field.detail)), constraint: rule.constraint))
        case "23503", "23001": return .foreignKey(rule)
        case "23514": return .check(rule)
        case "23502": return .notNull(Violation(table: rule.table, columns: field(Field.column).map { [$0] } ?? []))
        case "P0001": return .check(Violation(constraint: message))
        case "40001", "40P01": return .conflict(attempts: 1)
        case "57014": return isCancelled ? .cancelled : .timeout(sql: sql)
        case "55P03": return .timeout(sql: sql)
        case "25006": return .readOnly(reason: message)
        case "25P02": return .aborted(earlier: message)
        case "53100": return .full(place: server.description)
        case "58030": return .failedDisk(place: server.description, reason: message)
        case "XX001", "XX002": return .corrupt(place: server.description, reason: message)
        case "57P01", "57P02", "57P03", "57P05", "25P03":
            return .unreachable(host: server.host, port: server.port, reason: message)
        case "42501": return .refused(host: server.host, reason: message)
        default: break
        }
        switch state.prefix(2) {
        case "08": return .unreachable(host: server.host, port: server.port, reason: message)
        case "22": return .invalidValue(reason: message)
        case "42": return .syntax(sql: sql, message: message)
        case "54": return .tooBig(reason: message)
        default: return .other(code: state, message: message, sql: sql)
        }
    }

    /// `Key (email, kind)=(…) already exists.` in any language of the server.
    private static func columns(_ detail: String?) -> [String] {
        guard let detail, let open = detail.firstIndex(of: "("), let close = detail[open...].firstRange(of: ")=(") else { return [] }
        return detail[detail.index(after: open)..<close.lowerBound].split(separator: ",").map { part in
            String(part.drop { $0 == " " })
        }
    }

    /// Whether the transaction ran into a neighbour and may be tried again.
    var isConflict: Bool { if case .conflict = self { true } else { false } }
    /// Whether the connection is gone.
    var isLost: Bool { if case .unreachable = self { true } else { false } }
    /// Whether a prepared statement no longer fits the schema, or a pooler between us has dropped it.
    var isStaleStatement: Bool {
        guard case .other(let code, _, _) = self else { return false }
        return code == "0A000" || code == "26000"
    }
}

/// The server of a connection, for messages. Never holds a password.
struct PostgresServer: Sendable, CustomStringConvertible {
    var host: String
    var port: String

    var description: String { "\(host):\(port)" }
}
