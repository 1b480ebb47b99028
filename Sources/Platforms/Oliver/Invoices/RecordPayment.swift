import Kernel
import Model

extension Invoices {
    struct RecordPayment: Action {
        static let name = "oliver.payment.record"
        static let title = "Record a payment"
        static let permission = Permission(.update, Invoice.self)
        static let parameters: [Parameter] = [
            .record("invoice", Invoice.self),
            Parameter("amount", "Amount", .money, required: false, help: "All that is open when empty."),
            Parameter("received_on", "Received", .date, required: false),
            Parameter("method", "Method", Payment.method.definition.kind, required: false),
        ]

        let invoice: Key<Invoice>
        let amount: AmountInput?
        let received_on: LocalDate?
        let method: String?

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(invoice)
            let amount = try amount?.money ?? record.open
            let day = try received_on ?? tx.today()
            let isPaid = try record.receive(amount, on: day)
            var payment = tx.new(Payment.self)
            payment[Payment.invoice] = invoice
            payment[Payment.amount] = amount
            payment[Payment.receivedOn] = day
            payment[Payment.method] = method ?? "bank"
            try tx.save(&payment)
            try tx.save(&record)
            try tell(payment, of: record, isPaid: isPaid, in: tx)
            let rest = isPaid ? "It is paid in full." : "\(record.open.formatted()) is open."
            return Outcome("Received \(amount.formatted()). \(rest)", record: Subject(invoice), values: ["payment": .string(payment.key.text), "paid": .bool(isPaid)])
        }

        private func tell(_ payment: Record<Payment>, of invoice: Record<Invoice>, isPaid: Bool, in tx: Transaction) throws {
            let number = invoice[Invoice.number] ?? ""
            if isPaid {
                try tx.record(InvoicePaid(
                    invoice: invoice.key, number: number, contact: invoice[Invoice.contact], total: invoice[Invoice.total] ?? .zero(invoice.money),
                    method: payment.methodTitle, daysEarly: invoice.daysEarly))
            } else {
                try tx.record(PaymentReceived(
                    payment: payment.key, invoice: invoice.key, number: number, contact: invoice[Invoice.contact], amount: payment[Payment.amount], open: invoice.open))
            }
        }
    }
}

extension Record<Payment> {
    /// `bank transfer`
    var methodTitle: String {
        guard case .choice(let choices) = Payment.method.definition.kind else { return self[Payment.method] }
        return (choices.first { $0.value == self[Payment.method] }?.title ?? self[Payment.method]).lowercased()
    }
}
