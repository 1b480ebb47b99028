import Probe

/// The data of one workspace: a file of SQLite or a schema of PostgreSQL.
///
/// The closures of `read` and `write` are synchronous on purpose: no transaction can wait for the network.
/// They run on threads of the store, not on the caller's, so the work of a task never blocks Swift's own pool.
/// Statements are recorded into the `Trace.current` of the calling task.
public final class Store: Sendable {
    public let dialect: Dialect
    public let location: StoreLocation
    private let engine: any Engine

    private init(_ engine: any Engine, _ dialect: Dialect, _ location: StoreLocation) {
        self.engine = engine
        self.dialect = dialect
        self.location = location
    }

    /// Opens a store, creating the file or the schema when absent.
    ///
    /// A file can be open once: a second process, or a second `open`, gets `StoreError.inUse`.
    /// A PostgreSQL server that does not answer within `connectTimeout` gives `.unreachable`.
    /// Blocks a thread of the store while opening, not the caller's.
    public static func open(
        _ location: StoreLocation, options: StoreOptions = StoreOptions()
    ) async throws(StoreError) -> Store {
        switch location {
        case .sqlite(let path):
            Store(try await SQLiteEngine.open(path, options), .sqlite, location)
        case .postgres(let url, let schema):
            Store(try await PostgresEngine.open(url, schema: schema, options), .postgres, location)
        }
    }

    /// Runs `body` in one read transaction, a consistent snapshot, and returns what it returns.
    ///
    /// Reads run beside each other and beside writes. A cancelled task interrupts a running statement.
    /// On PostgreSQL `body` is run once more when the connection was lost.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        try await engine.read(Trace.current, body)
    }

    /// Runs `body` in one transaction and returns what it returns, after the commit is durable.
    ///
    /// If `body` throws, nothing is kept. If a statement failed, nothing is kept even when `body` hides the error.
    /// On SQLite writers wait for each other and share one commit (one fsync); keep `body` short.
    /// `body` may run more than once: on PostgreSQL after a serialization failure or deadlock (at most 5 times),
    /// on SQLite when a neighbour in the same commit made SQLite roll back the whole. So it must have no effects
    /// but on the writer; use `Writer.afterCommit` for others.
    /// A task that is cancelled before `body` began gets `.cancelled`; afterwards the write is finished.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Writer) throws -> T) async throws -> T {
        try await engine.write(Trace.current, body)
    }

    /// Writes a whole copy of a SQLite store into a new file, durable when it returns; reads and writes go on meanwhile.
    ///
    /// Throws `.cannotOpen` when `path` exists. PostgreSQL is copied with its own tools (`pg_dump --schema`): there it
    /// throws `.readOnly` with that advice.
    public func copy(to path: String) async throws(StoreError) {
        guard let engine = engine as? SQLiteEngine else {
            throw .readOnly(reason: "a schema of PostgreSQL is copied with pg_dump")
        }
        try await engine.copy(to: path)
    }

    /// Waits for running work, refuses new, and closes. On SQLite the WAL is moved into the file. May be called twice.
    public func close() async {
        await engine.close()
    }
}
