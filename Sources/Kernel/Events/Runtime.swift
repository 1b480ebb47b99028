import JSON
import Logging
import Records
import Store
import Synchronization
import Timekeeping

/// What keeps one workspace moving: reactions, jobs and timers, woken by commits and by the clock.
public final class Runtime: Sendable {
    public let workspace: Workspace
    private let dispatcher: Dispatcher
    private let runner: JobRunner
    private let schedules: [Schedule]
    private let logger: Logger
    private let bell = Bell()
    private let loop = Mutex<Task<Void, Never>?>(nil)

    public init(_ workspace: Workspace, reactions: [Reaction], jobs: [JobKind], schedules: [Schedule] = [], logger: Logger = Logger(label: "sextant.runtime")) {
        self.workspace = workspace
        self.logger = logger
        self.schedules = schedules
        dispatcher = Dispatcher(workspace, reactions: reactions, logger: logger)
        runner = JobRunner(workspace, kinds: jobs + schedules.map(\.job), logger: logger)
        workspace.onCommit { [bell] in bell.ring() }
    }

    /// Works until `stop`.
    public func start() {
        loop.withLock { loop in
            guard loop == nil else { return }
            loop = Task { await self.work() }
        }
    }

    public func stop() async {
        let task = loop.withLock { loop in
            defer { loop = nil }
            return loop
        }
        task?.cancel()
        bell.ring()
        await task?.value
    }

    /// Runs everything that can run now: what a test waits for instead of sleeping.
    ///
    /// - Returns: when there is something to do again.
    @discardableResult
    public func settle() async throws -> Instant? {
        while true {
            try await plan()
            let position = try await lastEvent()
            let retry = try await dispatcher.drain()
            let due = try await runner.drain()
            // A schedule that has just run wants its next time in the queue before anybody sleeps.
            if try await plan() { continue }
            if try await lastEvent() == position { return [retry, due].compactMap { $0 }.min() }
        }
    }

    private func work() async {
        while !Task.isCancelled {
            var due: Instant?
            do { due = try await settle() } catch is CancellationError { return } catch {
                if Task.isCancelled { return }
                logger.error("The runtime of a workspace stumbled; it goes on", metadata: ["workspace": "\(workspace.slug)", "error": "\(error)"])
            }
            await pause(until: due)
        }
    }

    /// Waits for a commit or for the time something is due; on PostgreSQL other processes commit too, so no longer than a second.
    private func pause(until due: Instant?) async {
        let longest: Duration = workspace.store.dialect == .postgres ? .seconds(1) : .seconds(30)
        let wait = due.map { Swift.max(.milliseconds(20), Swift.min(longest, $0 - workspace.clock.now())) } ?? longest
        let timer = Task { [bell] in
            do { try await Task.sleep(for: wait) } catch { return }
            bell.ring()
        }
        await bell.wait()
        timer.cancel()
    }

    private func lastEvent() async throws -> Int64 {
        try await workspace.store.read { try $0.value("SELECT max(id) FROM _event")?.int ?? 0 }
    }

    /// Sees to it that every schedule has its next time in the queue.
    ///
    /// - Returns: whether one was missing.
    @discardableResult
    private func plan() async throws -> Bool {
        guard !schedules.isEmpty else { return false }
        let schedules = schedules
        let missing = try await workspace.store.read { reader in
            let waiting = Set(try reader.rows("SELECT key FROM _job WHERE kind IN (\(list: schedules.map { .text($0.job.name) }))").compactMap { $0.text(0) })
            return schedules.filter { !waiting.contains($0.name) }
        }
        guard !missing.isEmpty else { return false }
        return try await workspace.write(as: .system) { tx in
            var isPlanned = false
            for schedule in missing {
                guard let next = schedule.next(tx.now) else { continue }
                if try tx.enqueue(schedule.job.name, .null, key: schedule.name, due: next) { isPlanned = true }
            }
            return isPlanned
        }
    }
}

/// Work at recurring times. Survives restarts: the next time is a row, and a time missed while the suite was down runs once.
public struct Schedule: Sendable {
    public let name: String
    let next: @Sendable (Instant) -> Instant?
    let job: JobKind

    public init(_ name: String, next: @escaping @Sendable (Instant) -> Instant?, run: @escaping @Sendable (JobRun) async throws -> Void) {
        self.name = name
        self.next = next
        job = JobKind("schedule.\(name)", run)
    }

    /// Every `interval`, counted from 1970 so that restarts do not shift it.
    public init(_ name: String, every interval: Duration, run: @escaping @Sendable (JobRun) async throws -> Void) {
        let step = Swift.max(1, interval.components.seconds) * 1_000_000
        self.init(name, next: { Instant(microseconds: ($0.microseconds / step + 1) * step) }, run: run)
    }
}
