import FoundationEssentials
import Kernel
import Model

extension Invoices {
    struct Draft: Action {
        static let name = "oliver.invoice.draft"
        static let title = "Write an invoice"
        static let permission = Permission(.create, Invoice.self)
        static let parameters: [Parameter] = [
            .record("contact", Contact.self, required: false),
            .record("company", Company.self, required: false),
            .record("deal", Deal.self, required: false),
            .record("project", Project.self, required: false),
            Parameter("description", required: false, help: "What is invoiced; the deal's name when empty."),
            Parameter("amount", "Amount", .money, required: false),
            Parameter("lines", "Lines", .json, required: false, help: "[{\"description\": \"Beans\", \"quantity\": 2, \"unit_price\": \"18.50\"}]"),
            Parameter("currency", required: false),
            Parameter("due_in_days", "Due in days", .integer, required: false),
            Parameter("note", "Note", .longText, required: false),
        ]

        let contact: Key<Contact>?
        let company: Key<Company>?
        let deal: Key<Deal>?
        let project: Key<Project>?
        let description: String?
        let amount: AmountInput?
        let lines: InvoiceLines?
        let currency: String?
        let due_in_days: Int?
        let note: String?

        func run(in tx: Transaction) throws -> Outcome {
            let deal = try deal.map { try tx.require($0) }
            let contact = try (contact ?? deal?[Deal.contact]).flatMap { try tx.find($0) }
            let amount = try amount?.money ?? deal?[Deal.amount]
            var invoice = tx.new(Invoice.self)
            invoice[Invoice.contact] = contact?.key
            invoice[Invoice.company] = company ?? deal?[Deal.company] ?? contact?[Contact.company]
            invoice[Invoice.deal] = self.deal
            invoice[Invoice.project] = project
            invoice[Invoice.currency] = try checkedCurrency ?? amount?.currency.code ?? Currency.chf.code
            invoice[Invoice.dueOn] = try tx.today().adding(days: due_in_days ?? Record<Invoice>.daysToPay)
            invoice[Invoice.firstSource] = contact?[Contact.firstSource]
            invoice[Invoice.note] = note
            if let owner = deal?[Tasks.assignee] ?? contact?[Tasks.assignee] { invoice.any["owner"] = owner }
            try tx.save(&invoice)
            let lines = try write(lines?.lines ?? standard(amount, deal), of: invoice, in: tx)
            try invoice.add(up: lines)
            try tx.save(&invoice)
            let total = invoice[Invoice.total] ?? .zero(invoice.money)
            try tx.record(InvoiceDrafted(invoice: invoice.key, contact: contact?.key, total: total))
            return Outcome("Wrote a draft over \(total.formatted()).", record: Subject(invoice.key), values: ["invoice": .string(invoice.key.text)])
        }

        private var checkedCurrency: String? {
            get throws {
                guard let currency else { return nil }
                guard let known = Currency(currency.uppercased()) else { throw RecordError.invalid([FieldProblem("currency", "“\(currency.prefix(8))” is not a currency code such as CHF.")]) }
                return known.code
            }
        }

        /// One line over the whole amount.
        private func standard(_ amount: Money?, _ deal: Record<Deal>?) -> [InvoiceLines.Line] {
            guard let amount else { return [] }
            return [.init(description: description ?? deal?.title ?? "Services", product: nil, quantity: .one, unit_price: amount.decimal)]
        }

        private func write(_ lines: [InvoiceLines.Line], of invoice: Record<Invoice>, in tx: Transaction) throws -> [Record<InvoiceLine>] {
            try lines.enumerated().map { index, line in
                var record = tx.new(InvoiceLine.self)
                record[InvoiceLine.invoice] = invoice.key
                record[InvoiceLine.position] = index + 1
                record[InvoiceLine.product] = line.product
                record[InvoiceLine.description] = line.description
                record[InvoiceLine.quantity] = line.quantity
                record[InvoiceLine.unitPrice] = line.unit_price
                try record.price(in: invoice.money)
                try tx.save(&record)
                return record
            }
        }
    }
}

/// Lines as programs and workflows give them. Numbers may be numbers or texts; a form sends the whole as text.
struct InvoiceLines: Codable, Sendable {
    static let limit = 200

    struct Line: Codable, Sendable {
        let description: String
        let product: Key<Product>?
        let quantity: FixedDecimal
        let unit_price: FixedDecimal
    }

    let lines: [Line]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            lines = try JSONDecoder().decode(InvoiceLines.self, from: Data(text.utf8)).lines
        } else {
            lines = try container.decode([Line].self)
        }
        guard lines.count <= Self.limit else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "An invoice has at most \(Self.limit) lines.")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(lines)
    }
}

extension InvoiceLines.Line {
    private enum Keys: String, CodingKey { case description, product, quantity, unit_price }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        description = try container.decode(String.self, forKey: .description)
        product = try container.decodeIfPresent(Key<Product>.self, forKey: .product)
        quantity = try container.contains(.quantity) ? Self.number(.quantity, in: container) : .one
        unit_price = try Self.number(.unit_price, in: container)
    }

    /// The shortest decimal that means the number: 18.5 stays 18.5.
    private static func number(_ key: Keys, in container: KeyedDecodingContainer<Keys>) throws -> FixedDecimal {
        if let text = try? container.decode(String.self, forKey: key) {
            do { return try FixedDecimal(text) } catch { throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(error)") }
        }
        if let whole = try? container.decode(Int64.self, forKey: key) { return FixedDecimal(whole) }
        let double = try container.decode(Double.self, forKey: key)
        do { return try FixedDecimal("\(double)") } catch { throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(error)") }
    }
}
