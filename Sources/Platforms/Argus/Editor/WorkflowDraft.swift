import Kernel
import Model

/// A workflow while somebody edits it: everything as it was typed, right or wrong.
struct WorkflowDraft: Sendable, Equatable {
    struct Step: Sendable, Equatable {
        /// Stable while editing.
        let id: String
        let action: String
        var name: String
        /// The settings as typed, by parameter.
        var settings: [String: String]
    }

    var name = ""
    var trigger = ""
    var condition = ""
    /// The version that was opened; what somebody saved in between is not overwritten.
    var version: Int64 = 0
    var steps: [Step] = []
}

extension WorkflowDraft {
    init(_ workflow: Record<Workflow>) throws {
        name = workflow[Workflow.name]
        trigger = workflow[Workflow.trigger]
        condition = workflow[Workflow.condition] ?? ""
        version = workflow.version
        steps = try PlannedStep.list(parsing: workflow[Workflow.steps]).enumerated().map { index, step in
            Step(id: "s\(index + 1)", action: step.action, name: step.name, settings: Dictionary(
                step.input.map { ($0.key, $0.value.stringValue ?? $0.value.description) }, uniquingKeysWith: { _, last in last }))
        }
    }

    /// Reads what the step list posts: `step` once a step as `<id>:<kind>`, its fields as `<id>.<field>`.
    init(_ fields: [(name: String, value: String)]) {
        let values = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        name = values["trigger._name"] ?? ""
        trigger = values["trigger._event"] ?? ""
        condition = values["trigger._condition"] ?? ""
        version = values["trigger._version"].flatMap { Int64($0) } ?? 0
        steps = fields.filter { $0.name == "step" }.prefix(PlannedStep.limit).compactMap { field in
            let parts = field.value.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            let prefix = parts[0] + "."
            let own = values.filter { $0.key.hasPrefix(prefix) && !$0.key.hasPrefix(prefix + "_") }
            return Step(
                id: parts[0], action: parts[1], name: values[prefix + "_name"] ?? "",
                settings: Dictionary(own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }, uniquingKeysWith: { _, last in last }))
        }
        for index in steps.indices where steps[index].name.allSatisfy(\.isWhitespace) { steps[index].name = freshName(for: steps[index].action, except: index) }
    }

    /// What a button of the list asks for: `up:<id>`, `down:<id>`, `remove:<id>` or `add:<kind>`.
    mutating func apply(_ command: String) {
        let parts = command.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return }
        let index = steps.firstIndex { $0.id == parts[1] }
        switch (parts[0], index) {
        case ("up", let index?) where index > 0: steps.swapAt(index, index - 1)
        case ("down", let index?) where index + 1 < steps.count: steps.swapAt(index, index + 1)
        case ("remove", let index?): steps.remove(at: index)
        case ("add", _) where steps.count < PlannedStep.limit:
            let number = (1...).first { number in !steps.contains { $0.id == "s\(number)" } } ?? 0
            steps.append(Step(id: "s\(number)", action: parts[1], name: freshName(for: parts[1], except: nil), settings: [:]))
        default: break
        }
    }

    /// `deal` for `spark.deal.create`, `deal2` when there is one already.
    private func freshName(for action: String, except: Int?) -> String {
        let parts = action.split(separator: ".").map(String.init)
        let base = parts.count >= 2 ? parts[parts.count - 2] : "step"
        let taken = Set(steps.indices.filter { $0 != except }.map { steps[$0].name })
        if !taken.contains(base) { return base }
        return (2...).lazy.map { "\(base)\($0)" }.first { !taken.contains($0) } ?? base
    }

    /// The steps as they are kept: blank settings left out, JSON parameters as JSON.
    func planned(_ kinds: [StepKind]) -> [PlannedStep] {
        steps.map { step in
            let parameters = kinds.first { $0.name == step.action }?.parameters ?? []
            let order = parameters.map(\.field.name)
            let filled = step.settings.filter { !$0.value.allSatisfy(\.isWhitespace) }
            let sorted = filled.sorted { left, right in
                (order.firstIndex(of: left.key) ?? .max, left.key) < (order.firstIndex(of: right.key) ?? .max, right.key)
            }
            let structured = Set(parameters.filter { $0.field.kind == .json }.map(\.field.name))
            return PlannedStep(step.name, step.action, with: JSONObject(sorted.map { name, text in
                (name, structured.contains(name) ? (try? JSON(parsing: text)) ?? .string(text) : .string(text))
            }))
        }
    }

    /// What keeps the draft from being saved. Fields are named as the form names them: `trigger._name`, `s1.contact`, and
    /// `s1.` for what concerns the step as a whole.
    func problems(_ kinds: [StepKind], in catalog: Catalog) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        var known = StartValues.known(in: catalog)
        if name.allSatisfy(\.isWhitespace) { problems.append(FieldProblem("trigger._name", "Give the workflow a name.")) }
        if !Trigger.exists(trigger, in: catalog) { problems.append(FieldProblem("trigger._event", trigger.isEmpty ? "Choose what starts it." : "Nothing that happens is called “\(trigger)”.")) }
        if !condition.allSatisfy(\.isWhitespace), let problem = Setting.problem(inCondition: condition, knowing: known) {
            problems.append(FieldProblem("trigger._condition", problem))
        }
        var names: [String] = []
        for (step, planned) in zip(steps, planned(kinds)) {
            if let problem = WorkflowRules.nameProblem(step.name, after: names) { problems.append(FieldProblem("\(step.id)._name", problem)) }
            problems += WorkflowRules.problems(of: planned, among: kinds, knowing: known).map { FieldProblem("\(step.id).\($0.field)", $0.message) }
            names.append(step.name)
            known.append(step.name)
        }
        return problems
    }
}
