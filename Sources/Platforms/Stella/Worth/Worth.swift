import Charts
import Kernel
import Model

/// What a contact brought, and what this month brought.
enum Worth {
    static let feature = Feature("worth", panels: [panel], digests: [digest])

    private static let panel = Panel("worth", on: [Contact.object.name]) { record, db, links in
        let contact = Record<Contact>(record).key
        let query = Query(Invoice.self).where(Invoice.contact == contact && Invoice.status == "paid").any
        guard let metric = try paid(by: Invoice.paidOn.name, db) else { return nil }
        let today = Zone.utc.local(db.now).date
        let reading = try db.read(metric, of: query)
        let list = links.list(Invoice.object.name, filter: "contact == \"\(contact)\" && status == \"paid\"")
        guard let currency = reading.currencies.first ?? nil else {
            return PanelView("Worth", platform: .stella, body: "<p class=\"small soft\">No paid invoice yet.</p>")
        }
        let totals = reading.totals.map { FigureText.full($0.value, $0.currency) }.joined(separator: " · ")
        let months = MonthBars.points(reading, currency) { _ in nil }.map(\.value)
        let line = Sparkline(title: "Paid a month, \(today.firstOfMonth.adding(months: 1 - MonthBars.months).formatted()) until today", values: months, color: ChartColor(variable: "stella"), format: { FigureText.full($0, currency) })
        return PanelView("Worth", platform: .stella, to: list, body: "<div class=figure>\(totals)</div>\(line.svg)")
    }

    private static let digest = Digest("revenue-this-month") { db, links in
        guard let metric = try paid(by: nil, db) else { return [] }
        let month = Zone.utc.local(db.now).date.firstOfMonth
        let reading = try db.read(metric, of: Query(Invoice.self).where(Invoice.status == "paid" && Invoice.paidOn >= month).any)
        let list = links.list(Invoice.object.name, filter: "status == \"paid\" && paid_on >= \"\(month)\"")
        let totals = reading.totals.map { FigureText.full($0.value, $0.currency) }
        let count = reading.lines.reduce(0) { $0 + $1.records }
        return [TileView(
            "Revenue this month", platform: .stella, figure: "\(totals.isEmpty ? "0" : totals.joined(separator: " · "))",
            caption: "<a href=\"\(url: list)\">\(count == 1 ? "1 paid invoice" : "\(count) paid invoices")</a>", to: list)]
    }

    /// Paid money, by month of `field`; `nil` for people who may not see invoices.
    private static func paid(by field: String?, _ db: Database) throws -> Metric? {
        guard let object = db.catalog[Invoice.object.name], db.access.allows(.read, object, in: db.catalog) else { return nil }
        return try Metric(name: "paid", title: "Paid", object: object.name, measure: "sum", field: Invoice.total.name, filter: nil, group: field.map { "month(\($0))" }, in: db.catalog)
    }
}
