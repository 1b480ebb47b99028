import Kernel
import Model

/// What a step did.
struct StepResult {
    let outcome: Outcome
    /// The outcome's record and values, as later steps see them.
    let values: JSON
    private let record: AnyRecord?

    /// Runs the step's action, and reads the record it led to: one statement more than the action.
    ///
    /// - Throws: `StepFailure` for what the action refused; anything else as it came, so that the store may try again.
    init(run step: PlannedStep, with input: JSONObject, in tx: Transaction) throws {
        do {
            outcome = try tx.act(step.action, input)
        } catch let error as any Explained {
            throw StepFailure(step: step.name, error.explanation, input: input, isStale: error.isStale)
        }
        record = try outcome.record.flatMap { try tx.find($0.object, $0.id) }
        var members = record?.values.objectValue ?? JSONObject()
        for (name, value) in outcome.values { members[name] = value }
        values = .object(members)
    }

    func journal(of run: Key<Run>, _ position: Int, _ step: PlannedStep, _ input: JSONObject, _ tx: Transaction) -> Record<RunStep> {
        var row = tx.new(RunStep.self)
        row[RunStep.run] = run
        row[RunStep.position] = position
        row[RunStep.action] = step.action
        row[RunStep.status] = "done"
        row[RunStep.input] = JSON.object(input).description
        row[RunStep.output] = output.description
        row[RunStep.says] = outcome.says
        return row
    }

    private var output: JSON {
        var members = JSONObject()
        if let record {
            members["object"] = .string(record.object.name)
            members["id"] = .string(record.key.text)
            members["title"] = .string(record.title)
        }
        for (name, value) in outcome.values { members[name] = value }
        return .object(members)
    }
}

extension Explained {
    /// Somebody else wrote in between; the next attempt sees what they wrote.
    fileprivate var isStale: Bool { if case .stale? = self as? RecordError { true } else { false } }
}
