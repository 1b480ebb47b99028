import Kernel
import Mail
import Model
import Testing

@testable import Spark

@Suite("Mail texts")
struct MailTextTests {
    @Test("A name cannot become a link or markup in a mail, and reads as it is in the plain text")
    func names() {
        let name = "[Click](http://evil.test) <b>*Jo_hn* & Co`s"
        let escaped = MarkdownText.escaped(name)
        let html = Markdown("Hello \(escaped)").html.text
        #expect(!html.contains("<em>") && !html.contains("<b>") && !html.contains(">Click<"))
        #expect(html.contains("[Click]"))
        #expect(MarkdownText.plain(escaped) == name)
    }

    @Test("Known facts survive, empty ones are filled")
    func fill() {
        var contact = Record<Contact>(in: Catalog(DataModel.objects))
        contact[Contact.phone] = "+41 44 555 01 77"
        contact.fill([(Contact.phone, "1"), (Contact.city, "Zürich"), (Contact.country, "")])
        #expect(contact[Contact.phone] == "+41 44 555 01 77" && contact[Contact.city] == "Zürich" && contact[Contact.country] == nil)
    }

    @Test("A message travels with its text, its HTML and its file, and always under the same id")
    func envelope() throws {
        let catalog = Catalog(DataModel.objects)
        var message = Record<Message>(in: catalog)
        message[Message.recipient] = "m.oberholzer@limmat.test"
        message[Message.subject] = "Welcome, Zoë"
        message[Message.body] = "Hello **Zoë**"
        var file = Record<Model.Attachment>(in: catalog)
        file[Model.Attachment.fileName] = "INV-1.pdf"
        file[Model.Attachment.mediaType] = "application/pdf"
        file[Model.Attachment.content] = "JVBERg=="
        let sender = try #require(EmailAddress("office@harbour.test"))
        let now = Instant(seconds: 1_795_352_731)
        let one = try Envelope(message, [file], from: Mailbox("Harbour", sender), workspace: "harbour", at: now)
        let text = String(decoding: one.bytes, as: UTF8.self)
        #expect(text.contains("Message-ID: <0000000000000.harbour@harbour.test>") && text.contains("JVBERg==") && text.contains("INV-1.pdf"))
        #expect(try Envelope(message, [file], from: Mailbox("Harbour", sender), workspace: "harbour", at: now).bytes == one.bytes)
    }
}
