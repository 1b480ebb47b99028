import Kernel
import Model

/// A workflow that somebody has thought through already, to be made one's own.
struct Recipe: Sendable {
    let name: String
    let title: String
    let trigger: String
    let condition: String?
    let steps: [PlannedStep]
}

extension Recipe {
    static let titles: [FieldKind.Choice] = [.init("form", "Form → deal, task and welcome mail"), .init("won", "Won → project and draft invoice")]

    /// - Parameters:
    ///   - form: the slug of the form; every form when blank.
    ///   - template: the name of the project template; a project without tasks when blank.
    static func named(_ name: String, form: String?, template: String?) -> Recipe? {
        switch name {
        case "form": .form(slug: form)
        case "won": .won(template: template)
        default: nil
        }
    }

    /// Somebody sent a form: a deal, a task for its owner, and a mail that says so.
    static func form(slug: String?) -> Recipe {
        Recipe(
            name: "form", title: titles[0].title, trigger: FormSent.name, condition: slug.map { "event.formSlug == \(quoted($0))" },
            steps: [
                PlannedStep("deal", "spark.deal.create", with: [
                    "name": "{{ event.formName }} for {{ contact.name }}", "contact": "=contact.id",
                ]),
                PlannedStep("task", "oliver.task.create", with: [
                    "title": "Call {{ contact.name }}", "notes": "They sent the form “{{ event.formName }}”.", "contact": "=contact.id", "deal": "=deal.id", "assignee": "=deal.owner",
                    "due_in_days": "1",
                ]),
                PlannedStep("mail", "spark.message.send", with: [
                    "contact": "=contact.id", "subject": "Welcome, {{ contact.first_name | default: contact.name }}",
                    "body": "Dear {{ contact.name }},\n\nthank you for your message. We will be in touch within a day.\n",
                ]),
            ])
    }

    /// A deal was won: the work begins, and its invoice is drafted.
    static func won(template: String?) -> Recipe {
        var project: JSONObject = ["name": "{{ deal.name }}", "contact": "=deal.contact", "deal": "=deal.id"]
        if let template { project["template"] = .string(template) }
        return Recipe(
            name: "won", title: titles[1].title, trigger: DealWon.name, condition: nil,
            steps: [
                PlannedStep("project", "oliver.project.start", with: project),
                PlannedStep("invoice", "oliver.invoice.draft", with: ["deal": "=deal.id", "project": "=project.id"]),
            ])
    }

    private static func quoted(_ text: String) -> String { JSON.string(text).description }
}
