import Kernel
import Model

/// The form that makes an object.
enum NewObjectPage {
    struct Typed: Sendable {
        var title = ""
        var plural = ""
        var name = ""
    }

    static func submit(_ visit: Kernel.Visit) async throws -> Answer {
        let form = visit.request.form
        let typed = Typed(title: form["title"] ?? "", plural: form["plural"] ?? "", name: form["name"] ?? "")
        do {
            let outcome = try await visit.run(AddObject.name, ["title": .string(typed.title), "plural": .string(typed.plural), "name": .string(typed.name)])
            let name = typed.name.allSatisfy(\.isWhitespace) ? Builder.name(from: typed.title) : typed.name.filter { !$0.isWhitespace }
            return visit.redirect("\(Builder.base)/\(name)", saying: outcome.says)
        } catch RecordError.invalid(let problems) { return answer(visit, typed, problems) }
    }

    static func answer(_ visit: Kernel.Visit, _ typed: Typed, _ problems: [FieldProblem] = []) -> Answer {
        func error(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let known = ["title", "plural", "name"]
        let form = FormView(
            to: "\(Builder.base)/new",
            [
                FormField("title", label: "One of them", value: typed.title, error: error("title"), isRequired: true, placeholder: "Coffee machine", hasFocus: true),
                FormField("plural", label: "Many of them", value: typed.plural, error: error("plural"), placeholder: "Coffee machines"),
                FormField("name", label: "Name for programs", value: typed.name, help: "Lower case letters, digits and _. Made from the title when blank.", error: error("name"), placeholder: "coffee_machine"),
            ],
            submit: "Make the object", cancelURL: Builder.base, error: problems.first { !known.contains($0.field) }?.message, forgery: visit.forgery)
        return visit.page(
            "New object", on: .forge, crumbs: [NavLink("Builder", to: Builder.base), NavLink("New object", to: "\(Builder.base)/new")], status: problems.isEmpty ? 200 : 422,
            HTML(Head("New object", truth: "It gets a name to begin with; its fields come next."), form))
    }
}
