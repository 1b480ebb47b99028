import Kernel
import Model
import TestKit
import Testing

@testable import Oliver

@Suite("Issuing invoices")
struct IssuingTests {
    func world(_ engine: World.Engine) async throws -> World {
        let world = try await World(Suite([OliverPlatform()], objects: DataModel.objects, events: DataModel.events), on: engine)
        try await world.settle()
        return world
    }

    @Test("Forty issues at once, ten of which fail, leave no gap", arguments: World.Engine.available)
    func gapless(engine: World.Engine) async throws {
        let world = try await world(engine)
        let api = try await world.program()
        let contact = try await api.post("/api/v1/contacts", ["name": "Mirjam Oberholzer"]).json()["id"] ?? .null
        var drafts: [JSON] = []
        for index in 0..<40 {
            let lines: JSON = index % 4 == 3 ? [] : [["description": "Beans", "quantity": 2, "unit_price": 18.5]]
            let draft = await api.post("/api/v1/actions/oliver.invoice.draft", ["contact": contact, "lines": lines])
            #expect(draft.status == 200, "\(draft.text)")
            drafts.append(try draft.json()["values"]?["invoice"] ?? .null)
        }

        let statuses = await withTaskGroup(of: Int.self) { group in
            for draft in drafts { group.addTask { await api.post("/api/v1/actions/oliver.invoice.issue", ["invoice": draft]).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(statuses.count { $0 == 200 } == 30 && statuses.count { $0 == 409 } == 10)
        let numbers = try await world.read { try $0.fetch(Query(Invoice.self).where(!Invoice.number.isEmpty()).limit(100)).compactMap { $0[Invoice.number] }.sorted() }
        #expect(numbers == (1...30).map { InvoiceNumber(year: 2026, count: $0).text })
        await world.close()
    }

    @Test("A draft's total follows lines written through the API", arguments: World.Engine.available)
    func totals(engine: World.Engine) async throws {
        let world = try await world(engine)
        let api = try await world.program()
        let invoice = try await api.post("/api/v1/actions/oliver.invoice.draft", ["amount": "CHF 10.00"]).json()["values"]?["invoice"] ?? .null
        let line = await api.post("/api/v1/invoice_lines", [
            "invoice": invoice, "position": 2, "description": "Beans", "quantity": "3", "unit_price": "1.50", "amount": ["amount": "999.00", "currency": "CHF"],
        ])
        #expect(line.status == 201, "\(line.text)")
        try await world.settle()
        #expect(try await world.read { try $0.first(Query(Invoice.self))?[Invoice.total] } == Money(minor: 1_450, .chf))

        #expect(await api.delete("/api/v1/invoice_lines/\(try line.json()["id"]?.stringValue ?? "")").status == 204)
        try await world.settle()
        #expect(try await world.read { try $0.first(Query(Invoice.self))?[Invoice.total] } == Money(minor: 1_000, .chf))
        await world.close()
    }

    @Test("An issued invoice and its lines are refused every change through the API", arguments: World.Engine.available)
    func frozen(engine: World.Engine) async throws {
        let world = try await world(engine)
        let api = try await world.program()
        let contact = try await api.post("/api/v1/contacts", ["name": "Mirjam Oberholzer"]).json()["id"] ?? .null
        let invoice = try await api.post("/api/v1/actions/oliver.invoice.draft", ["contact": contact, "amount": "CHF 10.00"]).json()["values"]?["invoice"] ?? .null
        let id = try #require(invoice.stringValue)
        #expect(await api.post("/api/v1/actions/oliver.invoice.issue", ["invoice": invoice]).status == 200)
        let line = try await world.read { try $0.first(Query(InvoiceLine.self))?.key.text } ?? ""

        #expect(await api.patch("/api/v1/invoices/\(id)", ["note": "Changed"]).status == 409)
        #expect(await api.delete("/api/v1/invoices/\(id)").status == 409)
        #expect(await api.patch("/api/v1/invoice_lines/\(line)", ["quantity": "2"]).status == 409)
        #expect(await api.delete("/api/v1/invoice_lines/\(line)").status == 409)
        #expect(await api.post("/api/v1/payments", ["invoice": invoice, "amount": ["amount": "10.00", "currency": "CHF"], "received_on": "2026-11-22"]).status == 409)
        #expect(await api.post("/api/v1/actions/oliver.invoice.add_line", ["invoice": invoice, "description": "More", "unit_price": "1"]).status == 409)
        await world.close()
    }
}
