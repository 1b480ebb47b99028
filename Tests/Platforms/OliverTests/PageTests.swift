import FoundationEssentials
import Kernel
import Model
import TestKit
import Testing

@testable import Oliver

@Suite("Oliver's pages")
struct PageTests {
    static let hasWeasyPrint = FileManager.default.fileExists(atPath: "/usr/bin/weasyprint")

    func world() async throws -> World { try await World(Suite([OliverPlatform()], objects: DataModel.objects, events: DataModel.events)) }

    @Test("Today costs the same for 1 and for 100 tasks", arguments: [1, 100])
    func today(tasks: Int) async throws {
        let world = try await world()
        let contact = try await world.contact()
        try await world.write { tx in
            for index in 0..<tasks { _ = try tx.act("oliver.task.create", ["title": .string("Task \(index)"), "due_in_days": .int(Int64(index % 8 - 1)), "contact": contact]) }
        }
        let ana = try await world.login()
        _ = await ana.get("/app/oliver/today")

        let page = await ana.get("/app/oliver/today")

        #expect(page.status == 200 && page.text.contains("Overdue"))
        #expect(page.statements == 4)
        await world.close()
    }

    @Test("A task is ticked off where it stands, and only our own pages are gone back to")
    func tickOff() async throws {
        let world = try await world()
        let task = try await world.write { tx in try tx.act("oliver.task.create", ["title": "Call"]).values["task"]?.stringValue ?? "" }
        let ana = try await world.login()

        let answer = await ana.post("/app/oliver/tasks/\(task)/done", ["back": "https://elsewhere.test/"])

        #expect(answer.status == 303 && answer.header("Location") == "/app/oliver/today")
        #expect(try await world.events().contains("oliver.task.done"))
        await world.close()
    }

    @Test("An invoice on the screen costs the same for 1 and for 100 lines", arguments: [1, 100])
    func print(lines: Int) async throws {
        let world = try await world()
        let invoice = try await world.invoice(lines: lines)
        let ana = try await world.login()
        _ = await ana.get("/app/oliver/invoices/\(invoice)/print")

        let page = await ana.get("/app/oliver/invoices/\(invoice)/print")

        #expect(page.status == 200 && page.text.contains("INV-2026-0001"))
        #expect(page.statements == 4)
        await world.close()
    }

    @Test("The PDF costs the same for 1 and for 100 lines", .enabled(if: hasWeasyPrint, "needs weasyprint"), arguments: [1, 100])
    func pdf(lines: Int) async throws {
        let world = try await world()
        let invoice = try await world.invoice(lines: lines)
        let ana = try await world.login()
        _ = await ana.get("/app/oliver/invoices/\(invoice)/print")

        let page = await ana.get("/app/oliver/invoices/\(invoice)/pdf")

        #expect(page.status == 200 && page.body.starts(with: "%PDF".utf8) && page.header("Content-Type") == "application/pdf")
        #expect(page.statements == 4)
        await world.close()
    }
}

extension World {
    fileprivate func contact() async throws -> JSON {
        try await write { tx in
            var contact = tx.new(Contact.self)
            contact[Contact.name] = "Mirjam Oberholzer"
            return .string(try tx.save(&contact).text)
        }
    }

    /// An issued invoice.
    fileprivate func invoice(lines: Int) async throws -> String {
        let contact = try await contact()
        return try await write { tx in
            let line: JSON = ["description": "Beans", "quantity": 2, "unit_price": "18.50"]
            let draft = try tx.act("oliver.invoice.draft", ["contact": contact, "lines": .array(Array(repeating: line, count: lines))]).values["invoice"] ?? .null
            return try tx.act("oliver.invoice.issue", ["invoice": draft]).values["invoice"]?.stringValue ?? ""
        }
    }
}
