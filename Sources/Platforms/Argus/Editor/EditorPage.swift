import Kernel
import Model

/// The editor: one form, which works with and without JavaScript.
struct EditorPage {
    let visit: Kernel.Visit
    let key: Key<Workflow>?
    let draft: WorkflowDraft
    let problems: [FieldProblem]
    let status: String

    static func open(_ visit: Kernel.Visit) async throws -> Answer {
        guard let key = try key(visit) else { return EditorPage(visit: visit, key: nil, draft: WorkflowDraft(), problems: [], status: "draft").answer() }
        let workflow = try await visit.read { try $0.require(key) }
        return EditorPage(visit: visit, key: key, draft: try WorkflowDraft(workflow), problems: [], status: workflow[Workflow.status]).answer()
    }

    static func submit(_ visit: Kernel.Visit) async throws -> Answer {
        let key = try key(visit), posted = visit.request.form
        var draft = WorkflowDraft(posted.fields)
        let command = posted["do"] ?? "save"
        guard command == "save" || command == "activate" else {
            draft.apply(command)
            return EditorPage(visit: visit, key: key, draft: draft, problems: [], status: "draft").answer()
        }
        let kinds = visit.suite.actions.map(StepKind.init)
        var problems = draft.problems(kinds, in: visit.catalog)
        if command == "activate", draft.steps.isEmpty { problems.append(FieldProblem("", "Add a step before you activate it.")) }
        guard problems.isEmpty else { return EditorPage(visit: visit, key: key, draft: draft, problems: problems, status: "draft").answer(status: 422) }
        let saved = try await save(draft, as: key, kinds, visit)
        if command == "activate" { _ = try await visit.run(ActivateWorkflow.name, ["workflow": .string(saved.text)]) }
        return visit.redirect(visit.url(Workflow.object.name, saved.id), saying: command == "activate" ? "Saved. It runs the next time its trigger happens." : "Saved.")
    }

    private static func key(_ visit: Kernel.Visit) throws -> Key<Workflow>? {
        visit.path("id").isEmpty ? nil : try visit.key()
    }

    private static func save(_ draft: WorkflowDraft, as key: Key<Workflow>?, _ kinds: [StepKind], _ visit: Kernel.Visit) async throws -> Key<Workflow> {
        try await visit.write { tx in
            var workflow = try key.map { try tx.require($0) } ?? tx.new(Workflow.self)
            if key != nil, workflow.version != draft.version { throw RecordError.stale(object: Workflow.object.name) }
            workflow[Workflow.name] = draft.name
            workflow[Workflow.trigger] = draft.trigger
            workflow[Workflow.condition] = draft.condition.allSatisfy(\.isWhitespace) ? nil : draft.condition
            workflow[Workflow.steps] = draft.planned(kinds).text
            return try tx.save(&workflow)
        }
    }

    // MARK: Drawing

    private var url: String { key.map { "\(visit.url(Workflow.object.name, $0.id))/editor" } ?? "\(list)/new" }
    private var list: String { "\(PlatformBrand.argus.url)/\(Workflow.object.path)" }
    private var title: String { draft.name.isEmpty ? "New workflow" : draft.name }

    private func answer(status code: Int = 200) -> Answer {
        let crumbs = [NavLink(Workflow.object.plural, to: list), NavLink(title, to: url)]
        return visit.page(title, on: .argus, crumbs: crumbs, status: code, HTML(Head(title, truth: "\(truth)"), notice, help, steps))
    }

    private var truth: String { status == "active" ? "Active: what you save holds from the next run on." : "When something happens, do this." }

    private var notice: HTML {
        let whole = problems.filter { $0.field.isEmpty }.map(\.message)
        guard !problems.isEmpty else { return "" }
        let sentence = problems.count == 1 ? "One answer needs another look." : "\(problems.count) answers need another look."
        return "\(Notice(.bad, title: sentence, body: "\(whole.joined(separator: " "))"))"
    }

