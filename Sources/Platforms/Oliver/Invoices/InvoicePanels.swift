import Kernel
import Model

extension Invoices {
    /// What is invoiced and what came in: two statements.
    static let linesPanel = Panel("Lines", on: ["invoice"], place: .middle) { record, db, links in
        let invoice = Record<Invoice>(record)
        let lines = try Invoices.lines(of: invoice.key, in: db)
        let payments = try db.fetch(Query(Payment.self).where(Payment.invoice == invoice.key).order(by: Payment.receivedOn).limit(50))
        let total = invoice[Invoice.total] ?? .zero(invoice.money)
        let table = TableView(
            "Lines", columns: [.init("Description"), .number("Quantity", isHiddenOnPhone: true), .number("Unit price", isHiddenOnPhone: true), .number("Amount")],
            rows: lines.map { TableView.Row([.text($0.title), .number($0[InvoiceLine.quantity].normalized.description), .number($0[InvoiceLine.unitPrice].price(in: invoice.money)), .number($0[InvoiceLine.amount].formatted())]) },
            total: ["Total", "", "", .number(total.formatted())],
            empty: EmptyState("Nothing to pay yet.", action: Button("Add a line", to: actionURL("oliver.invoice.add_line", [("invoice", invoice.key.text)]), style: .primary)), isInCard: true)
        let received: HTML = payments.isEmpty ? "" : """
            <ul class=small>\(payments, { "<li>\($0[Payment.amount].formatted()) <span class=soft>· \($0[Payment.receivedOn].formatted()), \($0.methodTitle)</span></li>" })</ul>
            """
        let open: HTML = payments.isEmpty || invoice.open.isZero ? "" : "<p class=small>\(invoice.open.formatted()) open</p>"
        let url = links.url(record)
        let papers = Row([Button("PDF", to: "\(url)/pdf"), Button("Print view", to: "\(url)/print", style: .quiet)])
        return PanelView("Lines", platform: .oliver, body: HTML(table, received, open, papers))
    }

    /// What a customer paid in twelve months, and what is overdue: three statements.
    static let moneyPanel = Panel("Money", on: ["contact", "company"]) { record, db, links in
        let today = try db.today()
        let theirs = record.object.name == "contact"
            ? Query(Invoice.self).where(Invoice.contact == record.key.of()) : Query(Invoice.self).where(Invoice.company == record.key.of())
        let paid = try db.aggregate(Aggregate(theirs.where(Invoice.status == "paid" && Invoice.paidOn >= today.adding(months: -12)).any, .sum("total")))
        let late = try overdue(theirs, on: today, in: db)
        let filter = "\(record.object.name) == \"\(record.key.text)\""
        let sum = Oliver.sums(paid)
        let figure: HTML = "<div class=figure>\(sum.isEmpty ? "–" : sum.formatted)</div>"
        let words: HTML = late.isEmpty
            ? "<p class=\"small soft\">paid in 12 months · nothing overdue</p>"
            : "<p class=\"small soft\">paid in 12 months · <a href=\"\(url: links.list("invoice", filter: filter + " && " + overdueFilter(today)))\">\(late.formatted) overdue</a></p>"
        return PanelView("Money", platform: .oliver, to: links.list("invoice", filter: filter), body: HTML(figure, words))
    }

    /// Money that should be here already: three statements.
    static let overdueDigest = Digest("Invoices") { db, links in
        let today = try db.today()
        let late = Query(Invoice.self).where(Invoice.status == "issued" && Invoice.dueOn < today)
        let count = try db.count(late)
        let sum = try overdue(Query(Invoice.self), on: today, in: db)
        let url = links.list("invoice", filter: overdueFilter(today))
        return [
            TileView(
                "Overdue", platform: .oliver, figure: sum.isEmpty ? "–" : "\(sum.formatted)", chip: count > 0 ? Chip("overdue", .bad) : nil,
                caption: count == 0 ? "every invoice is in time" : "<a href=\"\(url: url)\">\(count == 1 ? "1 invoice" : "\(count) invoices")</a>", to: url),
        ]
    }

    private static func overdue(_ query: Query<Invoice>, on today: LocalDate, in db: Database) throws -> [Money] {
        let late = query.where(Invoice.status == "issued" && Invoice.dueOn < today).any
        return Oliver.sums(try db.aggregate(Aggregate(late, .sum("total"))), less: try db.aggregate(Aggregate(late, .sum("paid"))))
    }

    private static func overdueFilter(_ today: LocalDate) -> String { "status == \"issued\" && due_on < \"\(today)\"" }
}
