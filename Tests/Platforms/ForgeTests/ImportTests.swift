import FoundationEssentials
import Kernel
import Model
import TestKit
import Testing

@testable import Forge

@Suite("Importing tables")
struct ImportTests {
    static let root = String(#filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined())
    static let shared = ProcessInfo.processInfo.environment["SEXTANT_SHARED"] ?? root + "/../shared"
    static let hasShared = FileManager.default.fileExists(atPath: shared + "/data/classicmodels_sales.csv")

    static func world(_ engine: World.Engine) async throws -> World {
        try await World(Suite([ForgePlatform()], objects: DataModel.objects, events: DataModel.events), on: engine)
    }

    static func example(_ name: String, _ world: World) throws -> ImportMapping {
        let data = try #require(FileManager.default.contents(atPath: "\(root)/Examples/imports/\(name).yaml"))
        return try ImportMapping(yaml: String(decoding: data, as: UTF8.self), name: "\(name).yaml", catalog: world.workspace.catalog)
    }

    static func file(_ text: String, bytes: [UInt8] = []) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/import-\(UUID().uuidString).csv"
        try Data(Array(text.utf8) + bytes).write(to: URL(filePath: path))
        return path
    }

    static let contacts = """
        source: {delimiter: ";"}
        records:
          - object: company
            key: external_id
            when: 'firm != ""'
            fields: {external_id: firm, name: firm}
          - object: contact
            key: external_id
            fields: {external_id: number, name: who, email: {column: mail, lower: true}, company: {record: company}, birthday: {column: born, date: "dd.MM.yyyy", when: 'born.contains(".")'}}
        """

    @Test("The orders of classicmodels become 92 companies and 307 invoices over 10,032,628.85 USD, once", .enabled(if: ImportTests.hasShared, "shared/data is absent"), arguments: World.Engine.available)
    func classicmodels(engine: World.Engine) async throws {
        let world = try await Self.world(engine)
        let mapping = try Self.example("classicmodels", world), path = Self.shared + "/data/classicmodels_sales.csv"

        let first = try await mapping.run(file: path, into: world.workspace, place: "classicmodels.yaml")
        #expect(first.isComplete, "\(first.problems.listed.prefix(3))")
        #expect(first.counts.map(\.created) == [92, 92, 109, 307, 2_823, 286])
        let (lines, paid, events) = try await world.workspace.read(as: .system) { db in
            (try db.aggregate(Aggregate(AnyQuery("invoice_line"), .sum("amount"))), try db.aggregate(Aggregate(AnyQuery("payment"), .sum("amount"))), try db.count(Query(Invoice.self).where(Invoice.status == "paid")))
        }
        #expect(lines.map(\.value) == [1_003_262_885] && lines.first?.currency == "USD")
        #expect(paid.map(\.value) == [929_150_108])
        #expect(events == 286)

        let second = try await mapping.run(file: path, into: world.workspace, place: "classicmodels.yaml")
        #expect(second.counts.allSatisfy { $0.created == 0 && $0.updated == 0 })
        let versions = try await world.workspace.read(as: .system) { db in try db.aggregate(Aggregate(AnyQuery("invoice"), .maximum("version"))).map(\.value) }
        #expect(versions == [1])
    }

    @Test("Every prospect becomes a lead, told apart by number where they share an address", .enabled(if: ImportTests.hasShared, "shared/data is absent"), arguments: World.Engine.available)
    func prospects(engine: World.Engine) async throws {
        let world = try await Self.world(engine)
        let report = try await Self.example("prospects", world).run(file: Self.shared + "/data/prospects.psv", into: world.workspace, place: "prospects.yaml")
        #expect(report.isComplete && report.counts.map(\.created) == [2_059])
        let adam = try await world.workspace.read(as: .system) { try $0.first(Query(Contact.self).where(Contact.externalID == "prospects:1")) }
        #expect(adam?[Contact.birthday] == LocalDate(year: 1945, month: 12, day: 30))
        #expect(adam?[Contact.email] == "aalexander@lucernepublishing.com" && adam?[Contact.stage] == "lead")
    }

