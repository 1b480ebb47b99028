import Events
import JSON
import Look
import Markup
@_spi(Kernel) import Records

/// The form of an action, and the POST behind every action button.
enum ActionPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let action = try visit.suite.action(named: visit.path("action"))
        let given = Dictionary(visit.request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        return try await draw(visit, action, given, [])
    }

    static func run(_ visit: Visit) async throws -> Answer {
        let action = try visit.suite.action(named: visit.path("action"))
        let form = visit.request.form
        var input = JSONObject()
        for parameter in action.parameters {
            let field = parameter.field
            var text = form[field.name] ?? ""
            if field.kind == .money, !text.isEmpty, !text.contains(" ") { text = "\(form[field.name + ".currency"] ?? "CHF") \(text)" }
            if field.kind == .boolean { text = text.isEmpty ? "false" : text }
            if !text.isEmpty { input[field.name] = .string(text) }
        }
        let asked = input
        do {
            let outcome = try await visit.write { try action.run(asked, in: $0) }
            let back = LocalPath.checked(form["back"])
            return visit.redirect(back ?? outcome.record.map { visit.url($0.object, $0.id) } ?? "/app", saying: outcome.says)
        } catch RecordError.invalid(let problems) {
            let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
            return try await draw(visit, action, typed, problems)
        }
    }

    private static func draw(_ visit: Visit, _ action: AnyAction, _ values: [String: String], _ problems: [FieldProblem]) async throws -> Answer {
        guard visit.allows(action.permission.verb, action.permission.object) else { throw RecordError.forbidden(verb: action.permission.verb, object: action.permission.object) }
        let showing = Showing(visit)
        let references = action.parameters.compactMap { parameter in
            parameter.field.kind.target.flatMap { target in AnyKey(values[parameter.field.name] ?? "").map { (parameter.field.name, target, $0.id) } }
        }
        let titles = try await visit.read { db in
            try references.reduce(into: [String: String]()) { titles, reference in titles[reference.0] = try db.find(reference.1, reference.2)?.title }
        }
        let subject = action.subject?.field
        let origin = subject.flatMap { field in
            field.kind.target.flatMap { target in AnyKey(values[field.name] ?? "").map { NavLink(titles[field.name] ?? $0.text, to: visit.url(target, $0.id)) } }
        }
        let first = action.parameters.firstIndex { (values[$0.field.name] ?? "").isEmpty } ?? 0
        let fields = action.parameters.enumerated().map { index, parameter in
            showing.question(
                parameter.field, value: values[parameter.field.name] ?? "", title: titles[parameter.field.name] ?? "",
                error: problems.first { $0.field == parameter.field.name }?.message, hasFocus: index == first && problems.isEmpty)
        }
        let general = problems.filter { problem in !action.parameters.contains { $0.field.name == problem.field } }.map(\.message).joined(separator: " ")
        let brand = PlatformBrand(rawValue: String(action.name.prefix { $0 != "." }))
        let form = FormView(
            to: "/app/actions/\(action.name)", fields, submit: action.title, cancelURL: origin?.url ?? brand?.url ?? "/app", error: general.isEmpty ? nil : general, forgery: visit.forgery)
        return visit.page(action.title, on: brand, crumbs: [origin, NavLink(action.title, to: "/app/actions/\(action.name)")].compactMap { $0 }, status: problems.isEmpty ? 200 : 422, HTML(Head(action.title), form))
    }
}
