import Probe

/// Reads in one transaction: every statement sees the same snapshot (in a `Writer` on PostgreSQL, which is
/// READ COMMITTED unless `StoreOptions.serializableWrites`, each statement sees what others have committed).
///
/// After a statement failed, the transaction can only be rolled back: further statements throw
/// `StoreError.aborted`, on both engines alike. `Writer.savepoint` recovers from what failed inside it.
///
/// - Important: valid only inside the closure that received it; later use throws `StoreError.closed`.
public class Reader {
    public let dialect: Dialect
    let session: any Session
    let trace: Trace?
    /// The first failed statement, until a savepoint undoes it.
    var failure: StoreError?
    private var isOpen = true

    init(_ session: any Session, trace: Trace?) {
        dialect = session.dialect
        self.session = session
        self.trace = trace
    }

    /// All rows of the answer, in memory. For many rows use `forEach`.
    public func rows(
        _ sql: SQL, fileID: StaticString = #fileID, line: Int = #line
    ) throws(StoreError) -> [Row] {
        try statement(sql, CallSite(fileID: fileID, line: line)) { text throws(StoreError) in
            try session.rows(sql, text: text, limit: .max)
        }
    }

    /// The first row, or nil. SQLite computes no further row; PostgreSQL does, so write `LIMIT 1` where many match.
    public func row(
        _ sql: SQL, fileID: StaticString = #fileID, line: Int = #line
    ) throws(StoreError) -> Row? {
        try statement(sql, CallSite(fileID: fileID, line: line)) { text throws(StoreError) in
            try session.rows(sql, text: text, limit: 1).first
        }
    }

    /// The first value of the first row. nil when there is no row; NULL is `.null`.
    public func value(
        _ sql: SQL, fileID: StaticString = #fileID, line: Int = #line
    ) throws(StoreError) -> SQLValue? {
        guard let row = try row(sql, fileID: fileID, line: line), row.count > 0 else { return nil }
        return row[0]
    }

    /// Streams the rows: memory does not grow with their number. `body` may run other statements.
    ///
    /// The statement must be a SELECT: PostgreSQL runs it behind a cursor, fetched in batches.
    /// What `body` throws ends the stream and is thrown on. The recorded duration includes the time of `body`.
    public func forEach(
        _ sql: SQL, fileID: StaticString = #fileID, line: Int = #line,
        _ body: (Row) throws -> Void
    ) throws {
        var thrown: (any Error)?
        try statement(sql, CallSite(fileID: fileID, line: line)) { text throws(StoreError) in
            try session.stream(sql, text: text) { row in
                do { try body(row) } catch { thrown = error }
                return thrown == nil && failure == nil
            }
        }
        if let thrown { throw thrown }
        if let refusal { throw refusal }
    }

    /// Ends the reader's life. Called by the engine when the closure has returned.
    func end() { isOpen = false }

    /// Checks the state of the transaction, runs `body` with the rendered text, records it and remembers its failure.
    func statement<T>(
        _ sql: SQL, _ callSite: CallSite, _ body: (String) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        if let refusal { throw refusal }
        let text = sql.text(for: dialect)
        let begin = trace == nil ? nil : ContinuousClock.now
        defer {
            if let begin, let trace {
                trace.record(statement: text, nanoseconds: (ContinuousClock.now - begin).wholeNanoseconds, at: callSite)
            }
        }
        do throws(StoreError) {
            return try body(text)
        } catch {
            if failure == nil { failure = error }
            throw error
        }
    }

    /// Why no further statement may run, if so.
    var refusal: StoreError? {
        guard isOpen else { return .closed }
        return failure.map { .aborted(earlier: $0.description) }
    }
}
