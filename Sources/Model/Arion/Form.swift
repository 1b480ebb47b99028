import Kernel

/// A form on the site: what it asks, and the exact words people consent to.
public enum Form: ObjectType {
    public static let object = Object("form", owner: .arion, title: "Form", columns: ["name", "slug", "site", "consent_version", "updated_at"])

    public static let site = Field<Key<Site>>("site", onDelete: .cascade)
    public static let name = Field<String>("name", searchable: true)
    public static let slug = Field<String>("slug", unique: true)
    public static let asks = Field<String>("asks", kind: .longText, default: "name\nemail*", help: "One field of a contact a line; * makes it required.")
    public static let button = Field<String>("button", default: "Send")
    public static let thanks = Field<String>("thanks", default: "Thank you. We will be in touch.")
    public static let consentWording = Field<String?>("consent_wording", kind: .text(max: 500))
    public static let consentVersion = Field<Int>("consent_version", default: 1)

    public static var fields: [any AnyField] { [site, name, slug, asks, button, thanks, consentWording, consentVersion] }
}

/// What somebody sent through a form.
public enum FormSubmission: ObjectType {
    public static let object = Object(
        "form_submission", owner: .arion, title: "Form submission", titleField: "summary", columns: ["summary", "form", "contact", "page", "source", "created_at"])

    public static let form = Field<Key<Form>>("form", onDelete: .cascade)
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let summary = Field<String>("summary", searchable: true)
    public static let answers = Field<String>("answers", kind: .json)
    public static let page = Field<String?>("page")
    public static let source = Field<String?>("source")

    public static var fields: [any AnyField] { [form, contact, summary, answers, page, source] }
}

/// A visitor sent a form and became, or already was, a contact.
public struct FormSent: Event {
    public static let name = "arion.form.sent"
    public static let title = "Form sent"

    public let submission: Key<FormSubmission>
    public let form: Key<Form>
    public let formName: String
    public let formSlug: String
    public let contact: Key<Contact>
    public let page: String?
    public let source: String?

    public init(submission: Key<FormSubmission>, form: Key<Form>, formName: String, formSlug: String, contact: Key<Contact>, page: String?, source: String?) {
        self.submission = submission
        self.form = form
        self.formName = formName
        self.formSlug = formSlug
        self.contact = contact
        self.page = page
        self.source = source
    }

    public var subject: Subject { Subject(submission) }
    public var about: [AnyKey] { [contact.of(), form.of()] }
    public var line: EventLine {
        let from = [page.map { "from \($0)" }, source.map { "first touch: \($0)" }].compactMap { $0 }.joined(separator: " · ")
        return EventLine("Sent the form ", "“\(formName)”", to: subject, detail: from.isEmpty ? nil : from)
    }
}
