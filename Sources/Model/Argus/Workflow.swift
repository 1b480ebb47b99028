import Kernel

/// What shall happen when something happens: a trigger, a condition and a list of steps.
public enum Workflow: ObjectType {
    public static let object = Object("workflow", owner: .argus, title: "Workflow", columns: ["name", "trigger", "status", "updated_at"])

    public static let name = Field<String>("name", searchable: true)
    public static let trigger = Field<String>("trigger", indexed: true, help: "The name of an event.")
    public static let condition = Field<String?>("condition", kind: .code(language: "cel"), help: "Runs only when this is true.")
    public static let steps = Field<String>("steps", kind: .json, default: "[]")
    public static let status = Field<String>("status", kind: .choice([.init("draft", "Draft"), .init("active", "Active", color: "good"), .init("stopped", "Stopped", color: "bad")]), default: "draft")

    public static var fields: [any AnyField] { [name, trigger, condition, steps, status] }
}

/// One passage through a workflow.
public enum Run: ObjectType {
    public static let object = Object(
        "run", owner: .argus, title: "Run", titleField: "workflow_name", unique: [["workflow", "event"]], indexes: [["status", "started_at"], ["event"]],
        columns: ["workflow_name", "status", "contact", "step", "started_at", "finished_at"])

    public static let workflow = Field<Key<Workflow>>("workflow", onDelete: .cascade)
    public static let workflowName = Field<String>("workflow_name", "Workflow", searchable: true)
    public static let event = Field<Int>("event", help: "The event that started it.")
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let status = Field<String>("status", kind: .choice([.init("running", "Running", color: "argus"), .init("done", "Done", color: "good"), .init("failed", "Failed", color: "bad")]), default: "running")
    public static let step = Field<Int>("step", default: 0)
    public static let steps = Field<String>("steps", kind: .json, help: "The steps as they were when it started.")
    public static let values = Field<String>("values", kind: .json, help: "What the steps so far have made.")
    public static let startedAt = Field<Instant>("started_at", "Started")
    public static let finishedAt = Field<Instant?>("finished_at", "Finished")

    public static var fields: [any AnyField] { [workflow, workflowName, event, contact, status, step, steps, values, startedAt, finishedAt] }
}

/// What one step of a run took and gave.
public enum RunStep: ObjectType {
    public static let object = Object(
        "run_step", owner: .argus, title: "Step", titleField: "action", parent: "run", unique: [["run", "position"]], columns: ["run", "position", "action", "status", "says"])

    public static let run = Field<Key<Run>>("run", onDelete: .cascade)
    public static let position = Field<Int>("position")
    public static let action = Field<String>("action")
    public static let status = Field<String>("status", kind: .choice([.init("done", "Done", color: "good"), .init("failed", "Failed", color: "bad")]))
    public static let input = Field<String>("input", kind: .json)
    public static let output = Field<String>("output", kind: .json)
    public static let says = Field<String>("says", kind: .longText)

    public static var fields: [any AnyField] { [run, position, action, status, input, output, says] }
}

/// A workflow came to its end.
public struct RunFinished: Event {
    public static let name = "argus.run.finished"
    public static let title = "Workflow finished"

    public let run: Key<Run>
    public let workflowName: String
    public let contact: Key<Contact>?
    public let steps: Int
    public let milliseconds: Int
    public let cause: String

    public init(run: Key<Run>, workflowName: String, contact: Key<Contact>?, steps: Int, milliseconds: Int, cause: String) {
        self.run = run
        self.workflowName = workflowName
        self.contact = contact
        self.steps = steps
        self.milliseconds = milliseconds
        self.cause = cause
    }

    public var subject: Subject { Subject(run) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine {
        EventLine("Workflow ", workflowName, to: subject, " ran", detail: "\(steps == 1 ? "1 step" : "\(steps) steps") · \(milliseconds) ms · cause: \(cause)")
    }
}

/// A workflow stopped at a step that could not be done.
public struct RunFailed: Event {
    public static let name = "argus.run.failed"
    public static let title = "Workflow failed"

    public let run: Key<Run>
    public let workflowName: String
    public let contact: Key<Contact>?
    public let reason: String

    public init(run: Key<Run>, workflowName: String, contact: Key<Contact>?, reason: String) {
        self.run = run
        self.workflowName = workflowName
        self.contact = contact
        self.reason = reason
    }

    public var subject: Subject { Subject(run) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Workflow ", workflowName, to: subject, " failed", detail: reason) }
}

/// A workflow was not started although its trigger happened: its condition has no answer, or it leads to itself.
public struct RunRefused: Event {
    public static let name = "argus.run.refused"
    public static let title = "Workflow not started"

    public let workflow: Key<Workflow>
    public let workflowName: String
    public let reason: String

    public init(workflow: Key<Workflow>, workflowName: String, reason: String) {
        self.workflow = workflow
        self.workflowName = workflowName
        self.reason = reason
    }

    public var subject: Subject { Subject(workflow) }
    public var line: EventLine { EventLine("Workflow ", workflowName, to: subject, " was not started", detail: reason) }
}
