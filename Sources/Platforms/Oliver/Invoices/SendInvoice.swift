import FoundationEssentials
import Kernel
import Model

extension Invoices {
    struct Send: Action {
        static let name = "oliver.invoice.mail"
        static let title = "Mail it"
        static let permission = Permission(.update, Invoice.self)
        static let parameters: [Parameter] = [.record("invoice", Invoice.self), Parameter("text", "Text", .markdown, required: false, help: "Liquid: {{ contact.first_name }}")]

        let invoice: Key<Invoice>
        let text: String?

        func run(in tx: Transaction) throws -> Outcome {
            let record = try tx.require(invoice, including: ["contact"])
            guard record[Invoice.status] != "draft" else { throw InvoiceError.isDraft }
            guard record[Invoice.status] != "cancelled" else { throw InvoiceError.closed(status: "cancelled") }
            guard let recipient = record.included(Invoice.contact)?[Contact.email] else { throw InvoiceError.noAddress }
            try tx.enqueue(job, ["invoice": .string(invoice.text), "text": JSON(text)], key: invoice.text)
            return Outcome("\(record.name) goes to \(recipient).", record: Subject(invoice))
        }
    }

    static let job = "oliver.invoice.send"

    /// Makes the PDF outside of any transaction, then hands it to SPARK's mail in the commit that says it was sent.
    static func sendJob(_ renderer: PDFRenderer) -> JobKind {
        JobKind(job, maxAttempts: 6, lease: .seconds(90)) { run in
            guard let key = run.payload["invoice"]?.stringValue.flatMap({ Key<Invoice>($0) }) else { throw JobError.permanent("The job names no invoice.") }
            guard let document = try await run.workspace.read(as: .system, { try InvoiceDocument.load(key, in: $0) }) else { return }
            let pdf = try await renderer.render(document.html(.print))
            let text = run.payload["text"]?.stringValue ?? standardText(document)
            try await run.finish { tx in
                guard let invoice = try tx.find(key, including: ["contact"]), let number = invoice[Invoice.number],
                      let contact = invoice.included(Invoice.contact), let recipient = contact[Contact.email] else { return }
                _ = try tx.act("spark.message.send", [
                    "contact": .string(contact.key.text), "subject": .string("Invoice \(number)"), "body": .string(text),
                    "attachment_name": .string("\(number).pdf"), "attachment_type": "application/pdf",
                    "attachment_base64": .string(Data(pdf).base64EncodedString()),
                ])
                try tx.record(InvoiceSent(invoice: key, number: number, contact: contact.key, recipient: recipient))
            }
        }
    }

    private static func standardText(_ document: InvoiceDocument) -> String {
        """
        Hello {{ contact.first_name }},

        here is our invoice over \(document.total.formatted())\(document.dueOn.map { ", to be paid by \($0.formatted())" } ?? "").

        Thank you for your trust.
        """
    }
}
