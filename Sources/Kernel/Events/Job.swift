import JSON
@_spi(Kernel) import Records
import Store
import Timekeeping

/// Work that waits for the world: mail, HTTP, files. Runs outside a transaction, at least once.
public struct JobKind: Sendable {
    public let name: String
    public let maxAttempts: Int
    /// How long a run may be silent before somebody else takes over. Runs renew it by themselves.
    public let lease: Duration
    let run: @Sendable (JobRun) async throws -> Void

    public init(_ name: String, maxAttempts: Int = 10, lease: Duration = .seconds(60), _ run: @escaping @Sendable (JobRun) async throws -> Void) {
        self.name = name
        self.maxAttempts = maxAttempts
        self.lease = lease
        self.run = run
    }
}

/// One attempt at a job.
public struct JobRun: Sendable {
    public let workspace: Workspace
    public let id: Int64
    public let kind: String
    public let payload: JSON
    public let attempt: Int
    /// Guards against a run that was believed dead and comes back: only the holder of the newest lease may finish.
    public let fence: Int64
    public let cause: Int64?
    public let depth: Int

    /// The same in every attempt: what receivers recognise repeats by.
    public var idempotencyKey: String { "\(workspace.slug)-\(AnyKey(id).text)" }

    /// Commits the job's effect and its end together. A job that does not call this is ended by itself after it returns.
    ///
    /// - Throws: `JobError.leaseLost` when another run has taken over; nothing is kept then.
    public func finish(_ effect: @escaping @Sendable (Transaction) throws -> Void) async throws {
        try await workspace.write(as: .system, cause: cause, depth: depth) { [id, fence] tx in
            guard try tx.writer.run("DELETE FROM _job WHERE id = \(id) AND lease = \(fence) AND state = 'running'") == 1 else { throw JobError.leaseLost }
            try effect(tx)
        }
    }
}

public enum JobError: Error, Sendable {
    case leaseLost
    /// Trying again will not help; goes to the dead letters at once.
    case permanent(String)
}

extension Transaction {
    /// Puts a job into the queue in this commit.
    ///
    /// - Parameters:
    ///   - key: while a job of this kind and key waits or runs, a second one is not added.
    ///   - due: not before this time; now when `nil`.
    @discardableResult
    public func enqueue(_ kind: String, _ payload: JSON, key: String? = nil, due: Instant? = nil, priority: Int = 0) throws -> Bool {
        let id = nextKey()
        let inserted = try writer.run("""
            INSERT INTO _job (id, kind, payload, key, due, priority, state, attempts, lease, leased_until, cause, depth, created_at)
            VALUES (\(id), \(kind), \(payload.description), \(key), \((due ?? now).microseconds), \(priority), 'waiting', 0, 0, 0, \(cause), \(depth), \(now.microseconds))
            ON CONFLICT (kind, key) DO NOTHING
            """)
        return inserted == 1
    }
}
