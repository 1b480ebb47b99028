/// What can go wrong with the store, each with a sentence that says what is wrong and what to do next.
///
/// The first four are answers of the schema and usually become a message to a person; they name no values.
public enum StoreError: Error, Sendable, Hashable {
    /// Another row already has this value.
    case unique(Violation)
    /// A row refers to one that is not there, or is still referred to.
    case foreignKey(Violation)
    /// A CHECK refused the row.
    case check(Violation)
    /// A value is missing.
    case notNull(Violation)

    /// Another program holds a lock on the file for longer than the lock timeout.
    case busy(path: String)
    /// Another process has the store open. `pid` is nil when it could not be read.
    case inUse(path: String, pid: Int32?)
    /// No space left where the data is.
    case full(place: String)
    /// The file cannot be opened or created.
    case cannotOpen(path: String, reason: String)
    /// The disk failed. Nothing is written any more until the program is restarted.
    case failedDisk(place: String, reason: String)
    /// The PostgreSQL server cannot be reached, or was lost before the commit: nothing was kept.
    case unreachable(host: String, port: String, reason: String)
    /// The PostgreSQL server refused the log-in, the database or the schema.
    case refused(host: String, reason: String)
    /// The connection broke during the commit: the write may or may not have been kept.
    case outcomeUnknown(reason: String)
    /// The file is damaged or no database.
    case corrupt(place: String, reason: String)
    /// A newer version of the program wrote the store.
    case newerFormat(place: String, found: Int, supported: Int)
    /// The store was opened with a setting that did not take; durability could not be promised.
    case unsafeSetting(place: String, reason: String)

    /// The statement is wrong.
    case syntax(sql: String, message: String)
    /// A value that neither engine stores alike: a NUL character in a text, a NaN.
    case invalidValue(reason: String)
    /// A value or a statement is larger than the store accepts.
    case tooBig(reason: String)
    /// A write inside `read`, or a store that no longer writes.
    case readOnly(reason: String)
    /// An earlier statement of this transaction failed, so it can only be rolled back.
    case aborted(earlier: String)
    /// Concurrent transactions kept colliding; the write was tried `attempts` times.
    case conflict(attempts: Int)
    /// A statement ran longer than allowed.
    case timeout(sql: String)
    /// Too many reads or writes are waiting.
    case overloaded(waiting: Int)
    /// The task was cancelled before the work began or while it read. Nothing was kept.
    case cancelled
    /// The store, or the transaction a `Reader` belonged to, is closed.
    case closed
    /// Anything else the engine reports; `code` is SQLite's extended code or PostgreSQL's SQLSTATE.
    case other(code: String, message: String, sql: String)

    /// Which rule refused a row, as far as the engine says. SQLite does not name the table of a foreign key.
    public struct Violation: Sendable, Hashable {
        public var table: String?
        public var columns: [String]
        public var constraint: String?

        public init(table: String? = nil, columns: [String] = [], constraint: String? = nil) {
            self.table = table
            self.columns = columns
            self.constraint = constraint
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unique(let rule): "Another row already has this \(rule.subject("value")). Choose a different one."
        case .foreignKey(let rule):
            "The row refers to one that does not exist, or others still refer to it\(rule.place). Save or remove those first."
        case .check(let rule): "The row breaks the rule \(rule.subject("of its table")). Correct the value."
        case .notNull(let rule): "The \(rule.subject("value")) is missing. Fill it in."
        case .busy(let path):
            "Another program keeps the database file \(path) locked. Close it there, then try again."
        case .inUse(let path, let pid):
            "The database file \(path) is in use by \(pid.map { "process \($0)" } ?? "another process"). Stop that process first; only one may have it open."
        case .full(let place): "There is no space left for \(place). Free some space, then try again."
        case .cannotOpen(let path, let reason):
            "The database file \(path) cannot be opened: \(reason). Check that its folder exists and may be written."
        case .failedDisk(let place, let reason):
            "The disk failed while writing \(place): \(reason). The store is read-only now; check the disk, then restart."
        case .unreachable(let host, let port, let reason):
            "The PostgreSQL server at \(host), port \(port), cannot be reached: \(reason). Check that it runs and that the address is right."
        case .refused(let host, let reason):
            "The PostgreSQL server at \(host) refused: \(reason). Check the user, the password, the database and their rights."
        case .outcomeUnknown(let reason):
            "The connection was lost during the commit, so the change may or may not have been kept: \(reason). Look before you repeat it."
        case .corrupt(let place, let reason): "The database \(place) is damaged: \(reason). Restore a backup."
        case .newerFormat(let place, let found, let supported):
            "The database \(place) has format \(found); this program understands up to \(supported). Install the newer version."
        case .unsafeSetting(let place, let reason):
            "The database \(place) could not be opened safely: \(reason)."
        case .syntax(let sql, let message): "The statement is wrong: \(message). It was: \(sql)"
        case .invalidValue(let reason): "The value cannot be stored: \(reason)."
        case .tooBig(let reason): "The value is too large to store: \(reason)."
        case .readOnly(let reason): "Nothing can be written here: \(reason)."
        case .aborted(let earlier): "An earlier statement failed, so this transaction can only be rolled back: \(earlier)"
        case .conflict(let attempts): "Others kept changing the same data (\(attempts) attempts). Try again."
        case .timeout(let sql): "The statement ran longer than allowed. It was: \(sql)"
        case .overloaded(let waiting): "Too much is waiting for the database (\(waiting)). Try again in a moment."
        case .cancelled: "The work was cancelled; nothing was kept."
        case .closed: "The store is closed, or a reader was used after its closure ended."
        case .other(let code, let message, let sql):
            "The database reported \(code): \(message).\(sql.isEmpty ? "" : " The statement was: \(sql)")"
        }
    }
}

extension StoreError.Violation {
    fileprivate func subject(_ otherwise: String) -> String {
        if !columns.isEmpty { return columns.joined(separator: ", ") + place }
        if let constraint { return constraint + place }
        return otherwise + place
    }

    fileprivate var place: String { table.map { " (table \($0))" } ?? "" }
}
