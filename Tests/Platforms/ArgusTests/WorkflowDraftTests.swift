import Kernel
import Model
import Testing

@testable import Argus

@Suite("A workflow while it is edited")
struct WorkflowDraftTests {
    static let catalog = Catalog(DataModel.objects)
    static let kinds = [
        StepKind(name: "spark.deal.create", title: "Create a deal", parameters: [Parameter("name"), .record("contact", Contact.self, required: false), Parameter("amount", "Amount", .money, required: false)]),
        StepKind(name: "oliver.task.create", title: "Create a task", parameters: [
            Parameter("title"), .record("contact", Contact.self, required: false), .record("deal", Deal.self, required: false), .record("assignee", User.self, required: false),
            Parameter("due_in_days", nil, .integer, required: false), Parameter("notes", nil, .longText, required: false),
        ]),
        StepKind(name: "spark.message.send", title: "Send a mail", parameters: [.record("contact", Contact.self), Parameter("subject"), Parameter("body", nil, .markdown)]),
        StepKind(name: "oliver.project.start", title: "Start a project", parameters: [
            Parameter("name"), Parameter("template", required: false), .record("contact", Contact.self, required: false), .record("deal", Deal.self, required: false),
        ]),
        StepKind(name: "oliver.invoice.draft", title: "Draft an invoice", parameters: [
            .record("deal", Deal.self, required: false), .record("project", Project.self, required: false), Parameter("lines", nil, .json, required: false),
        ]),
    ]

    static let posted: [(name: String, value: String)] = [
        ("trigger._name", "Tasting"), ("trigger._event", "arion.form.sent"), ("trigger._condition", "event.formSlug == \"tasting\""),
        ("step", "s1:spark.deal.create"), ("s1._name", ""), ("s1.name", "For {{ contact.name }}"), ("s1.contact", "=contact.id"), ("s1.amount", " "),
        ("step", "new1:oliver.task.create"), ("new1._name", "task"), ("new1.title", "Call"), ("new1.deal", "=deal.id"), ("do", "save"),
    ]

    @Test("What the form posts becomes steps in the order shown, named after their actions")
    func reading() {
        let draft = WorkflowDraft(Self.posted)
        #expect(draft.problems(Self.kinds, in: Self.catalog) == [])
        #expect(draft.planned(Self.kinds) == [
            PlannedStep("deal", "spark.deal.create", with: ["name": "For {{ contact.name }}", "contact": "=contact.id"]),
            PlannedStep("task", "oliver.task.create", with: ["title": "Call", "deal": "=deal.id"]),
        ])
    }

    @Test("Buttons move, remove and add steps, and nothing typed is lost")
    func commands() {
        var draft = WorkflowDraft(Self.posted)
        draft.apply("up:new1")
        #expect(draft.steps.map(\.id) == ["new1", "s1"])
        draft.apply("add:spark.deal.create")
        #expect(draft.steps.map(\.name) == ["task", "deal", "deal2"])
        #expect(Set(draft.steps.map(\.id)).count == 3)
        draft.apply("remove:s1")
        draft.apply("down:s1")
        #expect(draft.steps.map(\.name) == ["task", "deal2"])
        #expect(draft.steps[0].settings["title"] == "Call")
        #expect(draft.condition == "event.formSlug == \"tasting\"")
    }

    @Test("Every mistake is said beside its field", arguments: [
        ("trigger._name", "", "trigger._name"), ("trigger._event", "arion.form.sendt", "trigger._event"), ("trigger._condition", "event.formSlug ==", "trigger._condition"),
        ("trigger._condition", "contcat.score > 1", "trigger._condition"), ("trigger._condition", "1 + 1", "trigger._condition"), ("s1.name", "{{ contact.name", "s1.name"), ("s1.name", "{{ contcat.name }}", "s1.name"),
        ("s1.name", "", "s1.name"), ("s1.contact", "=contact.", "s1.contact"), ("s1._name", "2 deals", "s1._name"), ("s1._name", "task", "new1._name"),
        ("s1.colour", "red", "s1."), ("s1.contact", "=task.id", ""),
    ])
    func problems(field: String, typed: String, place: String) {
        var fields = Self.posted.filter { $0.name != field }
        fields.append((field, typed))
        // A blank name of a step is filled in; the others stand as they are.
        let problems = WorkflowDraft(fields).problems(Self.kinds, in: Self.catalog)
        #expect(problems.map(\.field) == (place.isEmpty ? [] : [place]))
    }

    @Test("A step cannot use what a later step makes")
    func order() {
        var draft = WorkflowDraft(Self.posted)
        draft.steps[0].settings["name"] = "{{ first.title }}"
        draft.steps[1].name = "first"
        #expect(draft.problems(Self.kinds, in: Self.catalog).map(\.field) == ["s1.name"])
    }

    @Test("A step whose action is gone says so and can be removed")
    func gone() {
        let draft = WorkflowDraft(Self.posted)
        #expect(draft.problems([Self.kinds[0]], in: Self.catalog).map(\.field) == ["new1."])
    }

    @Test("JSON parameters are kept as JSON, and what is none is refused")
    func structured() {
        var draft = WorkflowDraft()
        draft.steps = [.init(id: "s1", action: "oliver.invoice.draft", name: "invoice", settings: ["lines": "[{\"description\": \"{{ deal.name }}\"}]"])]
        #expect(draft.planned(Self.kinds)[0].input["lines"] == [["description": "{{ deal.name }}"]])
        draft.steps[0].settings["lines"] = "[{"
        #expect(draft.problems(Self.kinds, in: Self.catalog).contains { $0.field == "s1.lines" })
    }

    @Test("Both recipes fit the actions they use", arguments: [Recipe.form(slug: "tasting"), .form(slug: nil), .won(template: "New customer"), .won(template: nil)])
    func recipes(recipe: Recipe) throws {
        #expect(Trigger.exists(recipe.trigger, in: Self.catalog))
        var known = StartValues.known(in: Self.catalog)
        if let condition = recipe.condition { #expect(Setting.problem(inCondition: condition, knowing: known) == nil) }
        for step in recipe.steps {
            #expect(WorkflowRules.problems(of: step, among: Self.kinds, knowing: known) == [])
            #expect(WorkflowRules.nameProblem(step.name, after: []) == nil)
            known.append(step.name)
        }
        #expect(try PlannedStep.list(parsing: recipe.steps.text) == recipe.steps)
    }

    @Test("A slug with quotes stays a text in the recipe's condition")
    func quoting() throws {
        let condition = try #require(Recipe.form(slug: "a\" || true || \"").condition)
        let values = RunValues(["event": ["formSlug": "b"]])
        #expect(try values.satisfy(condition, at: .epoch) == false)
    }
}
