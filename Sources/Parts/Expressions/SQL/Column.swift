/// What a variable is in a database.
public struct Column: Sendable {
    public enum Kind: Sendable {
        /// Stored as its CEL type: bool (SQLite: 0 and 1), int, double (finite), string (SQLite: BINARY
        /// collation; without NUL), bytes; a timestamp or duration as Int64 microseconds.
        case plain
        /// An Int64 key whose CEL value is a string; `decode` is nil for texts that are no key, and no two
        /// texts decode alike. Only ==, != and `in` work. Columns of one `space` can be compared with each other.
        case key(space: String, decode: @Sendable (String) -> Int64?)
        /// Int64 microseconds in UTC; a timestamp in CEL.
        case instant
        /// Int64 days since 1970-01-01; a timestamp at midnight UTC in CEL.
        case day
        /// Not a column: a value known now, such as `now` or the person who asks.
        case constant(CELValue)
    }

    /// Quoted and qualified, e.g. `"deal"."stage"`.
    public let sql: String
    public let type: CELType
    public let nullable: Bool
    public let kind: Kind

    public init(sql: String, type: CELType, nullable: Bool, kind: Kind = .plain) {
        (self.sql, self.type, self.nullable, self.kind) = (sql, type, nullable, kind)
    }

    /// A value known when the SQL is made.
    public static func constant(_ value: CELValue) -> Column {
        Column(sql: "", type: value.type, nullable: value == .null, kind: .constant(value))
    }
}

public protocol ColumnLookup {
    /// The column of a variable; nil if it cannot be asked of the database.
    func column(named dottedName: String) -> Column?
}

extension Dictionary: ColumnLookup where Key == String, Value == Column {
    public func column(named dottedName: String) -> Column? { self[dottedName] }
}