    @Test("Bad rows are left out as a whole and every bad cell is named; a dry run writes nothing", arguments: World.Engine.available)
    func badCells(engine: World.Engine) async throws {
        let world = try await Self.world(engine)
        let mapping = try ImportMapping(yaml: Self.contacts, name: "m.yaml", catalog: world.workspace.catalog)
        let path = try Self.file("number;who;mail;firm;born\n1;Ana;ANA@harbour.test;Harbour;1990-01-02\n2;;nope;Harbour;02.13.1990\n3;Ben;ben@harbour.test\n;Mia;;;\n5;Eva;;;03.04.1991\n1;Anna;;;\n")

        let dry = try await mapping.run(file: path, into: world.workspace, isDry: true, place: "m.yaml")
        #expect(dry.counts.map(\.created) == [1, 2] && dry.badRows == 4)
        let none = try await world.workspace.read(as: .system) { try $0.count(Query(Contact.self)) }
        #expect(none == 0)

        let report = try await mapping.run(file: path, into: world.workspace, place: "m.yaml")
        #expect(report.problems.listed.map(\.description) == [
            "line 3, who: Name is required.", "line 3, mail: “nope” is not an e-mail address.", "line 3, born: “02.13.1990” is not a date.", "line 4: 3 columns instead of 5.",
            "line 5, number: is empty, but tells this contact from others.", "line 7, who: Name of this contact is different in line 2.",
        ])
        let people = try await world.workspace.read(as: .system) { try $0.fetch(Query(Contact.self).order(by: Contact.name).including(Contact.company)) }
        #expect(people.map(\.title) == ["Ana", "Eva"])
        #expect(people.first?[Contact.email] == "ana@harbour.test" && people.first?.included(Contact.company)?.title == "Harbour")
    }

    @Test("A file in another encoding, and a quote that is never closed, are refused before anything is written")
    func damaged() async throws {
        let world = try await Self.world(.sqlite)
        let mapping = try ImportMapping(yaml: Self.contacts, name: "m.yaml", catalog: world.workspace.catalog)
        let head = "number;who;mail;firm;born\n1;Ana;;;\n"
        for path in [try Self.file(head + "2;M", bytes: [0xFC, 0x3B, 0x3B, 0x3B, 0x0A]), try Self.file(head + "2;\"Max;;;\n"), try Self.file("")] {
            await #expect(throws: ImportError.self) { try await mapping.run(file: path, into: world.workspace, place: "m.yaml") }
        }
        let none = try await world.workspace.read(as: .system) { try $0.count(Query(Contact.self)) }
        #expect(none == 0)
    }

    @Test("A mapping says the line of what it does not understand", arguments: [
        ("records:\n  - object: contact\n    kye: name\n    fields: {name: who}", "m.yaml, line 3: “kye” is not known in a record."),
        ("records:\n  - object: contact\n    key: name\n    fields: {nmae: who}", "m.yaml, line 4: “contact” has no field “nmae”."),
        ("records:\n  - object: product\n    key: sku\n    fields: {sku: a, name: b, price: c}", "m.yaml, line 4: “price” is an amount, so say its “currency”."),
        ("records:\n  - object: contact\n    key: email\n    fields: {email: who}", "m.yaml, line 4: “contact” also needs: name."),
        ("records: [", "m.yaml: This is not YAML"),
    ])
    func mistakes(yaml: String, says: String) async throws {
        let catalog = Catalog(DataModel.objects)
        do {
            _ = try ImportMapping(yaml: yaml, name: "m.yaml", catalog: catalog)
            Issue.record("was taken")
        } catch { #expect(error.explanation.says.hasPrefix(says), "\(error.explanation.says)") }
    }

    @Test("Dates are read as the pattern says and not otherwise", arguments: [
        ("yyyy-MM-dd HH:mm:ss", "2003-02-24 00:00:00", "2003-02-24"), ("dd.MM.yyyy", "24.02.2003", "2003-02-24"), ("dd.MM.yyyy", "29.02.2003", nil),
        ("yyyy-MM-dd", "2003-2-24", nil), ("MM/dd/yyyy", "02/24/2003 ", nil),
    ])
    func dates(pattern: String, text: String, date: String?) throws {
        #expect(try #require(DateFormat(pattern)).read(text)?.description == date)
    }

    @Test("A unit price is the exact quotient, rounded once", arguments: [("2765.90", "34", 81_350_000), ("1", "3", 333_333), ("2", "3", 666_667), ("-1", "3", -333_333), ("0.0000005", "1", 0), ("0.0000015", "1", 2)])
    func quotients(dividend: String, divisor: String, units: Int) throws {
        #expect(try FixedDecimal(dividend).divided(by: try FixedDecimal(divisor), toScale: 6) == units)
    }
}
