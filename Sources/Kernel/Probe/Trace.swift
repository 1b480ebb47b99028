import Synchronization

/// What one request, reaction or job did: its statements and its spans.
///
/// Bind it with `Trace.$current.withValue(trace) { … }`; the store and the kernel record into `Trace.current`.
/// A task-local value does not follow to another thread: whoever hops hands the trace over.
/// Recording costs one uncontended lock and one append (about 100 ns).
public final class Trace: Sendable {
    /// The trace of the running task, if any.
    @TaskLocal public static var current: Trace?

    /// Statements beyond this number are counted, not kept. Spans have the same bound.
    public static let recordLimit = 1_000

    public let id: TraceID
    /// What is traced: `GET /contacts`, `reaction spark.points`, `job mail`.
    public let name: String
    /// When the trace began, for durations.
    public let start: ContinuousClock.Instant
    private let state = Mutex(State())

    private struct State {
        var statements: [StatementRecord] = []
        var statementCount = 0
        var statementNanoseconds: Int64 = 0
        var spans: [Span] = []
        var spanCount = 0
    }

    public init(id: TraceID = TraceID(), name: String = "") {
        self.id = id
        self.name = name
        start = ContinuousClock.now
    }

    /// Records one executed statement. `shape` is the SQL text with placeholders.
    public func record(statement shape: String, nanoseconds: Int64, at callSite: CallSite) {
        state.withLock { state in
            state.statementCount += 1
            state.statementNanoseconds &+= nanoseconds
            guard state.statements.count < Trace.recordLimit else { return }
            state.statements.append(StatementRecord(shape: shape, nanoseconds: nanoseconds, callSite: callSite))
        }
    }

    /// All statements so far, those beyond the limit included.
    public var statementCount: Int { state.withLock(\.statementCount) }
    /// The time spent in statements.
    public var statementNanoseconds: Int64 { state.withLock(\.statementNanoseconds) }
    /// The first `recordLimit` statements, in order.
    public var statements: [StatementRecord] { state.withLock(\.statements) }
    /// The first `recordLimit` finished spans, in the order they finished.
    public var spans: [Span] { state.withLock(\.spans) }

    /// Statements of one shape that ran at least `least` times from one place, most frequent first.
    ///
    /// Cost: linear in the kept statements. Empty for a trace that is free of N+1 queries.
    public func repeated(atLeast least: Int) -> [RepeatedStatement] {
        struct Group: Hashable {
            let shape: String
            let callSite: CallSite
        }
        var counts: [Group: Int] = [:]
        for record in statements {
            counts[Group(shape: RepeatedStatement.folded(record.shape), callSite: record.callSite), default: 0] += 1
        }
        return counts
            .filter { $0.value >= least }
            .map { RepeatedStatement(shape: $0.key.shape, count: $0.value, callSite: $0.key.callSite) }
            .sorted { ($1.count, $0.shape) < ($0.count, $1.shape) }
    }

    /// N+1 findings: `repeated(atLeast: 5)`.
    public var repeated: [RepeatedStatement] { repeated(atLeast: 5) }

    func finish(_ span: Span) {
        state.withLock { state in
            state.spanCount += 1
            guard state.spans.count < Trace.recordLimit else { return }
            state.spans.append(span)
        }
    }
}
