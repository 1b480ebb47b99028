import Kernel
import Model
import TestKit
import Testing

@testable import Forge

@Suite("Objects and fields of one's own")
struct BuilderTests {
    @Test("A title makes a name for programs", arguments: [
        ("Favourite roast", "favourite_roast"), ("  VAT no. (CH) ", "vat_no_ch"), ("2nd address", "n2nd_address"), ("Kaffee & Größe", "kaffee_gr_e"), ("", ""),
    ])
    func names(title: String, name: String) {
        #expect(Builder.name(from: title) == name)
    }

    @Test("A field added to contacts is at once in the form, the list, the filter, REST and OpenAPI", arguments: World.Engine.available)
    func field(engine: World.Engine) async throws {
        let world = try await World(Suite([ForgePlatform()], objects: DataModel.objects, events: DataModel.events), on: engine)
        let ana = try await world.login()
        let added = await ana.post("/app/forge/builder/contact", ["title": "Favourite roast", "kind": "choice", "choices": "Espresso\nFilter", "name": "", "target": ""])
        #expect(added.status == 303, "\(added.text.prefix(800))")

        #expect(await ana.get("/app/spark/contacts/new").text.contains("Favourite roast"))
        let program = try await world.program()
        let created = await program.post("/api/v1/contacts", ["name": "Mirjam", "favourite_roast": "Filter"])
        #expect(created.status == 201, "\(created.text)")
        let found = await program.get("/api/v1/contacts?filter=" + Incoming.encode("favourite_roast == \"Filter\""))
        #expect(try found.json()["data"]?.arrayValue?.count == 1, "\(found.text)")
        #expect(await program.get("/api/v1/openapi.json").text.contains("favourite_roast"))
        #expect(await ana.get("/app/spark/contacts").text.contains("Favourite roast"))
        #expect(await ana.get("/app/forge/builder/contact").text.contains("your own"))
        await world.close()
    }

    @Test("What is wrong is said beside the field, and nothing typed is lost")
    func refused() async throws {
        let world = try await World(Suite([ForgePlatform()], objects: DataModel.objects, events: DataModel.events))
        let ana = try await world.login()
        let refused = await ana.post("/app/forge/builder/contact", ["title": "Score", "kind": "integer", "name": "score"])
        #expect(refused.status == 422)
        #expect(refused.text.contains("has a field “score” already") && refused.text.contains("value=\"Score\""))
        await world.close()
    }

    @Test("A new object has a page and an API at once")
    func object() async throws {
        let world = try await World(Suite([ForgePlatform()], objects: DataModel.objects, events: DataModel.events))
        let ana = try await world.login()
        let made = await ana.post("/app/forge/builder/new", ["title": "Coffee machine", "plural": "Coffee machines", "name": ""])
        #expect(made.status == 303 && made.header("Location") == "/app/forge/builder/coffee_machine", "\(made.text.prefix(500))")
        #expect(await ana.get("/app/forge/builder/coffee_machine").status == 200)
        #expect(await ana.get("/app/forge/builder").text.contains("Coffee machine"))
        let created = await (try await world.program()).post("/api/v1/coffee_machine", ["name": "Linea"])
        #expect(created.status == 201, "\(created.text)")
        await world.close()
    }

    @Test("The pages of the builder cost one statement each, the session's")
    func budget() async throws {
        let world = try await World(Suite([ForgePlatform()], objects: DataModel.objects, events: DataModel.events))
        let ana = try await world.login()
        // The first visit also reads who Ana is and what she may.
        _ = await ana.get("/app/ecosystem")
        let objects = await ana.get("/app/forge/builder")
        #expect(objects.statements == 1)
        let new = await ana.get("/app/forge/builder/new")
        #expect(new.statements == 1)
        let fields = await ana.get("/app/forge/builder/contact")
        #expect(fields.statements == 1)
        await world.close()
    }
}
