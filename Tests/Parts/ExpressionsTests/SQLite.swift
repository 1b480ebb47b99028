import CSQLiteForTests
import Expressions

/// The system's SQLite, in memory.
final class SQLite {
    private var handle: OpaquePointer?

    struct Failure: Error { let message: String }

    init() throws {
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK else { throw Failure(message: "open") }
    }

    deinit { sqlite3_close(handle) }

    func execute(_ sql: String, _ values: [CELValue] = []) throws { _ = try rows(sql, values) }

    /// The first column of every row; bools come as ints.
    func rows(_ sql: String, _ values: [CELValue] = []) throws -> [CELValue] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure(sql) }
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1), of: statement) }
        var result: [CELValue] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: result.append(column(statement))
            case SQLITE_DONE: return result
            default: throw failure(sql)
            }
        }
    }

    private func failure(_ sql: String) -> Failure { Failure(message: String(cString: sqlite3_errmsg(handle)) + ": " + sql) }

    private func bind(_ value: CELValue, at index: Int32, of statement: OpaquePointer?) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .int(let number): sqlite3_bind_int64(statement, index, number)
        case .bool(let flag): sqlite3_bind_int64(statement, index, flag ? 1 : 0)
        case .double(let number): sqlite3_bind_double(statement, index, number)
        case .string(let text): sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), transient)
        case .bytes(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), transient)
        default: sqlite3_bind_null(statement, index)
        }
    }

    private func column(_ statement: OpaquePointer?) -> CELValue {
        switch sqlite3_column_type(statement, 0) {
        case SQLITE_INTEGER: .int(sqlite3_column_int64(statement, 0))
        case SQLITE_FLOAT: .double(sqlite3_column_double(statement, 0))
        case SQLITE_TEXT: .string(String(cString: sqlite3_column_text(statement, 0)))
        default: .null
        }
    }
}
