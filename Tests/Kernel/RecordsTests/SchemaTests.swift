import Amounts
import JSON
@_spi(Kernel) import Records
import Store
import Testing
import Timekeeping

@Suite("The schema grows with the catalog and loses nothing")
struct SchemaTests {
    private static func catalog(_ fields: [FieldDefinition]) -> Catalog {
        Catalog(people + [ObjectDefinition(Object("deal", owner: .spark, title: "Deal"), fields: [FieldDefinition(name: "name", kind: .text, isRequired: true)] + fields)]
            + [CustomObject.self, CustomField.self].map { (type: any ObjectType.Type) in ObjectDefinition(type.object, fields: type.fields.map(\.definition)) })
    }

    private func open<T: Sendable>(_ location: StoreLocation, _ catalog: Catalog, _ body: @escaping @Sendable (Workspace) async throws -> T) async throws -> T {
        let workspace = try await Workspace("harbour", at: location, catalog: catalog, clock: .system)
        do {
            let value = try await body(workspace)
            await workspace.close()
            return value
        } catch {
            await workspace.close()
            throw error
        }
    }

    @Test("A field that a new version declares becomes a column, and the rows stay", arguments: TestEngine.allCases)
    func addedFields(engine: TestEngine) async throws {
        try await withLocation(engine) { location in
            let id = try await open(location, Self.catalog([])) { workspace in
                try await workspace.write(as: .system) { tx in
                    var deal = AnyRecord(new: try tx.catalog.require("deal"))
                    deal["name"] = "Old"
                    try tx.save(&deal)
                    return deal.id
                }
            }
            let grown = Self.catalog([
                FieldDefinition(name: "note", kind: .text),
                FieldDefinition(name: "active", kind: .boolean, isRequired: true, standard: true.stored),
                FieldDefinition(name: "stage", kind: .text, isRequired: true, standard: "it's new".stored, check: "stage <> ''"),
                FieldDefinition(name: "price", kind: .money, isRequired: true, standard: Money(minor: 5, .chf).stored),
                FieldDefinition(name: "size", kind: .number, isRequired: true, standard: 1.5.stored),
                FieldDefinition(name: "above", kind: .reference(to: "deal", onDelete: .setNull)),
            ])
            for _ in 0..<2 {
                try await open(location, grown) { workspace in
                    try await workspace.read(as: .system) { db in
                        let deal = try db.require("deal", id)
                        #expect(deal["name"] == "Old")
                        #expect(deal["active"] == true)
                        #expect(deal["stage"] == "it's new")
                        #expect(deal["price"] == Money(minor: 5, .chf))
                        #expect(deal["size"] == 1.5)
                        #expect((deal["note"] as String?) == nil)
                    }
                }
            }
        }
    }

    @Test("A workspace of a newer version is refused in a sentence and not touched", arguments: TestEngine.allCases)
    func newerFormat(engine: TestEngine) async throws {
        try await withLocation(engine) { location in
            try await open(location, Self.catalog([])) { workspace in _ = try await workspace.store.write { try $0.run("UPDATE _format SET version = 99") } }
            do {
                try await open(location, Self.catalog([FieldDefinition(name: "note", kind: .text)])) { _ in }
                Issue.record("It should have been refused.")
            } catch let error as StoreError {
                #expect(error.description == "The database of this workspace has format 99; this program understands up to 1. Install the newer version.")
            }
            let store = try await Store.open(location)
            let columns = try await store.read { try $0.rows($0.dialect.listColumns(of: "deal")).compactMap { $0.text(0) } }
            await store.close()
            #expect(!columns.contains("note"))
        }
    }

