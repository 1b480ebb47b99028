import JSON
import Logging
import Probe
@_spi(Kernel) import Records
import Store
import Timekeeping

/// Takes due jobs of one workspace and runs them, a few at a time.
public actor JobRunner {
    private let workspace: Workspace
    private let kinds: [String: JobKind]
    private let logger: Logger
    private let concurrency: Int

    public init(_ workspace: Workspace, kinds: [JobKind], concurrency: Int = 4, logger: Logger = Logger(label: "sextant.jobs")) {
        self.workspace = workspace
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.concurrency = concurrency
        self.logger = logger
    }

    /// Runs everything that is due now.
    ///
    /// - Returns: when the next job is due; `nil` when none waits.
    @discardableResult
    public func drain() async throws -> Instant? {
        while true {
            // Looking is cheaper than an empty write.
            guard let due = try await nextDue(), due <= workspace.clock.now() else { return try await nextDue() }
            guard let claimed = try await claim() else { return due }
            await withTaskGroup(of: Void.self) { group in
                for job in claimed { group.addTask { await self.attempt(job) } }
            }
        }
    }

    /// - Returns: `nil` when others have taken what was due.
    private func claim() async throws -> [JobRun]? {
        let workspace = workspace, now = workspace.clock.now(), limit = concurrency, kinds = kinds
        return try await workspace.store.write { writer in
            let due = try writer.rows("""
                SELECT id, kind, attempts FROM _job WHERE ((state = 'waiting' AND due <= \(now.microseconds)) OR (state = 'running' AND leased_until <= \(now.microseconds)))
                AND kind IN (\(list: kinds.keys.sorted().map { .text($0) })) ORDER BY priority DESC, due, id LIMIT \(limit)
                """ + SQL(raw: writer.dialect.skipLocked))
            guard !due.isEmpty else { return nil }
            return try due.compactMap { row -> JobRun? in
                guard let id = row.int(0), let name = row.text(1), let kind = kinds[name] else { return nil }
                if Int(clamping: row.int(2) ?? 0) >= kind.maxAttempts {
                    // Its last run never reported back: it may be what ends the process.
                    let reason = "The last of \(kind.maxAttempts) attempts ended without a word."
                    try writer.run("UPDATE _job SET state = 'dead', key = NULL, lease = lease + 1, reason = \(reason) WHERE id = \(id)")
                    return nil
                }
                let until = now + kind.lease
                let taken = try writer.row("""
                    UPDATE _job SET state = 'running', attempts = attempts + 1, lease = lease + 1, leased_until = \(until.microseconds)
                    WHERE id = \(id) RETURNING payload, attempts, lease, cause, depth
                    """)
                guard let taken else { return nil }
                return JobRun(
                    workspace: workspace, id: id, kind: name, payload: try JSON(parsing: taken.text(0) ?? "null"), attempt: Int(clamping: taken.int(1) ?? 1),
                    fence: taken.int(2) ?? 0, cause: taken.int(3), depth: Int(clamping: taken.int(4) ?? 0))
            }
        }
    }

    private func attempt(_ job: JobRun) async {
        guard let kind = kinds[job.kind] else { return }
        let trace = Trace(name: "job \(job.kind)")
        let heartbeat = Task { await self.renew(job, every: kind.lease) }
        defer { heartbeat.cancel() }
        do {
            try await Trace.$current.withValue(trace) { try await kind.run(job) }
            try await job.end()
        } catch JobError.leaseLost {
            logger.notice("A job was finished by somebody else", metadata: ["job": "\(job.kind)", "id": "\(job.id)"])
        } catch {
            await failed(job, kind, error, trace)
        }
    }

    private func renew(_ job: JobRun, every lease: Duration) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: lease / 3) } catch { return }
            let until = workspace.clock.now() + lease
            do {
                try await workspace.store.write { _ = try $0.run("UPDATE _job SET leased_until = \(until.microseconds) WHERE id = \(job.id) AND lease = \(job.fence)") }
            } catch { logger.warning("A lease was not renewed", metadata: ["job": "\(job.kind)", "error": "\(error)"]) }
        }
    }

    private func failed(_ job: JobRun, _ kind: JobKind, _ error: any Error, _ trace: Trace) async {
        let isDead = if case JobError.permanent = error { true } else { job.attempt >= kind.maxAttempts }
        let reason = if case JobError.permanent(let why) = error { why } else { "\(error)" }
        let due = workspace.clock.now() + Backoff.delay(attempt: job.attempt, base: 1)
        logger.error("A job failed", metadata: ["job": "\(job.kind)", "attempt": "\(job.attempt)", "dead": "\(isDead)", "error": "\(reason)", "trace": "\(trace.id)"])
        do {
            try await workspace.store.write { writer in
                try writer.run("""
                    UPDATE _job SET state = \(isDead ? "dead" : "waiting"), due = \(due.microseconds), reason = \(reason), key = CASE WHEN \(isDead ? 1 : 0) = 1 THEN NULL ELSE key END
                    WHERE id = \(job.id) AND lease = \(job.fence)
                    """)
            }
        } catch { logger.error("A failed job could not be written down; its lease will run out", metadata: ["job": "\(job.kind)", "error": "\(error)"]) }
    }

    private func nextDue() async throws -> Instant? {
        // Kinds that nobody here knows wait for a version that does.
        guard !kinds.isEmpty else { return nil }
        let names = kinds.keys.sorted().map { SQLValue.text($0) }
        return try await workspace.store.read { reader in
            try reader.value("""
                SELECT min(CASE state WHEN 'waiting' THEN due ELSE leased_until END) FROM _job WHERE state IN ('waiting', 'running') AND kind IN (\(list: names))
                """)?.int
        }.map { Instant(microseconds: $0) }
    }
}

extension JobRun {
    /// Ends a job that did not end itself.
    fileprivate func end() async throws {
        try await workspace.store.write { [id, fence] writer in
            _ = try writer.run("DELETE FROM _job WHERE id = \(id) AND lease = \(fence) AND state = 'running'")
        }
    }
}
