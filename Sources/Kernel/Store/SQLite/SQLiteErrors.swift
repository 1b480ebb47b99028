import GRDB
import GRDBSQLite

extension StoreError {
    /// What SQLite's last error on `connection` means.
    static func sqlite(_ connection: OpaquePointer?, path: String, sql: String, preparing: Bool = false) -> StoreError {
        let code = sqlite3_extended_errcode(connection)
        let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? "unknown error"
        return sqlite(code: code, message: message, path: path, sql: sql, preparing: preparing)
    }

    /// What an error thrown by GRDB means.
    static func sqlite(_ error: any Error, path: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as DatabaseError:
            sqlite(
                code: error.extendedResultCode.rawValue, message: error.message ?? "unknown error",
                path: path, sql: error.sql ?? "", preparing: false)
        case is CancellationError: .cancelled
        default: .other(code: "0", message: "\(error)", sql: "")
        }
    }

    static func sqlite(code: Int32, message: String, path: String, sql: String, preparing: Bool) -> StoreError {
        switch code & 0xff {
        case SQLITE_CONSTRAINT: constraint(code, message, sql)
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(path: path)
        case SQLITE_FULL: .full(place: path)
        case SQLITE_IOERR: .failedDisk(place: path, reason: "\(message) (\(code))")
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(place: path, reason: message)
        case SQLITE_READONLY: .readOnly(reason: message)
        case SQLITE_INTERRUPT: .cancelled
        case SQLITE_TOOBIG: .tooBig(reason: message)
        case SQLITE_CANTOPEN, SQLITE_PERM: .cannotOpen(path: path, reason: message)
        case SQLITE_ERROR where preparing: .syntax(sql: sql, message: message)
        case SQLITE_MISUSE where message.contains("connection is closed"): .closed
        default: .other(code: "\(code)", message: message, sql: sql)
        }
    }

    /// `UNIQUE constraint failed: contact.email, contact.kind` and its like.
    private static func constraint(_ code: Int32, _ message: String, _ sql: String) -> StoreError {
        let subject = message.firstRange(of: "constraint failed: ").map { String(message[$0.upperBound...]) }
        switch code >> 8 {
        case 8, 6, 10: return .unique(columns(subject))  // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY, _ROWID
        case 3: return .foreignKey(Violation())  // _FOREIGNKEY
        case 1: return .check(Violation(constraint: subject))  // _CHECK
        case 5: return .notNull(columns(subject))  // _NOTNULL
        case 12: return .invalidValue(reason: message)  // _DATATYPE: a STRICT table
        case 7: return .check(Violation(constraint: message))  // _TRIGGER: RAISE(ABORT, 'message')
        default: return .other(code: "\(code)", message: message, sql: sql)
        }
    }

    private static func columns(_ subject: String?) -> Violation {
        guard let subject else { return Violation() }
        if subject.hasPrefix("index '") {
            return Violation(constraint: String(subject.dropFirst("index '".count).dropLast()))
        }
        var violation = Violation()
        for part in subject.split(separator: ",") {
            let names = part.drop { $0 == " " }.split(separator: ".", maxSplits: 1)
            guard names.count == 2 else { return Violation(constraint: subject) }
            violation.table = String(names[0])
            violation.columns.append(String(names[1]))
        }
        return violation
    }
}
