import Amounts
@_spi(Kernel) @testable import Records
import Store
import Testing
import Timekeeping

@Suite("Lists page, filter and sort exactly")
struct ListTests {
    /// Beans with many ties and empty fields.
    private static func fill(_ workspace: Workspace, _ count: Int, _ seed: UInt64) async throws {
        try await workspace.write(as: .system) { tx in
            var random = SeededGenerator(seed)
            var farms: [Key<Farm>] = []
            for name in ["Äther", "Zeder", "alm"] {
                var farm = tx.new(Farm.self)
                farm[Farm.name] = name
                farms.append(try tx.save(&farm))
            }
            for _ in 0..<count {
                var bean = tx.new(Bean.self)
                bean[Bean.name] = ["Zebra", "apple", "Äpfel", "Apple", "ähre", "10", "9", "it's"].randomElement(using: &random) ?? ""
                bean[Bean.roast] = Bool.random(using: &random) ? "dark" : "light"
                bean[Bean.bags] = Int.random(in: 0...3, using: &random)
                bean[Bean.organic] = Bool.random(using: &random)
                if random.chance(2, in: 3) { bean[Bean.score] = [-1.5, 0, 0.1, 2, 1e15].randomElement(using: &random) }
                if random.chance(2, in: 3) { bean[Bean.moisture] = try FixedDecimal(["0.1", "-3", "11.25"].randomElement(using: &random) ?? "0") }
                if random.chance(2, in: 3) { bean[Bean.harvested] = LocalDate(year: 2020 + Int.random(in: 0...3, using: &random), month: 2, day: 1) }
                if random.chance(2, in: 3) { bean[Bean.tastedAt] = start + .seconds(Int.random(in: -3...3, using: &random)) }
                if random.chance(2, in: 3) { bean[Bean.price] = Money(minor: Int64.random(in: -2...2, using: &random) * 50, [.chf, .usd].randomElement(using: &random) ?? .chf) }
                if random.chance(2, in: 3) { bean[Bean.farm] = farms.randomElement(using: &random) }
                try tx.save(&bean)
            }
        }
    }

