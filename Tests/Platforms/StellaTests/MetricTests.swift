import Charts
import Kernel
import Model
import TestKit
import Testing

@testable import Stella

@Suite("Metrics")
struct MetricTests {
    static let catalog = Catalog(DataModel.objects)
    static let today = LocalDate("2026-11-22")

    private func metric(_ object: String = "invoice", _ measure: String = "sum", _ field: String? = "total", filter: String? = "status == \"paid\"", group: String? = nil) throws -> Metric {
        try Metric(name: "m", title: "M", object: object, measure: measure, field: field, filter: filter, group: group, in: Self.catalog)
    }

    private func reading(_ metric: Metric, _ lines: [Reading.Line]) throws -> Reading {
        Reading(metric: metric, lines: Reading.folded(lines, of: metric), asOf: .epoch, today: try #require(Self.today), zone: .utc)
    }

    @Test("A definition becomes one aggregate")
    func compile() throws {
        let today = try #require(Self.today)
        let aggregate = try metric(filter: "status == \"issued\" && due_on < today", group: "month(paid_on)").aggregate(today: today)
        #expect(aggregate.measure == .sum("total"))
        #expect(aggregate.group == "paid_on")
        #expect(aggregate.query.filter == "status == \"issued\" && due_on < \"2026-11-22\"")
        #expect(try metric("deal", "count", nil, filter: nil, group: "stage.name").aggregate(today: today).group == "stage.name")
    }

    @Test("A definition that cannot be followed says why", arguments: [
        ("invoices", "sum", "total", nil), ("invoice", "sum", "status", nil), ("invoice", "sum", "totl", nil), ("invoice", "median", "total", nil),
        ("invoice", "sum", "total", "month(status)"), ("invoice", "sum", "total", "contact.nothing"), ("invoice", "sum", "total", "nothing"), ("visit", "count", nil, nil),
    ] as [(String, String, String?, String?)])
    func refused(object: String, measure: String, field: String?, group: String?) {
        #expect(throws: MetricError.self) { try metric(object, measure, field, group: group) }
    }

    @Test("Every figure of the standard dashboard has a sound definition", arguments: StandardDashboard.figures)
    func standard(figure: StandardDashboard.Figure) throws {
        _ = try Metric(name: figure.metric, title: figure.title, object: figure.object, measure: figure.measure, field: figure.field, filter: figure.filter, group: figure.group, in: Self.catalog)
    }

    @Test("Days become months, each currency by itself")
    func months() throws {
        let folded = try reading(try metric(group: "month(paid_on)"), [
            .init(group: "2026-10-03", currency: .chf, value: 10, records: 1), .init(group: "2026-10-30", currency: .chf, value: 5.5, records: 2),
            .init(group: "2026-10-30", currency: .eur, value: 7, records: 1), .init(group: "2026-11-01", currency: .chf, value: 1, records: 1), .init(group: nil, currency: .chf, value: 2, records: 1),
        ]).lines
        #expect(folded == [
            .init(group: nil, currency: .chf, value: 2, records: 1), .init(group: "2026-10", currency: .chf, value: 15.5, records: 3),
            .init(group: "2026-10", currency: .eur, value: 7, records: 1), .init(group: "2026-11", currency: .chf, value: 1, records: 1),
        ])
    }

    @Test("The average of a month weighs its days by their records")
    func averages() throws {
        let folded = try reading(try metric("invoice", "average", group: "month(paid_on)"), [
            .init(group: "2026-10-03", currency: .chf, value: 10, records: 1), .init(group: "2026-10-30", currency: .chf, value: 20, records: 3),
        ]).lines
        #expect(folded == [.init(group: "2026-10", currency: .chf, value: 17.5, records: 4)])
    }

    @Test("A year of bars ends with the running month, empty months included")
    func bars() throws {
        let points = MonthBars.points(try reading(try metric(group: "month(paid_on)"), [.init(group: "2026-10-03", currency: .chf, value: 10, records: 1)]), .chf) { $0 }
        #expect(points.count == 12)
        #expect(points.map(\.value) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0])
        #expect(points.map(\.label) == ["Dec", "Jan 2026", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"])
        #expect(points.last?.isUnfinished == true && points.first?.link == "2025-12")
    }

    @Test("Each bar leads to the records behind it", arguments: [
        ("first_source", "Search", "status == \"paid\" && first_source == \"Search\""), ("first_source", nil, "status == \"paid\" && first_source == null"),
        ("month(paid_on)", "2026-02", "status == \"paid\" && paid_on >= \"2026-02-01\" && paid_on <= \"2026-02-28\""),
        ("month(created_at)", "2026-12", "status == \"paid\" && created_at >= timestamp(\"2026-12-01T00:00:00Z\") && created_at < timestamp(\"2027-01-01T00:00:00Z\")"),
        ("contact.score", "71", "status == \"paid\" && contact.score == 71"), ("first_source", "a \"b\"", "status == \"paid\" && first_source == \"a \\\"b\\\"\""),
    ] as [(String, String?, String)])
    func doors(group: String, value: String?, filter: String) throws {
        #expect(try reading(try metric(group: group), []).condition(for: value) == filter)
    }

    @Test("A filter with an or keeps its meaning behind a bar")
    func brackets() throws {
        let reading = try reading(try metric(filter: "status == \"paid\" || status == \"issued\"", group: "first_source"), [])
        #expect(reading.condition(for: "Search") == "(status == \"paid\" || status == \"issued\") && first_source == \"Search\"")
    }

    @Test("today is filled in, but not in texts and not as a field", arguments: [
        ("due_on < today", "due_on < \"2026-11-22\""), ("name == \"today\"", "name == \"today\""), ("a.today == 1", "a.today == 1"), ("todays == today", "todays == \"2026-11-22\""),
        ("name == 'it\\'s today' && x >= today", "name == 'it\\'s today' && x >= \"2026-11-22\""),
    ])
    func today(source: String, filled: String) throws {
        #expect(Today.fill(source, with: try #require(Self.today)) == filled)
    }

    @Test("Values are exact decimals for programs", arguments: [(12.5, Currency.chf, "12.50"), (1_000, Currency("JPY"), "1000"), (7, nil, "7"), (0.25, nil, "0.25")] as [(Double, Currency?, String)])
    func decimals(value: Double, currency: Currency?, text: String) {
        #expect(Reading.Line(group: nil, currency: currency, value: value, records: 1).decimal == text)
    }
}

