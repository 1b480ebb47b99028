import Kernel
import Model

extension Invoices {
    struct AddLine: Action {
        static let name = "oliver.invoice.add_line"
        static let title = "Add a line"
        static let permission = Permission(.update, Invoice.self)
        static let parameters: [Parameter] = [
            .record("invoice", Invoice.self),
            .record("product", Product.self, required: false),
            Parameter("description", required: false, help: "The product's name when empty."),
            Parameter("quantity", "Quantity", .decimal(scale: 6), required: false, help: "1 when empty."),
            Parameter("unit_price", "Unit price", .decimal(scale: 6), required: false, help: "The product's price when empty."),
        ]

        let invoice: Key<Invoice>
        let product: Key<Product>?
        let description: String?
        let quantity: FixedDecimal?
        let unit_price: FixedDecimal?

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(invoice)
            try record.requireDraft()
            let product = try product.map { try tx.require($0) }
            var lines = try Invoices.lines(of: invoice, in: tx)
            guard lines.count < InvoiceLines.limit else { throw RecordError.invalid([FieldProblem("invoice", "An invoice has at most \(InvoiceLines.limit) lines.")]) }
            var line = tx.new(InvoiceLine.self)
            line[InvoiceLine.invoice] = invoice
            line[InvoiceLine.position] = (lines.last?[InvoiceLine.position] ?? 0) + 1
            line[InvoiceLine.product] = self.product
            line[InvoiceLine.description] = try description ?? product?.title ?? { throw RecordError.invalid([FieldProblem("description", "Say what it is, or choose a product.")]) }()
            line[InvoiceLine.quantity] = quantity ?? .one
            line[InvoiceLine.unitPrice] = try unit_price ?? price(of: product, in: record.money)
            try line.price(in: record.money)
            try tx.save(&line)
            lines.append(line)
            try record.add(up: lines)
            try tx.save(&record)
            return Outcome("Added “\(line.title)”: \(line[InvoiceLine.amount].formatted()).", record: Subject(invoice), values: ["line": .string(line.key.text)])
        }

        private func price(of product: Record<Product>?, in currency: Currency) throws -> FixedDecimal {
            guard let price = product?[Product.price] else { throw RecordError.invalid([FieldProblem("unit_price", "Give a unit price; there is no product with one.")]) }
            guard price.currency == currency else { throw InvoiceError.otherCurrency(price.currency, invoice: currency) }
            return price.decimal
        }
    }

    /// Lines of drafts that were written elsewhere (forms, imports, the API) get their amount, and the draft its total.
    static let draftTotals = Reaction("oliver.invoice.totals", when: { $0.hasPrefix("invoice_line.") }) { event, tx in
        guard let key = try invoice(of: event, in: tx), var invoice = try tx.find(key), invoice[Invoice.status] == "draft" else { return }
        var lines = try lines(of: key, in: tx)
        for index in lines.indices {
            try lines[index].price(in: invoice.money)
            try tx.save(&lines[index])
        }
        try invoice.add(up: lines)
        try tx.save(&invoice)
    }

    /// From the line, or from its last change where it is gone.
    private static func invoice(of event: StoredEvent, in tx: Transaction) throws -> Key<Invoice>? {
        if let id = event.subject?.id, let line = try tx.find(Key<InvoiceLine>(id)) { return line[InvoiceLine.invoice] }
        return event.payload["changes"]?["invoice"]?[0]?.stringValue.flatMap { Key<Invoice>($0) }
    }
}
