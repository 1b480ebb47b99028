import Kernel
import TestKit
import Testing

@testable import sextant

@Suite("The API of every object")
struct ObjectAPITests {
    @Test("A contact is created, read, changed and deleted", arguments: World.Engine.available)
    func wholeLife(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let program = try await world.program()

        let created = await program.post("/api/v1/contacts", ["name": "Mirjam Oberholzer", "email": "M.Oberholzer@limmat.test", "score": 71])
        #expect(created.status == 201, "\(created.text)")
        let id = try #require(try created.json()["id"]?.stringValue)
        #expect(try created.json()["email"] == "m.oberholzer@limmat.test")

        let changed = await program.patch("/api/v1/contacts/\(id)", ["stage": "customer"])
        #expect(changed.status == 200)
        #expect(try changed.json()["version"] == 2)

        let gone = await program.delete("/api/v1/contacts/\(id)")
        #expect(gone.status == 204)
        let missing = await program.get("/api/v1/contacts/\(id)")
        #expect(missing.status == 404)
        #expect(try await world.events().suffix(3) == ["contact.created", "contact.updated", "contact.deleted"])
        await world.close()
    }

    @Test("An unknown field is refused by name, and nothing is written", arguments: World.Engine.available)
    func unknownField(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let program = try await world.program()

        let answer = await program.post("/api/v1/contacts", ["name": "Jonas Frei", "_role": "admin", "version": 9])

        #expect(answer.status == 422)
        #expect(answer.header("Content-Type") == "application/problem+json")
        #expect(answer.text.contains("_role") && answer.text.contains("version"))
        #expect(try await world.read { try $0.count(AnyQuery("contact")) } == 0)
        await world.close()
    }

    @Test("A list costs one statement, for 1 and for 100 contacts", arguments: [1, 100])
    func statementBudget(contacts: Int) async throws {
        let world = try await World(.sextant())
        let program = try await world.program()
        try await world.write { tx in
            for index in 0..<contacts {
                var contact = AnyRecord(new: try tx.catalog.require("contact"))
                contact["name"] = "Contact \(index)"
                try tx.save(&contact)
            }
        }
        _ = await program.get("/api/v1/contacts?limit=100")

        let answer = await program.get("/api/v1/contacts?limit=100")

        #expect(answer.status == 200)
        #expect(answer.statements == 1)
        #expect(try answer.json()["data"]?.arrayValue?.count == contacts)
        await world.close()
    }

    @Test("Pages by key cover the list without gap or repeat", arguments: World.Engine.available)
    func paging(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let program = try await world.program()
        try await world.write { tx in
            for index in 0..<57 {
                var contact = AnyRecord(new: try tx.catalog.require("contact"))
                contact["name"] = "Contact \(index)"
                contact["score"] = index % 5
                if index % 3 == 0 { contact["city"] = "Zürich" }
                try tx.save(&contact)
            }
        }
        for sort in ["-created_at", "score", "-score", "city", "-city", "name"] {
            var seen: [String] = []
            var cursor: String?
            repeat {
                let page = await program.get("/api/v1/contacts?limit=10&sort=\(sort)" + (cursor.map { "&cursor=\($0)" } ?? ""))
                #expect(page.status == 200, "\(page.text)")
                let json = try page.json()
                seen += json["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
                cursor = json["next"]?.stringValue
            } while cursor != nil
            #expect(seen.count == 57, "sort=\(sort)")
            #expect(Set(seen).count == 57, "sort=\(sort)")
        }
        await world.close()
    }

    @Test("A filter that does not type-check says where and why")
    func badFilter() async throws {
        let world = try await World(.sextant())
        let program = try await world.program()

        let answer = await program.get("/api/v1/contacts?filter=" + Incoming.encode("score > \"ten\""))

        #expect(answer.status == 422)
        #expect(answer.text.contains("character"))
        await world.close()
    }

    @Test("A filter narrows, in CEL, also by the company behind a reference", arguments: World.Engine.available)
    func filter(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let program = try await world.program()
        let company = try #require(try await program.post("/api/v1/companies", ["name": "Limmat Studios AG", "city": "Zürich"]).json()["id"]?.stringValue)
        _ = await program.post("/api/v1/contacts", ["name": "Mirjam", "company": .string(company), "score": 71])
        _ = await program.post("/api/v1/contacts", ["name": "Jonas", "score": 12])

        for (filter, names) in [("score >= 50", ["Mirjam"]), ("company.name == \"Limmat Studios AG\"", ["Mirjam"]), ("company == null", ["Jonas"]), ("!(score > 50)", ["Jonas"])] {
            let answer = await program.get("/api/v1/contacts?sort=name&filter=" + Incoming.encode(filter))
            #expect(answer.status == 200, "\(filter): \(answer.text)")
            #expect(try answer.json()["data"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == names, "\(filter)")
        }
        await world.close()
    }
}
