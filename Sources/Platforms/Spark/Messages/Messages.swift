import Kernel
import Model

/// Mail to single contacts: written in a transaction, sent by a job.
enum Messages {
    static func feature(_ mail: MailSettings?) -> Feature {
        Feature(
            "Messages", actions: [AnyAction(Send.self), AnyAction(Retry.self)], jobs: [deliveryJob(mail)],
            panels: [messagePanel],
            offers: [Offer(Send.self, isMain: true) { !$0.text("email").isEmpty }, Offer(Retry.self, isMain: true) { $0.text("status") == "failed" }],
            checks: [
                Check(.brand, "First mail sent", detail: "Written here, taken by your mail server.", to: "/app/spark/messages", action: "Write to a contact") { db in
                    try db.first(Query(Message.self).where(Message.status == "sent")) != nil
                },
            ])
    }

    static let job = "spark.mail"

    static let noServer = "No mail server is set up. Add one to the configuration, then send this mail again."

    /// Puts a message that waits into the queue.
    static func enqueue(_ message: Key<Message>, in tx: Transaction) throws {
        try tx.enqueue(job, ["message": .string(message.text)], key: message.text)
    }

    /// What goes with a mail: one statement.
    static let messagePanel = Panel("Files", on: ["message"], place: .facts) { record, db, _ in
        let files = try db.fetch(Query(Attachment.self).where(Attachment.message == record.key.of(Message.self)).limit(10))
        return files.isEmpty ? nil : PanelView("Files", platform: .spark, body: Row(files.map { Chip($0.title) }).html)
    }
}
