import FoundationEssentials
import Kernel
import Model

extension Messages {
    /// Writes a mail to a contact and puts it into the queue.
    struct Send: Action {
        static let name = "spark.message.send"
        static let title = "Write a mail"
        static let permission = Permission(.create, Message.self)
        static let parameters: [Parameter] = [
            .record("contact", Contact.self),
            Parameter("subject", help: "Liquid: {{ contact.name }}"),
            Parameter("body", "Text", .markdown, help: "Markdown and Liquid: {{ contact.first_name }}"),
            Parameter("attachment_name", "File name", required: false),
            Parameter("attachment_type", "File type", required: false, help: "Such as application/pdf."),
            Parameter("attachment_base64", "File", .code(language: "base64"), required: false),
        ]

        let contact: Key<Contact>
        let subject: String
        let body: String
        let attachment_name: String?
        let attachment_type: String?
        let attachment_base64: String?

        func run(in tx: Transaction) throws -> Outcome {
            let person = try tx.require(contact, including: ["company"])
            let text = try PersonalText(subject: subject, body: body)
            var message = try text.message(to: person, in: tx)
            try tx.save(&message)
            try attach(to: message.key, in: tx)
            try Messages.enqueue(message.key, in: tx)
            return Outcome("The mail to \(person.title) is on its way.", record: Subject(message.key), values: ["message": .string(message.key.text)])
        }

        private func attach(to message: Key<Message>, in tx: Transaction) throws {
            guard let attachment_base64 else { return }
            guard Data(base64Encoded: attachment_base64) != nil else {
                throw RecordError.invalid([FieldProblem("attachment_base64", "The file is not base64.")])
            }
            var file = tx.new(Attachment.self)
            file[Attachment.message] = message
            file[Attachment.fileName] = attachment_name ?? "attachment"
            file[Attachment.mediaType] = attachment_type ?? "application/octet-stream"
            file[Attachment.content] = attachment_base64
            try tx.save(file)
        }
    }

    /// Sends a mail again that failed or waited for a server.
    struct Retry: Action {
        static let name = "spark.message.retry"
        static let title = "Send again"
        static let permission = Permission(.update, Message.self)
        static let parameters: [Parameter] = [.record("message", Message.self)]

        let message: Key<Message>

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(message)
            guard record[Message.status] != "sent" else {
                throw Refusal(Explanation(.conflict, says: "This mail was sent already.", advice: "Write a new one."))
            }
            record[Message.status] = "waiting"
            record[Message.reason] = nil
            try tx.save(record)
            try Messages.enqueue(message, in: tx)
            return Outcome("The mail is on its way again.", record: Subject(message))
        }
    }
}