@Suite("The standard dashboard")
struct DashboardTests {
    private func world(_ engine: World.Engine) async throws -> World {
        let world = try await World(Suite([StellaPlatform()], objects: DataModel.objects, events: DataModel.events), on: engine)
        try await world.write { tx in
            _ = try tx.act(InstallDashboard.name, [:])
            _ = try tx.act(InstallDashboard.name, [:])
            for (number, source, day, minor) in [(1, "Search", "2026-11-03", 12_050), (2, "Search", "2026-10-03", 10_000), (3, "Referral", "2026-11-20", 5_000)] {
                var invoice = tx.new(Invoice.self)
                invoice[Invoice.number] = "HC-\(number)"
                invoice[Invoice.status] = "paid"
                invoice[Invoice.firstSource] = source
                invoice[Invoice.paidOn] = LocalDate(day)
                invoice[Invoice.total] = Money(minor: Int64(minor), .chf)
                try tx.save(&invoice)
            }
        }
        return world
    }

    @Test("It shows revenue by first touch, and the bar leads to the invoices", arguments: World.Engine.available)
    func page(engine: World.Engine) async throws {
        let world = try await world(engine)
        let ana = try await world.login()
        let page = await ana.get("/app/stella/d/money")
        #expect(page.status == 200, "\(page.text.prefix(500))")
        #expect(page.text.contains("CHF 270.50") && page.text.contains("Search") && page.text.contains("true as of"))
        let door = "/app/oliver/invoices?filter=" + Incoming.encode("status == \"paid\" && first_source == \"Search\"")
        #expect(page.text.contains(door))
        let list = await ana.get(door)
        #expect(list.status == 200)
        #expect(list.text.contains("HC-1") && list.text.contains("HC-2"))
        #expect(!list.text.contains("HC-3"))
        let again = await ana.get("/app/stella/d/money")
        // Dashboard, tiles, metrics, the reader's zone, one a tile, and the session's own.
        #expect(again.statements == 5 + StandardDashboard.figures.count)
        await world.close()
    }

    @Test("A metric answers programs with exact decimals", arguments: World.Engine.available)
    func api(engine: World.Engine) async throws {
        let world = try await world(engine)
        let answer = await (try await world.program()).get("/api/v1/metrics/revenue_by_month/value")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()["lines"] == [
            ["group": "2026-10", "currency": "CHF", "value": "100.00", "records": 1], ["group": "2026-11", "currency": "CHF", "value": "170.50", "records": 2],
        ])
        await world.close()
    }

    @Test("All dashboards cost two statements")
    func list() async throws {
        let world = try await world(.sqlite)
        let ana = try await world.login()
        // The first visit also reads who Ana is and what she may.
        _ = await ana.get("/app/ecosystem")
        let list = await ana.get("/app/stella/d")
        #expect(list.statements == 2)
        #expect(list.text.contains(StandardDashboard.title))
        await world.close()
    }
}
