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
            let (moved, retry) = try await step()
            if !moved { return retry }
        }
    }

    /// New reactions begin at the end of the log; known ones where they stopped.
    private func prepare() async throws {
        guard !isPrepared else { return }
        let names = reactions.map(\.name)
        positions = try await workspace.write(as: .system) { tx in
            let last = try tx.lastEvent()
            for name in names {
                try tx.writer.run("INSERT INTO _position (reaction, event) VALUES (\(name), \(last)) ON CONFLICT (reaction) DO NOTHING")
            }
            let rows = try tx.writer.rows("SELECT reaction, event FROM _position")
            return Dictionary(rows.compactMap { row in row.text(0).map { ($0, row.int(1) ?? 0) } }, uniquingKeysWith: max)
        }
        isPrepared = true
    }

    private func step() async throws -> (moved: Bool, retry: Instant?) {
        guard let start = reactions.compactMap({ positions[$0.name] }).min() else { return (false, nil) }
        let events = try await workspace.read(as: .system) { try $0.events(after: start, limit: Self.batch) }
        guard let last = events.last?.id else { return (false, nil) }
        var earliest: Instant?
        var passed: [String: Int64] = [:]
        for reaction in reactions {
            guard let position = positions[reaction.name], position < last else { continue }
            var reached = position
            var retry: Instant?
            for event in events where event.id > position {
                if reaction.handles(event.kind) {
                    retry = try await run(reaction, event)
                    guard retry == nil else { break }
                }
                reached = event.id
            }
            if let retry { earliest = Swift.min(earliest ?? retry, retry) }
            if reached > (positions[reaction.name] ?? 0) { passed[reaction.name] = reached }
        }
        guard !passed.isEmpty else { return (events.contains { $0.id > start } && earliest == nil, earliest) }
        // Events that a reaction does not handle only move its position; once for the whole batch.
        let moves = passed
        try await workspace.store.write { writer in
            for (name, event) in moves.sorted(by: { $0.key < $1.key }) {
                try writer.run("UPDATE _position SET event = \(event), attempts = 0, retry_at = 0 WHERE reaction = \(name) AND event < \(event)")
            }
        }
        positions.merge(passed) { _, new in new }
        return (earliest == nil || passed.count > 1 ? true : false, earliest)
    }

    /// Runs one reaction to one event, unless another process already has.
    ///
    /// - Returns: when to try again, if it failed.
    private func run(_ reaction: Reaction, _ event: StoredEvent) async throws -> Instant? {
        let waiting = try await workspace.store.read { try $0.value("SELECT retry_at FROM _position WHERE reaction = \(reaction.name)")?.int ?? 0 }
        if waiting > workspace.clock.now().microseconds { return Instant(microseconds: waiting) }
        let trace = Trace(name: "reaction \(reaction.name)")
        do {
            try await Trace.$current.withValue(trace) {
                try await workspace.write(as: .onBehalf(of: event.actor), cause: event.id, depth: event.depth + 1) { tx in
                    guard try tx.writer.run("UPDATE _position SET event = \(event.id), attempts = 0, retry_at = 0 WHERE reaction = \(reaction.name) AND event < \(event.id)") == 1 else { return }
                    guard event.depth < Self.maxDepth else {
                        return try Self.putAside(reaction, event, "The chain of causes is longer than \(Self.maxDepth): \(event.kind) leads to itself.", tx)
                    }
                    try reaction.run(event, tx)
                }
            }
            positions[reaction.name] = event.id
            return nil
        } catch {
            return try await failed(reaction, event, error, trace)
        }
    }

    private func failed(_ reaction: Reaction, _ event: StoredEvent, _ error: any Error, _ trace: Trace) async throws -> Instant? {
        logger.error("A reaction failed", metadata: ["reaction": "\(reaction.name)", "event": "\(event.id)", "error": "\(error)", "trace": "\(trace.id)"])
        let retry: Instant? = try await workspace.write(as: .system) { tx in
            let attempts = Int(clamping: try tx.writer.value("UPDATE _position SET attempts = attempts + 1 WHERE reaction = \(reaction.name) RETURNING attempts")?.int ?? 1)
            if attempts >= Self.maxAttempts {
                try Self.putAside(reaction, event, "\(error)", tx)
                try tx.writer.run("UPDATE _position SET event = \(event.id), attempts = 0, retry_at = 0 WHERE reaction = \(reaction.name)")
                return nil
            }
            let due = tx.now + Backoff.delay(attempt: attempts)
            try tx.writer.run("UPDATE _position SET retry_at = \(due.microseconds) WHERE reaction = \(reaction.name)")
            return due
        }
        if retry == nil { positions[reaction.name] = event.id }
        return retry
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