    @Test("Objects and fields made at run time are there at once and after a restart", arguments: TestEngine.allCases)
    func custom(engine: TestEngine) async throws {
        try await withLocation(engine) { location in
            let long = "a_very_long_name_for_a_thing_of_a_shop_x"
            let id = try await open(location, Self.catalog([])) { workspace in
                let old = try await workspace.write(as: .system) { tx in
                    var deal = AnyRecord(new: try tx.catalog.require("deal"))
                    deal["name"] = "Old"
                    try tx.save(&deal)
                    return deal.id
                }
                try await workspace.write(as: .system) { tx in _ = try tx.addObject(name: long, title: "Machine", plural: "Machines") }
                try await workspace.write(as: .system) { tx in
                    _ = try tx.addField(on: "deal", name: "region", title: "Region", kind: "choice", choices: "North\nSouth", required: true)
                    _ = try tx.addField(on: "deal", name: "fee", title: "Fee", kind: "money")
                }
                // Two references whose constraints differ only behind PostgreSQL's 63rd byte.
                for suffix in ["a", "b"] {
                    try await workspace.write(as: .system) { tx in
                        _ = try tx.addField(on: long, name: "a_very_long_reference_to_a_deal_\(suffix)", title: "Deal", kind: "reference", target: "deal")
                    }
                }
                #expect(workspace.catalog["deal"]?.field("region")?.isDemanded == true)
                // The old row has no region and can still be changed; a new one needs it.
                try await workspace.write(as: .system) { tx in
                    var deal = try tx.require("deal", old)
                    try deal.assign(["name": "Older"], as: tx.access, in: tx.catalog)
                    try tx.save(&deal)
                    var fresh = AnyRecord(new: try tx.catalog.require("deal"))
                    let error = #expect(throws: RecordError.self) { try fresh.assign(["name": "New"], as: tx.access, in: tx.catalog) }
                    #expect(error?.fields == ["region"])
                    let bad = #expect(throws: RecordError.self) { try fresh.assign(["name": "New", "region": "West"], as: tx.access, in: tx.catalog) }
                    #expect(bad?.fields == ["region"])
                    try fresh.assign(["name": "New", "region": "North", "fee": "CHF 1.50"], as: tx.access, in: tx.catalog)
                    try tx.save(&fresh)
                }
                return old
            }
            for _ in 0..<2 {
                try await open(location, Self.catalog([])) { workspace in
                    try await workspace.write(as: .system) { tx in
                        var machine = AnyRecord(new: try tx.catalog.require(long))
                        try machine.assign(["name": "Press", "a_very_long_reference_to_a_deal_b": .string(AnyKey(id).text)], as: tx.access, in: tx.catalog)
                        try tx.save(&machine)
                        var query = AnyQuery("deal")
                        query.filter = "region == 'North' && fee == 1.5"
                        #expect(try tx.fetch(query).count == 1)
                    }
                }
            }
            // A later version of the house has the customer's words itself: it opens, and its own stand.
            let meanwhile = Catalog(Self.catalog([FieldDefinition(name: "region", kind: .text)]).objects + [ObjectDefinition(Object(long, owner: .oliver, title: "Machine"), fields: [FieldDefinition(name: "name", kind: .text)])])
            try await open(location, meanwhile) { workspace in
                #expect(workspace.catalog["deal"]?.field("region")?.isCustom == false)
                #expect(workspace.catalog["deal"]?.field("fee")?.isCustom == true)
            }
        }
    }

    @Test("A field that cannot be is refused with the reason, and nobody writes past that through the API", arguments: TestEngine.allCases)
    func badFields(engine: TestEngine) async throws {
        try await withWorkspace(engine, Self.catalog([FieldDefinition(name: "price_currency", kind: .text)])) { workspace in
            for (name, kind, target) in [("Region", "text", nil), ("name", "text", nil), ("id", "text", nil), ("now", "text", nil), ("price", "money", nil), ("x", "blob", nil), ("x", "reference", "nothing"), ("x\"; DROP TABLE deal; --", "text", nil)] as [(String, String, String?)] {
                let error = await recordError { try await workspace.write(as: .system) { tx in try tx.addField(on: "deal", name: name, title: "T", kind: kind, target: target) } }
                #expect(error?.word == "invalid", "\(name) \(kind)")
            }
            for name in ["deal", "user", "_x", "sqlite_x", "actions", "9"] {
                let error = await recordError { try await workspace.write(as: .system) { tx in try tx.addObject(name: name, title: "T", plural: "") } }
                #expect(error?.word == "invalid", "\(name)")
            }
            try await workspace.read(as: .system) { db in
                var row = AnyRecord(new: try db.catalog.require("custom_field"))
                let error = #expect(throws: RecordError.self) { try row.assign(["object": "deal", "name": "id", "title": "T", "kind": "text"], as: .system, in: db.catalog) }
                let named = Set(error?.fields ?? [])
                #expect(named.isSuperset(of: ["object", "name", "kind"]))
            }
        }
    }
}
