/// What differs between the SQL of SQLite and of PostgreSQL, in one place.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    case sqlite
    case postgres

    /// A 64-bit integer column.
    public var integerType: String { self == .sqlite ? "INTEGER" : "bigint" }
    /// A double column.
    public var doubleType: String { self == .sqlite ? "REAL" : "double precision" }
    /// A text column, compared by bytes on both engines.
    public var textType: String { self == .sqlite ? "TEXT" : "text COLLATE \"C\"" }
    /// A bytes column.
    public var blobType: String { self == .sqlite ? "BLOB" : "bytea" }
    /// A boolean column. On SQLite the column holds INTEGER 0 or 1.
    public var boolType: String { self == .sqlite ? "INTEGER" : "boolean" }
    /// A 64-bit integer primary key whose values we choose ourselves.
    public var keyColumn: String { self == .sqlite ? "INTEGER PRIMARY KEY" : "bigint PRIMARY KEY" }
    /// What follows the column list of `CREATE TABLE`. On SQLite, STRICT refuses values of the wrong type.
    public var tableSuffix: String { self == .sqlite ? " STRICT" : "" }

    /// Now as microseconds since 1970 UTC. On PostgreSQL the time of the statement, as on SQLite (in milliseconds there).
    public var nowMicroseconds: String {
        switch self {
        case .sqlite: "(CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000)"
        case .postgres: "(extract(epoch from statement_timestamp()) * 1000000)::bigint"
        }
    }

    /// What follows `INSERT … VALUES (…)` to update the row that is already there. Without `updating` the row stays.
    /// The same on both engines, written here so that nobody writes it by hand.
    public func onConflict(_ columns: [String], updating: [String]) -> SQL {
        let target = columns.map { SQL(name: $0) }.joined(separator: ", ")
        guard !updating.isEmpty else { return " ON CONFLICT (\(target)) DO NOTHING" }
        let changes = updating.map { "\(name: $0) = excluded.\(name: $0)" as SQL }.joined(separator: ", ")
        return " ON CONFLICT (\(target)) DO UPDATE SET \(changes)"
    }

    /// Equality that takes NULL as a value.
    public var isSame: String { self == .sqlite ? "IS" : "IS NOT DISTINCT FROM" }
    /// Case-insensitive LIKE. SQLite's LIKE folds ASCII only.
    public var like: String { self == .sqlite ? "LIKE" : "ILIKE" }
    /// Case-sensitive comparison of text by bytes, as a suffix of an ORDER BY term.
    public var byteCollation: String { self == .sqlite ? "COLLATE BINARY" : "COLLATE \"C\"" }
    /// What follows a SELECT that claims rows which other writers shall skip. On SQLite there is one writer: nothing.
    public var skipLocked: String { self == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }
    /// What follows a SELECT that another writer must not change until the commit. On SQLite there is one writer: nothing.
    public var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }
    /// The most values one statement can bind.
    public var maximumValues: Int { self == .sqlite ? 32_766 : 65_535 }

    /// The tables of the store, sorted. Internal tables of the engine are left out.
    public var listTables: SQL {
        switch self {
        case .sqlite:
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        case .postgres:
            """
            SELECT table_name::text FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
            """
        }
    }

    /// The columns of a table in their order: name, declared type, whether NOT NULL (boolean).
    public func listColumns(of table: String) -> SQL {
        switch self {
        case .sqlite:
            "SELECT name, type, \"notnull\" FROM pragma_table_xinfo(\(table)) WHERE hidden IN (0, 2, 3) ORDER BY cid"
        case .postgres:
            """
            SELECT column_name::text, data_type::text, is_nullable = 'NO' FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = \(table) ORDER BY ordinal_position
            """
        }
    }
}
