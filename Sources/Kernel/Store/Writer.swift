import Probe

/// Reads and writes in one transaction. All of it is kept, or nothing.
///
/// - Important: valid only inside the closure that received it.
public final class Writer: Reader {
    private var depth = 0
    private(set) var afterCommit: [@Sendable () -> Void] = []

    /// Runs a statement to its end. Returns how many rows an INSERT, UPDATE or DELETE touched itself
    /// (without triggers and cascades); 0 for other statements.
    @discardableResult
    public func run(
        _ sql: SQL, fileID: StaticString = #fileID, line: Int = #line
    ) throws(StoreError) -> Int {
        try statement(sql, CallSite(fileID: fileID, line: line)) { text throws(StoreError) in
            try session.run(sql, text: text)
        }
    }

    /// Runs `body`; if it throws, only what it did is undone, and the transaction goes on.
    /// Callbacks registered inside are dropped with it. Savepoints nest.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        if let refusal { throw refusal }
        depth += 1
        defer { depth -= 1 }
        let callbacks = afterCommit.count
        try guarded { () throws(StoreError) in try session.setSavepoint(depth) }
        do {
            let value = try body()
            if let failure { throw failure }
            try guarded { () throws(StoreError) in try session.release(depth) }
            return value
        } catch {
            afterCommit.removeSubrange(callbacks...)
            failure = nil
            try guarded { () throws(StoreError) in try session.rollBack(to: depth) }
            throw error
        }
    }

    /// Runs `body` once the transaction is durable, in the order of registration and before `Store.write` returns;
    /// never if it is rolled back. Runs on the writer's thread: hand work over, do not do it there.
    public func afterCommit(_ body: @escaping @Sendable () -> Void) {
        afterCommit.append(body)
    }

    private func guarded(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        do throws(StoreError) { try body() } catch {
            failure = error
            throw error
        }
    }
}