    private var help: Notice {
        Notice(.neutral, body: "Texts take <code>{{ contact.name }}</code>. A value that begins with <code>=</code> is an expression: <code>=contact.id</code>. What a step made is there under its name for the steps after it: <code>=deal.id</code>.")
    }

    private var steps: StepList {
        let actions = visit.suite.actions
        let brand = Trigger.platform(draft.trigger, in: visit.catalog)
        return StepList(
            to: url,
            trigger: .init(id: "trigger", kind: "trigger", title: draft.trigger.isEmpty ? "Something happens" : Trigger.title(draft.trigger, in: visit.catalog), platform: brand, fields: triggerFields, isOpen: true),
            steps: draft.steps.map { step in
                let action = actions.first { $0.name == step.action }
                return StepList.Step(
                    id: step.id, kind: step.action, title: action?.title ?? step.action, platform: PlannedStep(step.name, step.action, with: [:]).platform,
                    summary: "its result is called <code>\(step.name)</code>", fields: fields(of: action, step), error: error(at: "\(step.id)."), isOpen: step.settings.isEmpty)
            },
            kinds: actions.map { action in
                StepList.Kind(action.name, title: action.title, platform: PlannedStep("", action.name, with: [:]).platform, line: action.name, fields: fields(of: action, nil))
            },
            forgery: visit.forgery,
            buttons: status == "active" ? [] : ["<button class=button name=do value=activate>Save and activate</button>" as HTML])
    }

    private var triggerFields: [FormField] {
        [
            FormField("_name", label: "Name", value: draft.name, error: error(at: "trigger._name"), isRequired: true),
            FormField("_event", label: "When", .choice(Trigger.choices(in: visit.catalog)), value: draft.trigger, error: error(at: "trigger._event"), isRequired: true),
            FormField(
                "_condition", label: "Only if", .source(language: "cel", rows: 2), value: draft.condition,
                help: "For example: contact.score >= 50 && event.formSlug == \"tasting\". Blank means always.", error: error(at: "trigger._condition")),
            FormField("_version", label: "", .hidden, value: "\(draft.version)"),
        ]
    }

    private func fields(of action: AnyAction?, _ step: WorkflowDraft.Step?) -> [FormField] {
        let name = FormField("_name", label: "Call its result", value: step?.name ?? "", help: "Steps after it use this name.", error: step.flatMap { error(at: "\($0.id)._name") }, width: .half)
        // Settings of an action that is gone are kept in sight until somebody decides.
        let strangers = (step?.settings.keys.sorted() ?? []).filter { key in !(action?.parameters.contains { $0.field.name == key } ?? false) }
        return [name] + (action?.parameters ?? []).map { field($0.field, step) } + strangers.map { FormField($0, label: $0, value: step?.settings[$0] ?? "") }
    }

    private func field(_ definition: FieldDefinition, _ step: WorkflowDraft.Step?) -> FormField {
        let kind: FormField.Kind = switch definition.kind {
        case .longText, .markdown: .longText(rows: 5)
        case .json, .code: .source(language: "json", rows: 4)
        default: .text
        }
        return FormField(
            definition.name, label: definition.title, kind, value: step?.settings[definition.name] ?? "", help: help(definition),
            error: step.flatMap { error(at: "\($0.id).\(definition.name)") }, isRequired: definition.isRequired)
    }

    private func help(_ definition: FieldDefinition) -> String? {
        let shape: String? = switch definition.kind {
        case .reference(let target, _): "A \(target.replacing("_", with: " ")), such as =\(target).id"
        case .choice(let choices): "One of: " + choices.map(\.value).joined(separator: ", ")
        case .money: "An amount with its currency, such as CHF 120.00, or =deal.amount"
        case .date: "A date, such as 2026-11-22"
        case .boolean: "true or false"
        default: nil
        }
        let words = [definition.help, shape].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private func error(at field: String) -> String? { problems.first { $0.field == field }?.message }
}
