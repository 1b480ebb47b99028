import Probe
import Synchronization

/// One waiting write: it runs, and later, when its fate is known, it answers.
// Handed from the waiting task to the one writer thread, and touched by nobody else in between.
class WriteJob: @unchecked Sendable {
    let trace: Trace?
    /// What the task that waits has said; read when the job's turn comes.
    let isCancelled = Atomic<Bool>(false)
    /// Why it is not kept. Touched only by the thread that runs the job.
    var failure: (any Error)?
    var afterCommit: [@Sendable () -> Void] = []

    init(trace: Trace?) { self.trace = trace }

    /// Runs the body and keeps its value. May be called again after a rollback.
    func perform(_ writer: Writer) throws {}
    /// Resumes the waiting task with the value, or with `failure`. Called once.
    func answer() {}
}

// Its result is set by the writer thread before it answers, and read by nobody earlier.
final class TypedWriteJob<T: Sendable>: WriteJob, @unchecked Sendable {
    private let body: @Sendable (Writer) throws -> T
    private let done: @Sendable (Result<T, any Error>) -> Void
    private var value: T?

    init(trace: Trace?, _ body: @escaping @Sendable (Writer) throws -> T, done: @escaping @Sendable (Result<T, any Error>) -> Void) {
        self.body = body
        self.done = done
        super.init(trace: trace)
    }

    override func perform(_ writer: Writer) throws { value = try body(writer) }

    override func answer() {
        if let failure { return done(.failure(failure)) }
        guard let value else { return done(.failure(StoreError.closed)) }
        done(.success(value))
    }
}
