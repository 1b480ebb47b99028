import Kernel
import Model

/// Starts the workflows that wait for an event, each once for each event.
enum StartReaction {
    /// How often a workflow may stand in the chain of causes of one event before it is taken for a loop.
    static let maxLaps = 3

    static let reaction = Reaction("argus.start", when: { !$0.hasPrefix("run.") && !$0.hasPrefix("run_step.") }) { event, tx in
        let waiting = try tx.fetch(Query(Workflow.self).where(Workflow.trigger == event.kind && Workflow.status == "active").order(by: Workflow.name).limit(AnyQuery.maxLimit))
        guard !waiting.isEmpty else { return }
        let values = try StartValues.load(event, tx)
        let lineage = try Lineage.load(event, tx)
        for workflow in waiting { try start(workflow, event, values, lineage, tx) }
    }

    private static func start(_ workflow: Record<Workflow>, _ event: StoredEvent, _ values: RunValues, _ lineage: Lineage, _ tx: Transaction) throws {
        guard lineage.laps(of: workflow.key) < maxLaps else {
            return try refuse(workflow, "It led to itself \(maxLaps) times. The chain was cut here.", tx)
        }
        do throws(SettingError) {
            guard try values.satisfy(workflow[Workflow.condition] ?? "", at: tx.now) else { return }
        } catch { return try refuse(workflow, "The condition could not be answered: \(error.says)", tx) }
        var values = values
        lineage.adding(workflow.key).write(to: &values)
        var run = tx.new(Run.self)
        run[Run.workflow] = workflow.key
        run[Run.workflowName] = workflow[Workflow.name]
        run[Run.event] = Int(event.id)
        run[Run.contact] = StartValues.contact(in: values)
        run[Run.steps] = workflow[Workflow.steps]
        run[Run.values] = values.text
        run[Run.startedAt] = tx.now
        try tx.save(&run)
        try tx.enqueue(RunJob.kind, ["run": .string(run.key.text)], key: run.key.text)
    }

    private static func refuse(_ workflow: Record<Workflow>, _ reason: String, _ tx: Transaction) throws {
        try tx.record(RunRefused(workflow: workflow.key, workflowName: workflow[Workflow.name], reason: reason))
    }
}

/// The workflows whose runs led to an event, oldest first.
struct Lineage: Sendable {
    /// Chains are cut long before; this only keeps the row small.
    private static let limit = 64

    let workflows: [String]

    /// One statement, and none for an event that nothing caused.
    static func load(_ event: StoredEvent, _ db: Database) throws -> Lineage {
        guard let cause = event.cause else { return Lineage(workflows: []) }
        let parents = try db.fetch(Query(Run.self).where(Run.event == Int(cause)).limit(AnyQuery.maxLimit))
        // Several runs may have started at the cause; which of them wrote the event is not known, so the longest line counts.
        let lines = try parents.map { try RunValues(parsing: $0[Run.values])["lineage"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        return Lineage(workflows: lines.max { $0.count < $1.count } ?? [])
    }

    func laps(of workflow: Key<Workflow>) -> Int { workflows.count { $0 == workflow.text } }

    func adding(_ workflow: Key<Workflow>) -> Lineage { Lineage(workflows: (workflows + [workflow.text]).suffix(Self.limit)) }

    func write(to values: inout RunValues) { values["lineage"] = .array(workflows.map { .string($0) }) }
}
