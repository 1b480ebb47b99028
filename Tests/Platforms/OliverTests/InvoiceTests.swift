import Kernel
import Model
import Testing

@testable import Oliver

@Suite("Invoices")
struct InvoiceTests {
    let catalog = Catalog(DataModel.objects)
    let today = LocalDate(year: 2026, month: 11, day: 22) ?? .min

    func line(_ quantity: String, _ price: String, _ currency: Currency = .chf) throws -> Record<InvoiceLine> {
        var line = Record<InvoiceLine>(in: catalog)
        line[InvoiceLine.quantity] = try FixedDecimal(quantity)
        line[InvoiceLine.unitPrice] = try FixedDecimal(price)
        try line.price(in: currency)
        return line
    }

    func draft(_ currency: Currency = .chf) -> Record<Invoice> {
        var invoice = Record<Invoice>(in: catalog)
        invoice[Invoice.currency] = currency.code
        invoice[Invoice.contact] = Key(7)
        return invoice
    }

    func issued(_ price: String = "100") throws -> Record<Invoice> {
        var invoice = draft()
        try invoice.issue(as: "INV-2026-0001", [line("1", price)], on: today)
        return invoice
    }

    @Test("A line is quantity times unit price, rounded half up once", arguments: [
        ("3", "18.50", "55.50"), ("0.5", "0.05", "0.03"), ("1.5", "0.03", "0.05"), ("-0.5", "0.05", "-0.03"), ("0.333333", "3", "1.00"), ("2", "0.005", "0.01"), ("-1", "20", "-20.00"),
    ])
    func lineAmount(quantity: String, price: String, amount: String) throws {
        #expect(try line(quantity, price)[InvoiceLine.amount].decimal.description == amount)
    }

    @Test("A line in yen has no decimals")
    func yen() throws {
        let yen = try #require(Currency("JPY"))
        #expect(try line("1.5", "12345", yen)[InvoiceLine.amount] == Money(minor: 18_518, yen))
    }

    @Test("The total is the exact sum of the lines as they are printed")
    func total() throws {
        var invoice = draft()
        try invoice.add(up: (0..<1000).map { _ in try line("0.333", "0.05") })
        #expect(invoice[Invoice.total] == Money(minor: 2000, .chf))
    }

    @Test("A line too large to be kept is refused, not wrapped")
    func overflow() throws {
        #expect(throws: InvoiceError.amount(.overflow)) { try line("9000000000000", "900000") }
    }

    @Test("Issuing gives number, date and term, and freezes")
    func issue() throws {
        var invoice = try issued()
        #expect(invoice[Invoice.number] == "INV-2026-0001")
        #expect(invoice[Invoice.status] == "issued")
        #expect(invoice[Invoice.dueOn] == today.adding(days: 30))
        #expect(invoice.open == Money(minor: 10_000, .chf))
        #expect(throws: InvoiceError.notDraft(name: "Invoice INV-2026-0001")) { try invoice.issue(as: "INV-2026-0002", [line("1", "1")], on: today) }
        #expect(invoice[Invoice.number] == "INV-2026-0001")
    }

    @Test("An invoice without lines, recipient or anything to pay is not issued")
    func unissuable() throws {
        var invoice = draft()
        #expect(throws: InvoiceError.noLines) { try invoice.issue(as: "1", [], on: today) }
        #expect(throws: InvoiceError.nothingToPay) { try invoice.issue(as: "1", [line("1", "5"), line("-1", "5")], on: today) }
        invoice[Invoice.contact] = nil
        #expect(throws: InvoiceError.noRecipient) { try invoice.issue(as: "1", [line("1", "5")], on: today) }
        #expect(invoice[Invoice.number] == nil && invoice[Invoice.status] == "draft")
    }

    @Test("A payment in part leaves the rest open, the last one pays")
    func partial() throws {
        var invoice = try issued("100")
        #expect(try !invoice.receive(Money(minor: 4_000, .chf), on: today))
        #expect(invoice.open == Money(minor: 6_000, .chf))
        #expect(try invoice.receive(Money(minor: 6_000, .chf), on: today.adding(days: 27)))
        #expect(invoice[Invoice.status] == "paid")
        #expect(invoice.daysEarly == 3)
        #expect(throws: InvoiceError.closed(status: "paid")) { try invoice.receive(Money(minor: 1, .chf), on: today) }
    }

    @Test("More than is open, nothing, less than nothing and another currency are refused")
    func wrongPayments() throws {
        var invoice = try issued("100")
        #expect(throws: InvoiceError.overpaid(open: Money(minor: 10_000, .chf))) { try invoice.receive(Money(minor: 10_001, .chf), on: today) }
        #expect(throws: InvoiceError.notPositive) { try invoice.receive(.zero(.chf), on: today) }
        #expect(throws: InvoiceError.notPositive) { try invoice.receive(Money(minor: -5, .chf), on: today) }
        #expect(throws: InvoiceError.otherCurrency(.eur, invoice: .chf)) { try invoice.receive(Money(minor: 100, .eur), on: today) }
        var draft = draft()
        #expect(throws: InvoiceError.isDraft) { try draft.receive(Money(minor: 100, .chf), on: today) }
    }

    @Test("A late payment counts negative days")
    func late() throws {
        var invoice = try issued()
        _ = try invoice.receive(invoice.open, on: today.adding(days: 35))
        #expect(invoice.daysEarly == -5)
    }

    @Test("An issued invoice is cancelled unless money came in; its number stays")
    func cancel() throws {
        var invoice = try issued()
        try invoice.cancel()
        #expect(invoice[Invoice.status] == "cancelled" && invoice[Invoice.number] == "INV-2026-0001")
        var paid = try issued("100")
        _ = try paid.receive(Money(minor: 100, .chf), on: today)
        #expect(throws: InvoiceError.hasPayments) { try paid.cancel() }
    }

    @Test("Numbers have four digits, and more when they are needed", arguments: [(1, "INV-2026-0001"), (9_999, "INV-2026-9999"), (12_345, "INV-2026-12345")])
    func number(count: Int64, text: String) { #expect(InvoiceNumber(year: 2026, count: count).text == text) }
}
