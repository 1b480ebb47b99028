import GRDBSQLite
import Synchronization

/// One connection of SQLite with its prepared statements.
///
/// Unchecked: it is used only on the dispatch queue of its connection, and finalised when all queues are idle.
final class SQLiteSession: Session, @unchecked Sendable {
    let dialect = Dialect.sqlite
    private let connection: OpaquePointer
    private let path: String
    private var cache = StatementCache<SQLiteStatement>(limit: 256)
    /// Set while a read runs that may be cancelled.
    var cancellation: SQLiteCancellation?
    /// Whether the running transaction ran a PRAGMA, whose effect may outlive it.
    private(set) var ranPragma = false
    /// What the planner knows; used on the writing connection only.
    private var statistics = SQLiteStatistics()

    init(_ connection: OpaquePointer, path: String) {
        self.connection = connection
        self.path = path
    }

    /// Whether a transaction is open. SQLite ends it by itself after some errors.
    var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    /// How many deferred foreign keys are violated at this moment.
    var hasOpenForeignKeys: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(connection, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return current != 0
    }

    /// Rows that this connection has changed since it was opened.
    var changes: Int64 { sqlite3_total_changes64(connection) }

    /// Tells the planner what grew, where that is due. Outside of transactions only.
    func refreshStatistics() throws(StoreError) {
        guard statistics.isDue(self) else { return }
        // Looking walks whole indexes; their pages are given back, or an idle server would hold 30 MB of them.
        defer { sqlite3_db_release_memory(connection) }
        try statistics.refresh(self)
    }

    /// Finalises all statements.
    func forgetStatements() { _ = cache.removeAll() }

    /// Runs one of the store's own statements.
    func control(_ text: String) throws(StoreError) {
        _ = try run(SQL(raw: text), text: text, isControl: true)
    }

    /// Undoes what a PRAGMA of a transaction may have left on the connection.
    func resetPragmas() throws(StoreError) {
        guard ranPragma else { return }
        try control("PRAGMA defer_foreign_keys = OFF")
        ranPragma = false
    }

    func rows(_ sql: SQL, text: String, limit: Int) throws(StoreError) -> [Row] {
        var values: [SQLValue] = []
        var count = 0
        var header: Row.Header?
        try step(sql, text) { statement in
            if header == nil {
                statement.refreshHeader()
                header = statement.header
            }
            statement.appendRow(to: &values)
            count += 1
            return count < limit
        }
        guard let header else { return [] }
        return (0..<count).map { Row(header, values, from: $0 * header.names.count) }
    }

    func stream(_ sql: SQL, text: String, _ body: (Row) -> Bool) throws(StoreError) {
        var isFirst = true
        try step(sql, text) { statement in
            if isFirst { statement.refreshHeader() }
            isFirst = false
            var values: [SQLValue] = []
            values.reserveCapacity(statement.header.names.count)
            statement.appendRow(to: &values)
            return body(Row(statement.header, values))
        }
    }

    func run(_ sql: SQL, text: String) throws(StoreError) -> Int {
        try run(sql, text: text, isControl: false)
    }

    private func run(_ sql: SQL, text: String, isControl: Bool) throws(StoreError) -> Int {
        var changesRows = false
        try step(sql, text, isControl: isControl) { _ in true } prepared: { changesRows = $0.kind.changesRows }
        return changesRows ? Int(truncatingIfNeeded: sqlite3_changes64(connection)) : 0
    }

    func setSavepoint(_ depth: Int) throws(StoreError) { try control("SAVEPOINT s\(depth)") }
    func release(_ depth: Int) throws(StoreError) { try control("RELEASE s\(depth)") }
    func rollBack(to depth: Int) throws(StoreError) {
        // After a full disk SQLite has rolled back the whole transaction; then there is nothing to go back to.
        guard isInTransaction else { throw .aborted(earlier: "SQLite rolled back the whole transaction") }
        try control("ROLLBACK TO s\(depth)")
        try control("RELEASE s\(depth)")
    }

    /// Prepares, binds and steps; `body` sees each row and says whether to go on.
    private func step(
        _ sql: SQL, _ text: String, isControl: Bool = false, _ body: (SQLiteStatement) -> Bool,
        prepared: (SQLiteStatement) -> Void = { _ in }
    ) throws(StoreError) {
        if !isControl, cancellation?.isCancelled == true { throw .cancelled }
        let statement = try statement(text, isControl: isControl)
        defer { statement.finish() }
        try statement.bind(sql.values) { failure(text) }
        while true {
            let code = sqlite3_step(statement.pointer)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else { throw failure(text) }
            guard body(statement) else { break }
        }
        prepared(statement)
    }

    private func statement(_ text: String, isControl: Bool) throws(StoreError) -> SQLiteStatement {
        if let found = cache.find(text), !found.isBusy, isControl || found.kind.refusal == nil {
            found.isBusy = true
            if found.kind.isPragma { ranPragma = true }
            return found
        }
        let made = try prepare(text, isControl: isControl)
        made.isBusy = true
        // A PRAGMA acts when it is prepared, and some cannot be prepared for a second run: never kept.
        if made.kind.isPragma { ranPragma = true } else { _ = cache.insert(text, made) }
        return made
    }

    private func prepare(_ text: String, isControl: Bool) throws(StoreError) -> SQLiteStatement {
        let kind = StatementKind(text)
        if !isControl, let refusal = kind.refusal { throw .syntax(sql: text, message: refusal) }
        var text = text
        var pointer: OpaquePointer?
        var isWhole = false
        let code = text.withUTF8 { source in
            source.withMemoryRebound(to: CChar.self) { source in
                var tail: UnsafePointer<CChar>?
                let length = Int32(clamping: source.count)
                let code = sqlite3_prepare_v3(connection, source.baseAddress, length, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
                let rest = tail.flatMap { tail in source.baseAddress.map { source.dropFirst(tail - $0) } }
                isWhole = rest?.allSatisfy { $0 == 32 || (9...13).contains($0) || $0 == 59 } ?? true
                return code
            }
        }
        guard code == SQLITE_OK else { throw .sqlite(connection, path: path, sql: text, preparing: true) }
        guard let pointer else { throw .syntax(sql: text, message: "there is no statement in it") }
        let statement = SQLiteStatement(pointer, kind)
        guard isWhole else { throw .syntax(sql: text, message: "only one statement can run at a time") }
        return statement
    }

    private func failure(_ text: String) -> StoreError { .sqlite(connection, path: path, sql: text) }
}

/// Lets the cancelling thread interrupt the read that runs on a connection, and only that one.
final class SQLiteCancellation: Sendable {
    private struct State {
        // Touched only while the mutex around the state is held.
        nonisolated(unsafe) var running: OpaquePointer?
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let flag = Atomic<Bool>(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    func begin(_ connection: OpaquePointer) throws(StoreError) {
        let isCancelled = state.withLock { state in
            state.running = connection
            return state.isCancelled
        }
        if isCancelled { throw .cancelled }
        // SQLite forgets an interrupt that comes just before a statement begins, so a running statement asks for itself.
        sqlite3_progress_handler(connection, 10_000, { context in
            guard let context else { return 0 }
            return Unmanaged<SQLiteCancellation>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    func finish(_ connection: OpaquePointer) {
        sqlite3_progress_handler(connection, 0, nil, nil)
        state.withLock { $0.running = nil }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            flag.store(true, ordering: .relaxed)
            if let running = state.running { sqlite3_interrupt(running) }
        }
    }
}
