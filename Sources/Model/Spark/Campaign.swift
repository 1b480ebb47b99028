import Kernel

/// A condition that picks contacts: a CEL expression over their fields.
public enum Segment: ObjectType {
    public static let object = Object("segment", owner: .spark, title: "Segment", columns: ["name", "condition", "updated_at"])

    public static let name = Field<String>("name", unique: true, searchable: true)
    public static let condition = Field<String>("condition", kind: .code(language: "cel"), help: "For example: stage == \"customer\" && score >= 50")

    public static var fields: [any AnyField] { [name, condition] }
}

/// A mail to everybody in a segment who agreed to it.
public enum Campaign: ObjectType {
    public static let object = Object("campaign", owner: .spark, title: "Campaign", columns: ["name", "subject", "segment", "status", "sent_at"])

    public static let name = Field<String>("name", searchable: true)
    public static let subject = Field<String>("subject")
    public static let body = Field<String>("body", kind: .markdown, help: "Liquid: {{ contact.name }}")
    public static let segment = Field<Key<Segment>?>("segment", onDelete: .setNull)
    public static let status = Field<String>("status", kind: .choice([.init("draft", "Draft"), .init("sending", "Sending", color: "warn"), .init("sent", "Sent", color: "good")]), default: "draft", readOnly: true)
    public static let sentAt = Field<Instant?>("sent_at", "Sent", readOnly: true)
    public static let recipients = Field<Int>("recipients", default: 0, readOnly: true)

    public static var fields: [any AnyField] { [name, subject, body, segment, status, sentAt, recipients] }
}

/// One mail to one contact.
public enum Message: ObjectType {
    public static let object = Object("message", owner: .spark, title: "Message", titleField: "subject", unique: [["campaign", "contact"]], columns: ["subject", "contact", "recipient", "status", "sent_at"])

    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let campaign = Field<Key<Campaign>?>("campaign", onDelete: .setNull)
    public static let recipient = Field<String>("recipient", kind: .email)
    public static let subject = Field<String>("subject", searchable: true)
    public static let body = Field<String>("body", kind: .markdown)
    public static let status = Field<String>("status", kind: .choice([.init("waiting", "Waiting", color: "warn"), .init("sent", "Sent", color: "good"), .init("failed", "Failed", color: "bad")]), default: "waiting", readOnly: true)
    public static let sentAt = Field<Instant?>("sent_at", "Sent", readOnly: true)
    public static let reason = Field<String?>("reason", readOnly: true)

    public static var fields: [any AnyField] { [contact, campaign, recipient, subject, body, status, sentAt, reason] }
}

/// A file that goes with a mail, such as an invoice.
public enum Attachment: ObjectType {
    public static let object = Object("attachment", owner: .spark, title: "Attachment", titleField: "file_name", parent: "message", isInternal: true)

    public static let message = Field<Key<Message>>("message", indexed: true, onDelete: .cascade)
    public static let fileName = Field<String>("file_name")
    public static let mediaType = Field<String>("media_type")
    public static let content = Field<String>("content", kind: .code(language: "base64"))

    public static var fields: [any AnyField] { [message, fileName, mediaType, content] }
}

/// A mail was taken by the mail server.
public struct MessageSent: Event {
    public static let name = "spark.message.sent"
    public static let title = "Mail sent"

    public let message: Key<Message>
    public let contact: Key<Contact>?
    public let subjectLine: String
    public let recipient: String

    public init(message: Key<Message>, contact: Key<Contact>?, subjectLine: String, recipient: String) {
        self.message = message
        self.contact = contact
        self.subjectLine = subjectLine
        self.recipient = recipient
    }

    public var subject: Subject { Subject(message) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Mail ", "“\(subjectLine)”", to: subject, " sent", detail: "to \(recipient)") }
}
