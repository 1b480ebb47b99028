import Kernel
import Model

extension Invoices {
    struct Issue: Action {
        static let name = "oliver.invoice.issue"
        static let title = "Issue"
        static let permission = Permission(.update, Invoice.self)
        static let parameters: [Parameter] = [.record("invoice", Invoice.self)]

        let invoice: Key<Invoice>

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(invoice, including: ["contact", "company"])
            var lines = try Invoices.lines(of: invoice, in: tx)
            for index in lines.indices {
                try lines[index].price(in: record.money)
                try tx.save(&lines[index])
            }
            try record.add(up: lines)
            try record.checkIssuable(lines)
            let today = try tx.today()
            // Drawn in this commit: an issue that fails gives its number back.
            let number = InvoiceNumber(year: today.year, count: try tx.nextNumber(in: InvoiceNumber.series(today.year))).text
            try record.issue(as: number, lines, on: today)
            try Self.freezeParties(of: &record, in: tx)
            try tx.save(&record)
            let total = record[Invoice.total] ?? .zero(record.money)
            try tx.record(InvoiceIssued(invoice: invoice, number: number, contact: record[Invoice.contact], total: total))
            return Outcome("Issued invoice \(number) over \(total.formatted()).", record: Subject(invoice), values: ["invoice": .string(invoice.text), "number": .string(number)])
        }

        /// Who wrote it and who got it is part of the paper, whatever changes later.
        private static func freezeParties(of invoice: inout Record<Invoice>, in tx: Transaction) throws {
            let letterhead = try Invoices.letterhead(in: tx)
            invoice[Invoice.issuedBy] = letterhead?.lines.joined(separator: "\n")
            invoice[Invoice.issuedTo] = invoice.recipientLines.joined(separator: "\n")
            invoice[Invoice.terms] = letterhead?.termsLines.joined(separator: "\n")
        }
    }

    struct Cancel: Action {
        static let name = "oliver.invoice.cancel"
        static let title = "Cancel"
        static let permission = Permission(.update, Invoice.self)
        static let parameters: [Parameter] = [.record("invoice", Invoice.self), Parameter("reason", "Why")]

        let invoice: Key<Invoice>
        let reason: String

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(invoice)
            try record.cancel()
            try tx.save(&record)
            let number = record[Invoice.number] ?? ""
            try tx.record(InvoiceCancelled(invoice: invoice, number: number, contact: record[Invoice.contact], reason: reason))
            return Outcome("Invoice \(number) is cancelled; its number stays used.", record: Subject(invoice))
        }
    }

    /// The oldest one; a workspace has one business.
    static func letterhead(in db: Database) throws -> Record<Letterhead>? {
        var query = Query(Letterhead.self)
        query.any.order = [.init("id")]
        return try db.first(query)
    }
}
