import Kernel
import Model
import TestKit
import Testing

@testable import sextant

@Suite("Bad input gets a clear sentence, and nothing is lost")
struct BadInputTests {
    @Test("A form with a missing name keeps what was typed and says so beside the field", arguments: World.Engine.available)
    func missingField(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let ana = try await world.login()

        let refused = await ana.post("/app/spark/contacts", ["name": "", "email": "nobody at home", "city": "Zürich"])

        #expect(refused.status == 422)
        #expect(refused.text.contains("Name is required."))
        #expect(refused.text.contains("is not an e-mail address"))
        #expect(refused.text.contains("Zürich"))
        #expect(try await world.read { try $0.count(Query(Contact.self)) } == 0)
        await world.close()
    }

    @Test("A filter that does not type-check is shown with its mistake, and the list stands")
    func filter() async throws {
        let world = try await World(.sextant())
        let ana = try await world.login()

        let list = await ana.get("/app/spark/contacts?filter=" + Incoming.encode("scoer > 5"))

        #expect(list.status == 422)
        #expect(list.text.contains("scoer"))
        #expect(list.text.contains("scoer &gt; 5"))
        await world.close()
    }

    @Test("A body over the limit is refused with 413")
    func tooLarge() async throws {
        let world = try await World(.sextant())
        let program = try await world.program()

        let answer = await program.send(.post, "/api/v1/contacts", body: Array(repeating: 0x20, count: 2 << 20))

        #expect(answer.status == 413)
        #expect(answer.header("Content-Type") == "application/problem+json")
        await world.close()
    }

    @Test("An unknown host is refused with 421")
    func unknownHost() async throws {
        let world = try await World(.sextant())

        let answer = await world.visitor(host: "evil.test").get("/login")

        #expect(answer.status == 421)
        await world.close()
    }

    @Test("A second process on the same files is told who holds them")
    func inUse() async throws {
        let world = try await World(.sextant())
        let path = try #require(world.path)

        let refusal = await #expect(throws: (any Error).self) { try await House(at: .folder(path), catalog: Suite.sextant().catalog) }

        #expect("\(try #require(refusal))".contains("in use by process"))
        await world.close()
    }

    @Test("A PostgreSQL that is down at the start is named with its address")
    func databaseDown() async throws {
        let refusal = await #expect(throws: (any Error).self) {
            try await House(at: .postgres("postgres://sextant@127.0.0.1:1/none"), catalog: Suite.sextant().catalog)
        }
        let sentence = "\(try #require(refusal))"
        #expect(sentence.contains("127.0.0.1") && sentence.contains("cannot be reached"))
    }
}

@Suite("The kernel's pages cost a constant number of statements")
struct PageBudgetTests {
    @Test("Lists, records and forms cost the same for 1 and for 100 contacts", arguments: [1, 100])
    func contacts(count: Int) async throws {
        let world = try await World(.sextant())
        let key = try await world.write { tx in
            var company = tx.new(Company.self)
            company[Company.name] = "Limmat Studios AG"
            try tx.save(&company)
            var last = company.key.of(Contact.self)
            for index in 0..<count {
                var contact = tx.new(Contact.self)
                contact[Contact.name] = "Contact \(index)"
                contact[Contact.company] = company.key
                try tx.save(&contact)
                last = contact.key
            }
            return last
        }
        let ana = try await world.login()
        for (path, statements) in [
            ("/app/spark/contacts", 3), ("/app/spark/contacts/new", 1), ("/app/spark/contacts/\(key.text)/edit", 3), ("/app/lookup/contact?q=Con", 2),
        ] {
            _ = await ana.get(path)
            let page = await ana.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(page.statements == statements, "\(path)")
        }
        await world.close()
    }

    @Test("Every page that a role may open answers, and none repeats a statement", arguments: World.Engine.available)
    func everyPage(engine: World.Engine) async throws {
        let world = try await World(.sextant(), on: engine)
        let ana = try await world.login()
        let catalog = world.workspace.catalog
        var paths = ["/app", "/app/ecosystem", "/app/search?q=coffee", "/app/palette?q=new"] + PlatformBrand.suite.map(\.url)
        for object in catalog.objects where !object.object.isInternal {
            let list = world.front.suite.listURL(of: object.name, in: catalog)
            paths += [list, list + "/new"]
        }
        for path in paths {
            let page = await ana.get(path)
            #expect(page.status == 200, "\(path): \(page.text.prefix(300))")
            #expect(page.header("Sextant-Repeated") == nil, "\(path)")
        }
        await world.close()
    }
}
