import JSON
import Logging
import Probe
@_spi(Kernel) import Records
import Store
import Timekeeping

/// Reads the event log in order and runs every reaction, each from its own position.
public actor Dispatcher {
    /// Chains longer than this are loops; what would make them longer is put aside.
    public static let maxDepth = 24
    static let maxAttempts = 8
    private static let batch = 500

    private let workspace: Workspace
    private let reactions: [Reaction]
    private let logger: Logger
    private var positions: [String: Int64] = [:]
    /// Reactions that failed and are not to be tried before then; the others go on without them.
    private var waiting: [String: Instant] = [:]
    private var isPrepared = false

    public init(_ workspace: Workspace, reactions: [Reaction], logger: Logger = Logger(label: "sextant.events")) {
        self.workspace = workspace
        self.reactions = reactions
        self.logger = logger
    }

    /// Runs reactions until nothing is left to do now.
    ///
    /// - Returns: when the earliest failed reaction wants to be tried again; `nil` when none does.
    @discardableResult
    public func drain() async throws -> Instant? {
        try await prepare()
        while true {
            let now = workspace.clock.now()
            waiting = waiting.filter { $0.value > now }
            guard try await advance(reactions.filter { waiting[$0.name] == nil }) else { return waiting.values.min() }
        }
    }

    /// New reactions begin at the end of the log; known ones where they stopped.
    private func prepare() async throws {
        guard !isPrepared else { return }
        let names = reactions.map(\.name)
        let rows = try await workspace.write(as: .system) { tx in
            let last = try tx.lastEvent()
            for name in names {
                try tx.writer.run("INSERT INTO _position (reaction, event) VALUES (\(name), \(last)) ON CONFLICT (reaction) DO NOTHING")
            }
            return try tx.writer.rows("SELECT reaction, event, retry_at FROM _position")
        }
        for row in rows {
            guard let name = row.text(0) else { continue }
            positions[name] = row.int(1) ?? 0
            if let retry = row.int(2), retry > 0 { waiting[name] = Instant(microseconds: retry) }
        }
        isPrepared = true
    }

    /// Takes those of `ready` that lag the most one batch on.
    ///
    /// - Returns: false at the end of the log.
    private func advance(_ ready: [Reaction]) async throws -> Bool {
        guard let start = ready.compactMap({ positions[$0.name] }).min() else { return false }
        let events = try await workspace.read(as: .system) { try $0.events(after: start, limit: Self.batch) }
        guard let last = events.last?.id else { return false }
        var passed: [String: Int64] = [:]
        for reaction in ready where (positions[reaction.name] ?? last) < last {
            for event in events where event.id > (positions[reaction.name] ?? last) {
                guard reaction.handles(event.kind) else {
                    passed[reaction.name] = event.id
                    continue
                }
                guard try await run(reaction, event) else { break }
                passed[reaction.name] = nil
            }
        }
        guard !passed.isEmpty else { return true }
        // Events that a reaction does not handle only move its position; once for the whole batch.
        let moves = passed
        try await workspace.store.write { writer in
            for (name, event) in moves.sorted(by: { $0.key < $1.key }) {
                try writer.run("UPDATE _position SET event = \(event) WHERE reaction = \(name) AND event < \(event)")
            }
        }
        positions.merge(passed) { max($0, $1) }
        return true
    }

    /// Runs one reaction to one event, unless another process already has.
    ///
    /// - Returns: false when it failed and waits.
    private func run(_ reaction: Reaction, _ event: StoredEvent) async throws -> Bool {
        let trace = Trace(name: "reaction \(reaction.name)"), now = workspace.clock.now().microseconds
        do {
            let isOurs = try await Trace.$current.withValue(trace) {
                try await workspace.write(as: .onBehalf(of: event.actor), cause: event.id, depth: event.depth + 1) { tx in
                    let moved = try tx.writer.run("""
                        UPDATE _position SET event = \(event.id), attempts = 0, retry_at = 0
                        WHERE reaction = \(reaction.name) AND event < \(event.id) AND retry_at <= \(now)
                        """)
                    guard moved == 1 else { return false }
                    guard event.depth < Self.maxDepth else {
                        try Self.putAside(reaction, event, "The chain of causes is longer than \(Self.maxDepth): \(event.kind) leads to itself.", tx)
                        return true
                    }
                    try reaction.run(event, tx)
                    return true
                }
            }
            if isOurs { positions[reaction.name] = event.id } else { try await follow(reaction) }
        } catch let error as StoreError where error.isOutage {
            // Not the reaction's fault, so it does not count as an attempt.
            throw error
        } catch {
            try await failed(reaction, event, error, trace)
        }
        return waiting[reaction.name] == nil
    }

    /// Another process has moved the reaction on, or waits to try it again.
    private func follow(_ reaction: Reaction) async throws {
        guard let row = try await workspace.store.read({ try $0.row("SELECT event, retry_at FROM _position WHERE reaction = \(reaction.name)") }) else {
            throw StoreError.corrupt(place: "_position", reason: "the position of \(reaction.name) is gone")
        }
        positions[reaction.name] = max(positions[reaction.name] ?? 0, row.int(0) ?? 0)
        if let retry = row.int(1), retry > workspace.clock.now().microseconds { waiting[reaction.name] = Instant(microseconds: retry) }
    }

    private func failed(_ reaction: Reaction, _ event: StoredEvent, _ error: any Error, _ trace: Trace) async throws {
        logger.error("A reaction failed", metadata: ["reaction": "\(reaction.name)", "event": "\(event.id)", "error": "\(error)", "trace": "\(trace.id)"])
        let retry: Instant? = try await workspace.write(as: .system) { tx in
            // Only while the event is still ahead: another process may have done it meanwhile, or this one, before its connection broke.
            let counted = try tx.writer.value("UPDATE _position SET attempts = attempts + 1 WHERE reaction = \(reaction.name) AND event < \(event.id) RETURNING attempts")?.int
            guard let counted else { return nil }
            if counted >= Self.maxAttempts {
                try Self.putAside(reaction, event, "\(error)", tx)
                try tx.writer.run("UPDATE _position SET event = \(event.id), attempts = 0, retry_at = 0 WHERE reaction = \(reaction.name)")
                return nil
            }
            let due = tx.now + Backoff.delay(attempt: Int(clamping: counted))
            try tx.writer.run("UPDATE _position SET retry_at = \(due.microseconds) WHERE reaction = \(reaction.name)")
            return due
        }
        if let retry { waiting[reaction.name] = retry } else { try await follow(reaction) }
    }

    private static func putAside(_ reaction: Reaction, _ event: StoredEvent, _ reason: String, _ tx: Transaction) throws {
        try tx.writer.run("""
            INSERT INTO _dead (reaction, event, at, reason) VALUES (\(reaction.name), \(event.id), \(tx.now.microseconds), \(reason)) ON CONFLICT (reaction, event) DO NOTHING
            """)
    }
}

/// Exponential backoff with full jitter (Marc Brooker, “Exponential Backoff And Jitter”, AWS 2015).
enum Backoff {
    static func delay(attempt: Int, base: Double = 0.5, cap: Double = 3_600) -> Duration {
        let ceiling = Swift.min(cap, base * Double(1 << Swift.min(attempt, 20)))
        return .milliseconds(Int(Double.random(in: 0...ceiling) * 1_000))
    }
}

extension StoreError {
    /// Whether the database was out of reach, so that nothing is known about the work itself.
    var isOutage: Bool {
        switch self {
        case .busy, .full, .failedDisk, .unreachable, .refused, .overloaded, .cancelled, .closed, .readOnly: true
        default: false
        }
    }
}
