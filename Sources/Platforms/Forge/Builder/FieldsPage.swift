import Kernel
import Model

/// The fields of one object, and the form that adds another.
enum FieldsPage {
    private static let names = ["title", "kind", "choices", "target", "required", "name"]

    static func submit(_ visit: Kernel.Visit) async throws -> Answer {
        let object = try visit.catalog.require(visit.path("object")), form = visit.request.form
        let typed = Dictionary(names.compactMap { name in form[name].map { (name, $0) } }, uniquingKeysWith: { _, last in last })
        do {
            var input = JSONObject(typed.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
            input["object"] = .string(object.name)
            let outcome = try await visit.run(AddField.name, input)
            return visit.redirect(Builder.url(object), saying: outcome.says)
        } catch RecordError.invalid(let problems) { return try answer(visit, typed, problems) }
    }

    static func answer(_ visit: Kernel.Visit, _ typed: [String: String], _ problems: [FieldProblem]) throws -> Answer {
        let object = try visit.catalog.require(visit.path("object"))
        guard !object.object.isInternal else { throw RecordError.unknownObject(object.name) }
        let list = visit.suite.listURL(of: object.name, in: visit.catalog)
        let head = Head(
            object.object.title, truth: "<code>\(object.name)</code> · \(object.isCustom ? "your own object" : "comes with \(object.object.owner.brand.title)")",
            actions: [Button("Open the list", to: list)])
        return visit.page(
            object.object.title, on: .forge, crumbs: [NavLink("Builder", to: Builder.base), NavLink(object.object.title, to: Builder.url(object))], status: problems.isEmpty ? 200 : 422,
            HTML(head, fields(object, list), Head("Add a field"), form(object, visit, typed, problems)))
    }

    private static func fields(_ object: ObjectDefinition, _ list: String) -> TableView {
        TableView(
            "Fields of \(object.object.title)", columns: [.init("Field"), .init("Name"), .init("Kind"), .init("Required"), .init("From")],
            rows: object.ownFields.filter { !$0.isHidden }.reversed().sorted { $0.isCustom && !$1.isCustom }.map { field in
                .init([
                    .text(field.title), .html("<code>\(field.name)</code>"), .text(FieldKindWords.title(field.kind)), field.isRequired || field.isDemanded ? .text("yes") : .none,
                    field.isCustom ? .html("\(Chip("your own", .platform(.forge))) <a href=\"\(url: list)\">see it in the list</a>") : .soft("built in"),
                ])
            },
            empty: EmptyState("This object has only its name so far. Add a field below."))
    }

    private static func form(_ object: ObjectDefinition, _ visit: Kernel.Visit, _ typed: [String: String], _ problems: [FieldProblem]) -> FormView {
        func value(_ name: String) -> String { typed[name] ?? "" }
        func error(_ name: String) -> String? { problems.first { $0.field == name }?.message }
        let targets = visit.catalog.objects.filter { !$0.object.isInternal }.map { FormField.Choice($0.name, $0.object.title) }
        return FormView(
            to: Builder.url(object),
            [
                FormField("title", label: "Title", value: value("title"), help: "What people read.", error: error("title"), isRequired: true, placeholder: "Favourite roast"),
                FormField("kind", label: "Kind", .radio(FieldKindWords.choices), value: typed["kind"] ?? "text", error: error("kind"), isRequired: true),
                FormField("choices", label: "Choices", .longText(rows: 4), value: value("choices"), help: "For a choice: one a line.", error: error("choices")),
                FormField("target", label: "Refers to", .choice(targets), value: value("target"), help: "For a reference: the object it points at.", error: error("target"), placeholder: "Nothing"),
                FormField("required", label: "New records need it", .checkbox, value: value("required"), error: error("required")),
                FormField("name", label: "Name for programs", value: value("name"), help: "Lower case letters, digits and _. Made from the title when blank.", error: error("name"), placeholder: "favourite_roast"),
            ],
            submit: "Add the field", error: problems.first { !names.contains($0.field) }?.message, forgery: visit.forgery)
    }
}
