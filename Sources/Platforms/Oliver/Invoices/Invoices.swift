import Kernel
import Model

/// From draft to paid: lines, numbers, PDFs, mail and payments.
enum Invoices {
    static func feature(_ renderer: PDFRenderer) -> Feature {
        Feature(
            "Invoices",
            routes: [
                Route(.get, "/app/oliver/invoices/{id}/pdf", needs: .permission(Permission(.read, Invoice.self))) { try await InvoicePages.pdf($0, renderer) },
                Route(.get, "/app/oliver/invoices/{id}/print", needs: .permission(Permission(.read, Invoice.self)), InvoicePages.print),
            ],
            actions: [AnyAction(Draft.self), AnyAction(AddLine.self), AnyAction(Issue.self), AnyAction(Send.self), AnyAction(RecordPayment.self), AnyAction(Cancel.self)],
            reactions: [draftTotals],
            jobs: [sendJob(renderer)],
            panels: [linesPanel, moneyPanel],
            offers: [
                Offer(AddLine.self) { $0.text("status") == "draft" }, Offer(Issue.self, isMain: true) { $0.text("status") == "draft" },
                Offer(Send.self) { ["issued", "paid"].contains($0.text("status")) }, Offer(RecordPayment.self, isMain: true) { $0.text("status") == "issued" },
                Offer(Cancel.self) { $0.text("status") == "issued" },
            ],
            digests: [overdueDigest],
            checks: [
                Check(.foundation, "Your letterhead", detail: "Name, address and bank account on your invoices.", to: "/app/oliver/letterheads", action: "Write your letterhead") { db in
                    try db.first(Query(Letterhead.self)) != nil
                },
                Check(.foundation, "First invoice", detail: "Issued, with a number of its own.", to: "/app/oliver/invoices", action: "Write an invoice") { db in
                    try db.first(Query(Invoice.self).where(!Invoice.issuedOn.isEmpty())) != nil
                },
                Check(.foundation, "First payment", detail: "The money came in.", to: "/app/oliver/invoices", action: "Record a payment") { db in
                    try db.first(Query(Invoice.self).where(Invoice.status == "paid")) != nil
                },
            ])
    }

    static func lines(of invoice: Key<Invoice>, in db: Database) throws -> [Record<InvoiceLine>] {
        try db.fetch(Query(InvoiceLine.self).where(InvoiceLine.invoice == invoice).order(by: InvoiceLine.position).limit(AnyQuery.maxLimit))
    }
}
