import GRDB
import Probe
import Synchronization

/// Waiting writes share one commit: BEGIN IMMEDIATE, a SAVEPOINT each, one COMMIT, then all are answered.
///
/// Measured on 2 cores, that is ten times the writes per second of single commits, because the fsync is the cost.
/// Nobody is answered before the COMMIT, failures neither: a failed body may have seen what a neighbour wrote.
extension SQLiteEngine {
    func write<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Writer) throws -> T) async throws -> T {
        let slot = Mutex<WriteJob?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = TypedWriteJob(trace: trace, body) { continuation.resume(with: $0) }
                slot.withLock { $0 = job }
                if Task.isCancelled { job.isCancelled.store(true, ordering: .relaxed) }
                do throws(StoreError) { try enqueue(job) } catch {
                    job.failure = error
                    job.answer()
                }
            }
        } onCancel: {
            slot.withLock { $0?.isCancelled.store(true, ordering: .relaxed) }
        }
    }

    private func enqueue(_ job: WriteJob) throws(StoreError) {
        let (refusal, mustStart): (StoreError?, Bool) = state.withLock { state in
            if state.isClosing { return (.closed, false) }
            if let broken = state.brokenBy { return (.readOnly(reason: broken.description), false) }
            let waiting = state.waiting.count - state.head
            if waiting >= options.waitingLimit { return (.overloaded(waiting: waiting), false) }
            state.waiting.append(job)
            defer { state.isWriting = true }
            return (nil, !state.isWriting)
        }
        if let refusal { throw refusal }
        guard mustStart else { return }
        pool.asyncWriteWithoutTransaction { [self] db in drain(db) }
    }

    /// Commits groups until nothing waits.
    private func drain(_ db: Database) {
        let session: SQLiteSession
        do throws(StoreError) { session = try self.session(of: db) } catch {
            return abandon(error)
        }
        while true {
            if let job = state.withLock({ $0.next() }) {
                commitGroup(from: job, session)
                refreshStatistics(session)
                continue
            }
            let (isDone, closers) = state.withLock { state in
                guard state.head == state.waiting.count else { return (false, [CheckedContinuation<Void, Never>]()) }
                state.isWriting = false
                return (true, state.takeClosersIfIdle())
            }
            closers.forEach { $0.resume() }
            if isDone { return }
        }
    }

    /// The figures are advice: where they cannot be written, as on a full disk, statements run as before.
    private func refreshStatistics(_ session: SQLiteSession) {
        do throws(StoreError) { try session.refreshStatistics() } catch { noteBroken(error) }
    }

    private func abandon(_ error: StoreError) {
        let (jobs, closers) = state.withLock { state in
            var jobs: [WriteJob] = []
            while let job = state.next() { jobs.append(job) }
            state.isWriting = false
            return (jobs, state.takeClosersIfIdle())
        }
        for job in jobs {
            job.failure = error
            job.answer()
        }
        closers.forEach { $0.resume() }
    }

    /// Runs `first` and those that wait behind it, commits and answers them.
    private func commitGroup(from first: WriteJob, _ session: SQLiteSession) {
        var group: [WriteJob] = []
        var next: WriteJob? = first
        let begin = ContinuousClock.now
        do throws(StoreError) {
            if let broken = state.withLock({ $0.brokenBy }) { throw .readOnly(reason: broken.description) }
            try session.control("BEGIN IMMEDIATE")
            while let job = next {
                group.append(job)
                guard runInSavepoint(job, session) else { return repeatAlone(group, session) }
                let isFull = group.count >= options.groupLimit || ContinuousClock.now - begin >= options.groupTime
                next = isFull ? nil : state.withLock { $0.next() }
            }
            try session.control("COMMIT")
        } catch {
            if group.isEmpty { group = [first] }
            return fail(group, error, session)
        }
        answer(group)
    }

    /// Returns false when SQLite has rolled back the whole transaction.
    private func runInSavepoint(_ job: WriteJob, _ session: SQLiteSession) -> Bool {
        guard !job.isCancelled.load(ordering: .relaxed) else {
            job.failure = StoreError.cancelled
            return true
        }
        let writer = Writer(session, trace: job.trace)
        defer { writer.end() }
        do {
            try session.setSavepoint(0)
            try job.perform(writer)
            if let failure = writer.failure { throw failure }
            // Left to the COMMIT, a deferred foreign key of one body would fail all of its neighbours.
            if session.hasOpenForeignKeys { throw StoreError.foreignKey(StoreError.Violation()) }
            try session.release(0)
            try session.resetPragmas()
            job.afterCommit = writer.afterCommit
        } catch {
            job.failure = error
            guard session.isInTransaction else { return false }
            do throws(StoreError) {
                try session.rollBack(to: 0)
                try session.resetPragmas()
            } catch { return false }
        }
        return session.isInTransaction
    }

    /// The last of `group` made SQLite roll back everything (a full disk, RAISE(ROLLBACK)). It keeps its failure;
    /// its neighbours, who did nothing wrong, run again, each in a transaction of its own.
    private func repeatAlone(_ group: [WriteJob], _ session: SQLiteSession) {
        endTransaction(session)
        for job in group.dropLast() {
            job.failure = nil
            do throws(StoreError) {
                try session.control("BEGIN IMMEDIATE")
                if runInSavepoint(job, session) { try session.control("COMMIT") }
            } catch {
                noteBroken(error)
                job.failure = error
            }
            endTransaction(session)
            answer([job])
        }
        guard let last = group.last else { return }
        if last.failure == nil { last.failure = StoreError.aborted(earlier: "SQLite rolled back the whole transaction") }
        answer([last])
    }

    private func fail(_ group: [WriteJob], _ error: StoreError, _ session: SQLiteSession) {
        endTransaction(session)
        noteBroken(error)
        for job in group {
            job.failure = error
            job.answer()
        }
    }

    private func answer(_ group: [WriteJob]) {
        for job in group where job.failure == nil { job.afterCommit.forEach { $0() } }
        for job in group {
            noteBroken(job.failure)
            job.answer()
        }
    }

    /// After an I/O error nobody knows what reached the disk (a failed fsync drops the pages), so nothing more is written.
    private func noteBroken(_ error: (any Error)?) {
        guard let error = error as? StoreError, case .failedDisk = error else { return }
        state.withLock { $0.brokenBy = $0.brokenBy ?? error }
    }

    private func endTransaction(_ session: SQLiteSession) {
        guard session.isInTransaction else { return }
        do throws(StoreError) { try session.control("ROLLBACK") } catch { noteBroken(StoreError.failedDisk(place: path, reason: error.description)) }
    }
}
