import GRDBSQLite

/// One prepared statement of one connection.
final class SQLiteStatement {
    let pointer: OpaquePointer
    let kind: StatementKind
    private(set) var header: Row.Header
    private var repreparations: Int32 = 0
    /// Set while it steps; a second use at the same time (inside `forEach`) prepares its own.
    var isBusy = false

    init(_ pointer: OpaquePointer, _ kind: StatementKind) {
        self.pointer = pointer
        self.kind = kind
        header = SQLiteStatement.header(of: pointer)
    }

    deinit { sqlite3_finalize(pointer) }

    /// SQLite prepares again by itself after a change of the schema; `SELECT *` may then have other columns.
    func refreshHeader() {
        let count = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_REPREPARE, 0)
        guard count != repreparations else { return }
        repreparations = count
        header = SQLiteStatement.header(of: pointer)
    }

    private static func header(of pointer: OpaquePointer) -> Row.Header {
        Row.Header((0..<max(0, sqlite3_column_count(pointer))).map { index in
            sqlite3_column_name(pointer, index).map { String(cString: $0) } ?? ""
        })
    }

    /// Makes it ready for the next use and lets go of the bound values.
    func finish() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
        isBusy = false
    }

    /// Binds `values`; what neither engine stores alike is refused.
    func bind(_ values: [SQLValue], _ failure: () -> StoreError) throws(StoreError) {
        guard Int(sqlite3_bind_parameter_count(pointer)) == values.count else {
            throw .syntax(
                sql: String(cString: sqlite3_sql(pointer)),
                message: "it has \(sqlite3_bind_parameter_count(pointer)) placeholders for \(values.count) values")
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            try value.checkStorable()
            guard bind(value, at: index) == SQLITE_OK else { throw failure() }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .int(let value): return sqlite3_bind_int64(pointer, index, value)
        case .double(let value): return sqlite3_bind_double(pointer, index, value)
        case .bool(let value): return sqlite3_bind_int64(pointer, index, value ? 1 : 0)
        case .text(var value):
            return value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    // An empty buffer may have no address, and no address would bind NULL.
                    guard let start = bytes.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, copied) }
                    return sqlite3_bind_text64(pointer, index, start, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let value):
            guard !value.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return value.withUnsafeBytes { sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), copied) }
        }
    }

    /// Appends the values of the current row.
    func appendRow(to values: inout [SQLValue]) {
        for index in 0..<Int32(truncatingIfNeeded: header.names.count) { values.append(value(at: index)) }
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: return .int(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .double(sqlite3_column_double(pointer, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(pointer, index)
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(pointer, index)
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)))
        default: return .null
        }
    }
}

/// SQLITE_TRANSIENT: SQLite copies the bytes.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension SQLValue {
    /// Throws for what the engines would store differently or not at all.
    func checkStorable() throws(StoreError) {
        switch self {
        case .text(let text) where text.utf8.contains(0): throw .invalidValue(reason: "the text contains a NUL character")
        case .double(let value) where value.isNaN: throw .invalidValue(reason: "the number is not a number (NaN)")
        default: break
        }
    }
}
