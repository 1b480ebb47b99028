import Dispatch
import GRDB
import GRDBSQLite
import Probe
import Synchronization

/// SQLite behind GRDB's pool: one writing connection, several reading ones, WAL, synchronous=FULL.
///
/// GRDB opens and queues the connections; statements are stepped directly, which skips its row decoding.
final class SQLiteEngine: Engine {
    let path: String
    let options: StoreOptions
    let pool: DatabasePool
    private let lock: LockFile
    let state = Mutex(State())

    struct State {
        /// By the address of their connection.
        var sessions: [Int: SQLiteSession] = [:]
        /// Writes that wait, oldest first from `head`.
        var waiting: [WriteJob] = []
        var head = 0
        var isWriting = false
        var reads = 0
        var isClosing = false
        var isClosed = false
        /// Why nothing is written any more.
        var brokenBy: StoreError?
        var closers: [CheckedContinuation<Void, Never>] = []

        var isIdle: Bool { !isWriting && reads == 0 && head == waiting.count }
    }

    init(path: String, options: StoreOptions) throws(StoreError) {
        self.path = path
        self.options = options
        lock = try LockFile(for: path)
        pool = try SQLiteOpening.pool(path, options)
    }

    static func open(_ path: String, _ options: StoreOptions) async throws(StoreError) -> SQLiteEngine {
        let result: Result<SQLiteEngine, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(StoreError) in
                    try SQLiteEngine(path: try SQLiteOpening.resolved(path), options: options)
                })
            }
        }
        return try result.get()
    }

    deinit { state.withLock { $0.sessions.values.forEach { $0.forgetStatements() } } }

    func session(of db: Database) throws(StoreError) -> SQLiteSession {
        guard let connection = db.sqliteConnection else { throw .closed }
        let address = Int(bitPattern: connection)
        if let found = state.withLock({ $0.sessions[address] }) { return found }
        let made = SQLiteSession(connection, path: path)
        state.withLock { $0.sessions[address] = made }
        return made
    }

    // MARK: Reading

    func read<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        let cancellation = SQLiteCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do throws(StoreError) { try admitRead() } catch { return continuation.resume(throwing: error) }
                pool.asyncUnsafeRead { [self] database in
                    let result = Result { try snapshot(try database.get(), cancellation, trace, body) }
                    leaveRead()
                    continuation.resume(with: result.mapError { $0 is DatabaseError ? StoreError.sqlite($0, path: path) : $0 })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private func snapshot<T>(
        _ db: Database, _ cancellation: SQLiteCancellation, _ trace: Trace?, _ body: (Reader) throws -> T
    ) throws -> T {
        let session = try session(of: db)
        guard let connection = db.sqliteConnection else { throw StoreError.closed }
        try cancellation.begin(connection)
        session.cancellation = cancellation
        let reader = Reader(session, trace: trace)
        defer {
            reader.end()
            session.cancellation = nil
            cancellation.finish(connection)
        }
        try session.control("BEGIN")
        let result = Result { try body(reader) }
        cancellation.finish(connection)
        do throws(StoreError) { try session.control("COMMIT") } catch { try session.control("ROLLBACK") }
        return try result.get()
    }

    private func admitRead() throws(StoreError) {
        let refusal: StoreError? = state.withLock { state in
            if state.isClosing { return .closed }
            if state.reads >= options.waitingLimit + options.readers { return .overloaded(waiting: state.reads) }
            state.reads += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    private func leaveRead() {
        state.withLock { state in
            state.reads -= 1
            return state.takeClosersIfIdle()
        }.forEach { $0.resume() }
    }

    // MARK: Closing

    func close() async {
        let isFirst = state.withLock { state in
            defer { state.isClosing = true }
            return !state.isClosing
        }
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.closers.append(continuation)
                return state.takeClosersIfIdle()
            }.forEach { $0.resume() }
        }
        guard isFirst else { return }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                shutDown()
                continuation.resume()
            }
        }
    }

    /// Moves the WAL into the file and closes the connections. What fails here loses nothing: the WAL stays.
    private func shutDown() {
        try? pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }  // busy: the WAL stays, and is read at the next opening
        state.withLock { state in
            state.sessions.values.forEach { $0.forgetStatements() }
            state.sessions = [:]
            state.isClosed = true
        }
        try? pool.close()  // fails only for statements still open, and there are none
        lock.release()
    }
}

extension SQLiteEngine.State {
    /// Those who wait for the end, once nothing runs.
    mutating func takeClosersIfIdle() -> [CheckedContinuation<Void, Never>] {
        guard isClosing, isIdle else { return [] }
        defer { closers = [] }
        return closers
    }

    mutating func next() -> WriteJob? {
        guard head < waiting.count else {
            waiting.removeAll(keepingCapacity: true)
            head = 0
            return nil
        }
        defer { head += 1 }
        if head > 256, head * 2 > waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        return waiting[head]
    }
}
