import FoundationEssentials
import Kernel
import Mail
import Model

extension Messages {
    /// Hands one message to the mail server. The Message-ID is the same in every attempt, so receivers know repeats.
    static func deliveryJob(_ mail: MailSettings?) -> JobKind {
        JobKind(job, maxAttempts: 12) { run in
            guard let key = run.payload["message"]?.stringValue.flatMap({ Key<Message>($0) }) else { throw JobError.permanent("The job names no message.") }
            let loaded = try await run.workspace.read(as: .system) { db in
                (message: try db.find(key, including: ["contact"]), files: try db.fetch(Query(Attachment.self).where(Attachment.message == key).limit(10)))
            }
            // Deleted or sent in the meantime: nothing to do.
            guard let message = loaded.message, message[Message.status] == "waiting" else { return }
            guard let mail else { return try await run.finish { try $0.note(Messages.noServer, on: key, status: "waiting") } }
            let envelope: Envelope
            do { envelope = try Envelope(message, loaded.files, from: mail.sender, workspace: run.workspace.slug, at: run.workspace.clock.now()) } catch {
                return try await run.finish { try $0.note("\(error)", on: key, status: "failed") }
            }
            do throws(SMTPError) {
                try await mail.relay.send(envelope.bytes, from: mail.sender.address, to: [envelope.recipient])
            } catch {
                guard !error.isWorthRetrying || run.attempt >= 12 else {
                    try await run.workspace.write(as: .system) { try $0.note("\(error)", on: key, status: "waiting") }
                    throw error
                }
                return try await run.finish { try $0.note("\(error)", on: key, status: "failed") }
            }
            try await run.finish { tx in try tx.sent(key) }
        }
    }
}

extension Transaction {
    fileprivate func note(_ reason: String, on key: Key<Message>, status: String) throws {
        guard var message = try find(key) else { return }
        message[Message.status] = status
        message[Message.reason] = String(reason.prefix(500))
        try save(message)
    }

    fileprivate func sent(_ key: Key<Message>) throws {
        guard var message = try find(key) else { return }
        message[Message.status] = "sent"
        message[Message.sentAt] = now
        message[Message.reason] = nil
        try save(message)
        try record(MessageSent(message: key, contact: message[Message.contact], subjectLine: message[Message.subject], recipient: message[Message.recipient]))
    }
}

/// A message as it travels.
struct Envelope: Sendable {
    let recipient: EmailAddress
    let bytes: [UInt8]

    init(_ message: Record<Message>, _ files: [Record<Attachment>], from sender: Mailbox, workspace: String, at now: Instant) throws {
        guard let address = EmailAddress(message[Message.recipient]) else {
            throw EnvelopeError.noAddress(message[Message.recipient])
        }
        recipient = address
        let body = message[Message.body]
        var mail = MailMessage(
            from: sender, to: [Mailbox(message.included(Message.contact)?.mailName, address)], subject: message[Message.subject], text: MarkdownText.plain(body),
            html: Self.page(Markdown(body).html, title: message[Message.subject]).text,
            attachments: try files.map(Self.attachment), messageID: "\(message.key.text.lowercased()).\(workspace)@\(sender.address.domain)",
            date: MailDate(secondsSince1970: now.seconds))
        if message[Message.campaign] != nil {
            mail.headers.append(.init("List-Unsubscribe", "<mailto:\(sender.address)?subject=unsubscribe>"))
        }
        bytes = try mail.encoded()
    }

    private static func attachment(_ file: Record<Attachment>) throws -> MailMessage.Attachment {
        guard let content = Data(base64Encoded: file[Attachment.content]) else { throw EnvelopeError.brokenFile(file.title) }
        return MailMessage.Attachment(filename: file[Attachment.fileName], contentType: file[Attachment.mediaType], content: Array(content))
    }

    /// Mail programs know neither our sheets nor custom properties, so the few styles stand on the elements.
    private static func page(_ body: HTML, title: String) -> HTML {
        """
        <!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width"><title>\(title)</title></head><body style="margin:0;padding:24px;background:#fbfaf8;color:#1f2430;font:16px/1.6 -apple-system,'Segoe UI',Roboto,sans-serif"><div style="max-width:600px;margin:0 auto">\(body)</div></body></html>
        """
    }
}

extension Record<Contact> {
    /// The name that stands before the address; control characters, which no header takes, are left out.
    fileprivate var mailName: String {
        String(String.UnicodeScalarView(self[Contact.name].unicodeScalars.filter { $0.properties.generalCategory != .control })).prefix(100).description
    }
}

enum EnvelopeError: Error, CustomStringConvertible {
    case noAddress(String)
    case brokenFile(String)

    var description: String {
        switch self {
        case .noAddress(let text): "“\(text)” is not an address that mail can be sent to. Correct it on the contact."
        case .brokenFile(let name): "The file “\(name)” cannot be read. Attach it again."
        }
    }
}
