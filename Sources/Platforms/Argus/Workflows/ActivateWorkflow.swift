import Kernel
import Model

/// From now on the workflow runs when its trigger happens.
struct ActivateWorkflow: Action {
    static let name = "argus.workflow.activate"
    static let title = "Activate"
    static let parameters = [Parameter.record("workflow", Workflow.self)]
    static let permission = Permission(.update, Workflow.self)

    let workflow: Key<Workflow>

    func run(in tx: Transaction) throws -> Outcome {
        var record = try tx.require(workflow)
        let problems = try WorkflowRules.problems(record, in: tx.catalog)
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        record[Workflow.status] = "active"
        try tx.save(&record)
        return Outcome("“\(record.title)” is active. It runs the next time its trigger happens.", record: Subject(workflow))
    }
}

/// The workflow starts no more runs; those under way come to their end.
struct StopWorkflow: Action {
    static let name = "argus.workflow.stop"
    static let title = "Stop"
    static let parameters = [Parameter.record("workflow", Workflow.self)]
    static let permission = Permission(.update, Workflow.self)

    let workflow: Key<Workflow>

    func run(in tx: Transaction) throws -> Outcome {
        var record = try tx.require(workflow)
        record[Workflow.status] = "stopped"
        try tx.save(&record)
        return Outcome("“\(record.title)” is stopped. Runs under way come to their end.", record: Subject(workflow))
    }
}