    @Test("Paging by any sort gives every record once, in the order of the whole list", arguments: TestEngine.allCases)
    func paging(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await Self.fill(workspace, 60, 1)
            let object = try workspace.catalog.require("bean")
            let all = try await workspace.read(as: .system) { try $0.fetch(Query(Bean.self).limit(1_000)).map(\.any) }
            let sortable = object.fields.filter { $0.kind.isOrdered || $0.kind == .boolean || $0.name == "id" }.map(\.name)
            let sorts = sortable.flatMap { [[$0], ["-" + $0]] } + [["roast", "-score"], ["-score", "price", "name"], ["organic", "-harvested", "bags"]]
            for sort in sorts {
                for fields in [nil, ["id"]] as [[String]?] {
                    let paged = try await workspace.read(as: .system) { db in
                        var query = AnyQuery("bean"), ids: [Int64] = []
                        query.order = sort.map { AnyQuery.Order($0) }
                        query.limit = 7
                        query.fields = fields
                        repeat {
                            let page = try db.page(query)
                            ids += page.elements.map(\.id)
                            query.cursor = page.next
                        } while query.cursor != nil && ids.count < 200
                        return ids
                    }
                    let last = sort.last.map { AnyQuery.Order($0) }
                    let order = sort.map { AnyQuery.Order($0) } + (last?.field == "id" ? [] : [AnyQuery.Order("id", descending: last?.descending ?? true)])
                    let expected = all.sorted { Self.isBefore($0, $1, order) }.map(\.id)
                    #expect(paged == expected, "\(sort) \(fields ?? [])")
                }
            }
        }
    }

    /// Empty is smallest; text goes by bytes.
    private static func isBefore(_ left: AnyRecord, _ right: AnyRecord, _ order: [AnyQuery.Order]) -> Bool {
        for term in order {
            guard let index = left.object.position(of: term.field) else { return false }
            let (a, b) = (left.stored(index).0, right.stored(index).0)
            if a == b { continue }
            let isLess: Bool = switch (a, b) {
            case (.null, _): true
            case (_, .null): false
            case (.text(let a), .text(let b)): Array(a.utf8).lexicographicallyPrecedes(Array(b.utf8))
            case (.double(let a), .double(let b)): a < b
            default: (a.int ?? 0) < (b.int ?? 0)
            }
            return isLess != term.descending
        }
        return false
    }

    @Test("A cursor of another list, a broken or a forged one is refused", arguments: TestEngine.allCases)
    func cursors(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await Self.fill(workspace, 10, 2)
            let cursor = try await workspace.read(as: .system) { db in
                var query = AnyQuery("bean")
                query.order = [.init("name")]
                query.limit = 2
                return try #require(try db.page(query).next)
            }
            let forged = ["[\"name,id\",7,1]", "[\"name,id\",null,1]", "[\"name,id\",\"a\",\"b\"]", "[\"name,id\",\"a\"]", "{}", "[\"name,id\",\"a\\u0000\",1]", "[\"name,id\",[],1]"].map { Hex.encode(Array($0.utf8)) }
            for (text, sort) in [(cursor, "bags"), (cursor, "-name"), ("zz", "name"), ("", "name"), (String(cursor.dropLast()), "name")] + forged.map({ ($0, "name") }) {
                let error = await recordError {
                    try await workspace.read(as: .system) { db in
                        var query = AnyQuery("bean")
                        query.order = [.init(sort)]
                        query.cursor = text
                        return try db.page(query).elements.count
                    }
                }
                #expect(error?.word == "badCursor", "\(text) \(sort)")
            }
        }
    }

    @Test("A filter gives the same records in the database as in memory", arguments: TestEngine.allCases, 0..<6)
    func filters(engine: TestEngine, seed: Int) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await Self.fill(workspace, 40, UInt64(seed))
            let filters = [
                "price > 0.5", "price == 1.0", "price <= -0.5", "moisture == 0.1", "moisture < 0.0", "score > 0.0", "score == 1e15", "bags >= 2", "bags + 1 == 3", "organic",
                "!organic", "organic == false", "roast == 'dark' && bags > 0", "roast in ['dark', 'x']", "score == null", "price != null", "!(score > 0.0)", "harvested >= '2021-02-01'",
                "tasted_at > now", "tasted_at <= now", "tasted_at == null || tasted_at < now", "name == 'it\\'s'", "name.startsWith('A')", "name.contains('pp')", "name.endsWith('e')",
                "farm != null", "farm == null && organic", "name < 'a'", "size(name) == 4", "bags in [0, 3]", "price * 2.0 > 1.0", "score > 0.0 ? organic : bags == 1",
                "farm.name == 'Zeder'",
            ]
            for filter in filters {
                try await workspace.read(as: .system) { db in
                    var query = AnyQuery("bean")
                    query.limit = 500
                    query.order = [.init("id")]
                    query.includes = ["farm"]
                    let all = try db.fetch(query)
                    query.filter = filter
                    let compiled = try Filter(filter, on: try db.catalog.require("bean"), access: .system, catalog: db.catalog)
                    #expect(try db.fetch(query).map(\.id) == all.filter { compiled.matches($0, now: db.now) }.map(\.id), "\(filter)")
                }
            }
        }
    }

    @Test("A limit is between one and 500")
    func limits() async throws {
        try await withWorkspace(.sqlite, roastery) { workspace in
            let owner = Access(.user(1), matrix: .everything)
            for limit in [0, -1, 501, Int.max] {
                let error = await recordError {
                    try await workspace.read(as: owner) { db in
                        var query = AnyQuery("bean")
                        query.limit = limit
                        return try db.page(query).elements.count
                    }
                }
                #expect(error?.word == "badLimit")
            }
        }
    }
}
