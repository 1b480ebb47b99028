import Kernel
import Liquid
import Model

/// A subject and a text in Liquid, parsed once and written for many.
struct PersonalText: Sendable {
    private let subject: Template
    private let body: Template

    /// - Throws: `RecordError.invalid`, saying where the template is wrong.
    init(subject: String, body: String) throws {
        self.subject = try Self.parse(subject, field: "subject")
        self.body = try Self.parse(body, field: "body")
    }

    /// A message to `contact`, to be saved. The contact's company is included.
    func message(to contact: Record<Contact>, in tx: Transaction) throws -> Record<Message> {
        guard let email = contact[Contact.email] else {
            throw Refusal(Explanation(.conflict, says: "\(contact.title) has no e-mail address.", advice: "Add one, then send the mail."))
        }
        var message = tx.new(Message.self)
        message[Message.contact] = contact.key
        message[Message.recipient] = email
        // A line break in a name must not become a second header.
        message[Message.subject] = String(try Self.render(subject, contact.liquid { $0 }, tx.now, field: "subject").map { $0.isNewline ? " " : $0 }.prefix(400))
        message[Message.body] = try Self.render(body, contact.liquid(MarkdownText.escaped), tx.now, field: "body")
        if let owner: AnyKey = contact.any["owner"] { message.any["owner"] = owner }
        return message
    }

    private static func parse(_ source: String, field: String) throws -> Template {
        do { return try Template(parsing: source) } catch { throw RecordError.invalid([FieldProblem(field, "\(error)")]) }
    }

    private static func render(_ template: Template, _ contact: LiquidValue, _ now: Instant, field: String) throws -> String {
        do {
            return try template.render(["contact": contact], options: RenderOptions(escape: .none, now: now.seconds))
        } catch { throw RecordError.invalid([FieldProblem(field, "\(error)")]) }
    }
}

extension Record<Contact> {
    /// The contact as templates see it; `first_name` falls back to the first word of the name.
    func liquid(_ prepare: (String) -> String) -> LiquidValue {
        var members = any.object.ownFields.filter { !$0.isHidden && $0.kind.target == nil }.map { field -> (String, LiquidValue) in
            switch any.json(field.name) {
            case .int(let number): (field.name, .int(number))
            case .double(let number): (field.name, .double(number))
            case .bool(let bool): (field.name, .bool(bool))
            case nil, .null: (field.name, .null)
            default: (field.name, .string(prepare(any.text(field.name))))
            }
        }
        if self[Contact.firstName] == nil, let first = self[Contact.name].split(separator: " ").first { members.append(("first_name", .string(prepare(String(first))))) }
        members.append(("company", included(Contact.company).map { .string(prepare($0.title)) } ?? .null))
        members.append(("id", .string(key.text)))
        return .object(LiquidObject(members))
    }
}

/// Text of people inside Markdown of ours.
enum MarkdownText {
    private static let signs: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "&"]

    /// The same words without any meaning to Markdown: a name cannot become a link.
    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            if character.isNewline { out.append(" "); continue }
            if signs.contains(character) { out.append("\\") }
            out.append(character)
        }
        return out
    }

    /// Markdown as a mail's plain text: the source reads well by itself once the escapes are gone.
    static func plain(_ markdown: String) -> String {
        var out = ""
        var rest = markdown[...]
        while let first = rest.popFirst() {
            if first == "\\", let next = rest.first, signs.contains(next) {
                out.append(next)
                rest.removeFirst()
            } else { out.append(first) }
        }
        return out
    }
}
