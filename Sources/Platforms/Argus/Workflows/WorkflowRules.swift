import Kernel
import Model

/// What must be true of a workflow before it may run.
enum WorkflowRules {
    /// Problems that can be seen without knowing the suite's actions.
    static func problems(_ workflow: Record<Workflow>, in catalog: Catalog) throws -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if !Trigger.exists(workflow[Workflow.trigger], in: catalog) {
            problems.append(FieldProblem("trigger", "Nothing that happens is called “\(workflow[Workflow.trigger])”."))
        }
        var known = StartValues.known(in: catalog)
        if let condition = workflow[Workflow.condition], let problem = Setting.problem(inCondition: condition, knowing: known) {
            problems.append(FieldProblem("condition", problem))
        }
        let steps = try PlannedStep.list(parsing: workflow[Workflow.steps])
        if steps.isEmpty { problems.append(FieldProblem("steps", "A workflow needs at least one step. Open its editor and add one.")) }
        for step in steps {
            problems += settingProblems(of: step, knowing: known).map { FieldProblem("steps", "Step “\(step.name)”, \($0.field): \($0.message)") }
            known.append(step.name)
        }
        return problems
    }

    /// Whether a step's settings can be read, and name only what a run knows by then.
    static func settingProblems(of step: PlannedStep, knowing names: [String]) -> [FieldProblem] {
        step.input.compactMap { name, value in Setting.problem(in: value, knowing: names).map { FieldProblem(name, $0) } }
    }

    /// Whether the step's action exists and gets what it needs.
    static func problems(of step: PlannedStep, among actions: [StepKind], knowing names: [String]) -> [FieldProblem] {
        guard let action = actions.first(where: { $0.name == step.action }) else {
            return [FieldProblem("", "There is no action “\(step.action)”. Remove this step and add another.")]
        }
        let strangers = step.input.keys.filter { name in !action.parameters.contains { $0.field.name == name } }
            .map { FieldProblem("", "“\(action.title)” has no parameter “\($0)”.") }
        let missing = action.parameters.filter { parameter in
            guard parameter.field.isRequired else { return false }
            let value = step.input[parameter.field.name] ?? .null
            return value.isNull || value.stringValue.map { $0.allSatisfy(\.isWhitespace) } ?? false
        }.map { FieldProblem($0.field.name, "\($0.field.title) is required.") }
        let broken = action.parameters.filter { parameter in
            guard parameter.field.kind == .json, let text = step.input[parameter.field.name]?.stringValue else { return false }
            return Setting.expression(text) == nil
        }.map { FieldProblem($0.field.name, "This is not JSON.") }
        return strangers + missing + broken + settingProblems(of: step, knowing: names)
    }

    /// What is wrong with the name of a step; later steps call its result by it.
    static func nameProblem(_ name: String, after others: [String]) -> String? {
        if !Setting.isName(name) { return "Use letters, digits and _, beginning with a letter." }
        if Setting.always.contains(name) || ["true", "false", "null", "in", "lineage"].contains(name) { return "“\(name)” means something else already." }
        return others.contains(name) ? "Another step is called “\(name)”." : nil
    }
}

/// An action of the suite as a step sees it.
struct StepKind: Sendable {
    let name: String
    let title: String
    let parameters: [Parameter]
}

extension StepKind {
    init(_ action: AnyAction) { self.init(name: action.name, title: action.title, parameters: action.parameters) }
}
