import Kernel
import Model

extension Record<InvoiceLine> {
    /// Sets quantity × unit price, rounded half up (away from zero) once, to the currency's minor unit.
    mutating func price(in currency: Currency) throws(InvoiceError) {
        do {
            self[InvoiceLine.amount] = try Money.of(quantity: self[InvoiceLine.quantity], unitPrice: self[InvoiceLine.unitPrice], currency, rounding: .halfUp)
        } catch { throw .amount(error) }
    }
}

extension Record<Invoice> {
    static var daysToPay: Int { 30 }

    var money: Currency { Currency(self[Invoice.currency]) ?? .chf }

    /// What is still to be paid.
    var open: Money {
        let total = self[Invoice.total] ?? .zero(money), paid = self[Invoice.paid] ?? .zero(money)
        do { return try total - paid } catch { return total }
    }

    func isOverdue(on today: LocalDate) -> Bool { self[Invoice.status] == "issued" && (self[Invoice.dueOn].map { $0 < today } ?? false) }

    /// The number, or what people call an invoice without one.
    var name: String { self[Invoice.number].map { "Invoice \($0)" } ?? "Draft invoice" }

    func requireDraft() throws(InvoiceError) {
        guard self[Invoice.status] == "draft" else { throw .notDraft(name: name) }
    }

    /// Sets the total to the exact sum of the lines.
    mutating func add(up lines: [Record<InvoiceLine>]) throws(InvoiceError) {
        do { self[Invoice.total] = try Money.sum(lines.map { $0[InvoiceLine.amount] }, money) } catch { throw .amount(error) }
    }

    /// What stands in the way of issuing. Asked before a number is drawn.
    func checkIssuable(_ lines: [Record<InvoiceLine>]) throws(InvoiceError) {
        try requireDraft()
        guard !lines.isEmpty else { throw .noLines }
        guard self[Invoice.contact] != nil || self[Invoice.company] != nil else { throw .noRecipient }
        guard let total = self[Invoice.total], !total.isZero, !total.isNegative else { throw .nothingToPay }
    }

    /// Freezes the invoice under its number.
    mutating func issue(as number: String, _ lines: [Record<InvoiceLine>], on today: LocalDate) throws(InvoiceError) {
        try add(up: lines)
        try checkIssuable(lines)
        self[Invoice.number] = number
        self[Invoice.status] = "issued"
        self[Invoice.issuedOn] = today
        self[Invoice.paid] = .zero(money)
        if self[Invoice.dueOn].map({ $0 < today }) ?? true { self[Invoice.dueOn] = today.adding(days: Self.daysToPay) }
    }

    /// Takes a payment, whole or in part.
    ///
    /// - Returns: whether the invoice is now paid in full.
    mutating func receive(_ amount: Money, on day: LocalDate) throws(InvoiceError) -> Bool {
        switch self[Invoice.status] {
        case "issued": break
        case "draft": throw .isDraft
        case let status: throw .closed(status: status)
        }
        guard amount.currency == money else { throw .otherCurrency(amount.currency, invoice: money) }
        guard !amount.isZero, !amount.isNegative else { throw .notPositive }
        let open = open
        guard amount.minor <= open.minor else { throw .overpaid(open: open) }
        do { self[Invoice.paid] = try (self[Invoice.paid] ?? .zero(money)) + amount } catch { throw .amount(error) }
        guard amount == open else { return false }
        self[Invoice.status] = "paid"
        self[Invoice.paidOn] = day
        return true
    }

    /// Days between payment and due date; negative when late.
    var daysEarly: Int? {
        guard let paid = self[Invoice.paidOn], let due = self[Invoice.dueOn] else { return nil }
        return LocalDate.days(from: paid, to: due)
    }

    /// Takes an issued invoice back. Its number stays used, so that the series has no gap.
    mutating func cancel() throws(InvoiceError) {
        switch self[Invoice.status] {
        case "issued": break
        case "draft": throw .isDraft
        case let status: throw .closed(status: status)
        }
        guard self[Invoice.paid]?.isZero ?? true else { throw .hasPayments }
        self[Invoice.status] = "cancelled"
    }
}

/// `INV-2026-0001`: four digits, more when they are needed.
struct InvoiceNumber: Equatable {
    let year: Int
    let count: Int64

    var series: String { Self.series(year) }
    var text: String { "INV-\(year)-\(String(repeating: "0", count: max(0, 4 - "\(count)".utf8.count)))\(count)" }

    static func series(_ year: Int) -> String { "invoice-\(year)" }
}
