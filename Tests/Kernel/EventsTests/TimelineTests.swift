import Amounts
@_spi(Kernel) @testable import Events
import JSON
@_spi(Kernel) @testable import Records
import Store
import Testing
import Timekeeping

struct BeanSold: Event {
    static let name = "oliver.bean.sold"
    static let title = "Bean sold"
    let bean: Key<Bean>
    let farm: Key<Farm>
    let price: String

    var subject: Subject { Subject(bean) }
    var about: [AnyKey] { [farm.of()] }
    var line: EventLine { EventLine("Sold for \(price)") }
}

/// The strongest test of a mask: two worlds that differ in nothing but what is hidden look the same on every surface.
@Suite("What is hidden changes nothing that anybody sees")
struct TimelineTests {
    private static let keeper = Access(.user(1), teams: [11], matrix: AccessMatrix([
        Grant("bean", .read, field: "name", .team), Grant("bean", .read, field: "bags", .team), Grant("bean", .read, field: "price", .own), Grant("bean", .read, field: "score", .own),
        Grant("bean", .update, .team), Grant("bean", .create, .team), Grant("bean", .delete, .own), Grant("farm", .read, .own), Grant("user", .read, .all), Grant("team", .read, .all),
    ]))

    /// What is hidden from the keeper: the story, e-mail, lot and farm of every bean; price and score of those that are not theirs; other people's farms.
    private func world(_ engine: TestEngine, secret: String, amount: Int64, _ look: @escaping @Sendable (Workspace) async throws -> [String]) async throws -> [String] {
        let looked = try await withAnswer { answer in
            try await withWorkspace(engine, roastery) { workspace in
                try await workspace.write(as: .system) { tx in
                    for user in [1, 2] as [Int64] { try tx.writer.run("INSERT INTO \(name: "user") (id, version, created_at, updated_at, name) VALUES (\(user), 1, 0, 0, 'U')") }
                    try tx.writer.run("INSERT INTO team (id, version, created_at, updated_at, name) VALUES (11, 1, 0, 0, 'T')")
                    var farms: [Key<Farm>] = []
                    for owner in [1, 2, 2] as [Int64] {
                        var farm = tx.new(Farm.self)
                        farm[Farm.name] = owner == 1 ? "Mine" : "Farm \(secret)"
                        farm.any["owner"] = AnyKey(owner)
                        farms.append(try tx.save(&farm))
                    }
                    for (number, owner) in ([1, 2, 2, 1] as [Int64]).enumerated() {
                        var bean = tx.new(Bean.self)
                        bean[Bean.name] = "Bean \(number)"
                        bean.any["owner"] = AnyKey(owner)
                        bean.any["team"] = AnyKey(11)
                        try tx.save(&bean)
                        bean[Bean.story] = secret
                        bean[Bean.email] = "\(secret)\(number)@harbour.test"
                        bean[Bean.lot] = "\(secret)\(number)"
                        bean[Bean.farm] = amount > 5 ? farms[1] : farms[2]
                        bean[Bean.price] = Money(minor: owner == 1 ? 7 : amount, .chf)
                        bean[Bean.score] = owner == 1 ? 1 : Double(amount)
                        try tx.save(&bean)
                        bean[Bean.bags] = 5
                        bean[Bean.story] = secret + "!"
                        try tx.save(&bean)
                        try tx.record(BeanSold(bean: bean.key, farm: farms[0], price: "CHF \(amount)"))
                        try tx.record(BeanSold(bean: bean.key, farm: farms[1], price: secret))
                    }
                }
                answer.note(try await look(workspace).joined(separator: "\n"))
            }
        }
        return looked
    }

    private func withAnswer(_ body: (Seen) async throws -> Void) async throws -> [String] {
        let seen = Seen()
        try await body(seen)
        return seen.all.flatMap { $0.split(separator: "\n").map(String.init) }
    }

    private static func everything(_ access: Access) -> @Sendable (Workspace) async throws -> [String] {
        { workspace in
            var lines = try await workspace.read(as: access) { db in
                var lines: [String] = []
                func tell(_ what: String, _ body: () throws -> String) {
                    do { lines.append("\(what): \(try body())") } catch let error as any Explained {
                        let explanation = error.explanation
                        lines.append("\(what): \(explanation.says) \(explanation.advice ?? "") \(explanation.problems)")
                    } catch { lines.append("\(what): ! \(error)") }
                }
                func listed(_ change: (inout AnyQuery) -> Void) throws -> String {
                    var query = AnyQuery("bean")
                    query.limit = 2
                    change(&query)
                    var pages: [String] = []
                    repeat {
                        let page = try db.page(query)
                        pages.append(page.elements.map(\.jsonText).joined() + (page.next ?? ""))
                        query.cursor = page.next
                    } while query.cursor != nil && pages.count < 9
                    return pages.joined() + " \(try db.count(query))"
                }
                let fields = try db.catalog.require("bean").fields.map(\.name) + ["nothing"]
                tell("list") { try listed { _ in } }
                for field in fields {
                    for sort in [field, "-" + field] { tell("sort \(sort)") { try listed { $0.order = [.init(sort)] } } }
                    tell("fields \(field)") { try listed { $0.fields = [field] } }
                    tell("expand \(field)") { try listed { $0.includes = [field] } }
                    for measure in [Aggregate.Measure.sum(field), .average(field), .minimum(field), .maximum(field), .distinct(field)] {
                        tell("\(measure)") { try db.aggregate(Aggregate(AnyQuery("bean"), measure)).map { "\($0.value) \($0.records) \($0.currency ?? "")" }.sorted().joined() }
                    }
                    tell("group \(field)") { try db.aggregate(Aggregate(AnyQuery("bean"), .count, by: field)).map { "\($0.group) \($0.records)" }.sorted().joined() }
                    for condition in ["\(field) == null", "\(field) != null", "\(field) > 5.0", "\(field) == 'alpha'", "\(field).startsWith('a')"] { tell(condition) { try listed { $0.filter = condition } } }
                }
                for filter in ["farm.name == 'Farm alpha'", "owner.name == 'U'", "farm.nothing == 'x'", "nothing.name == 'x'", "size(story) == 5"] { tell(filter) { try listed { $0.filter = filter } } }
                for path in ["farm.name", "owner.name", "farm.nothing", "nothing.name", "owner.name.x"] {
                    tell("group \(path)") { try db.aggregate(Aggregate(AnyQuery("bean"), .count, by: path)).map { "\($0.group) \($0.records)" }.sorted().joined() }
                }
                for words in ["alpha", "omega", "bean", "harbour", "farm", "mine"] {
                    tell("search \(words)") { try db.search(words, limit: 20).map(\.jsonText).joined() }
                    tell("q \(words)") { try listed { $0.search = words } }
                }
                for record in try db.fetch(AnyQuery("bean")) + db.fetch(AnyQuery("farm")) {
                    tell("get") { try db.require(record.object.name, record.id).jsonText }
                    tell("timeline") { try db.timeline(of: record.id).map { "\($0.kind) \($0.payload) \($0.actor ?? 0)" }.joined(separator: " | ") }
                }
                return lines
            }
            for number in 0..<4 {
                let written = try? await workspace.tried(as: access) { tx -> String in
                    var record = try tx.fetch(AnyQuery("bean"))[number]
                    record["bags"] = 9
                    try tx.save(&record)
                    return record.jsonText
                }
                lines.append("update: \(written ?? "refused")")
                let over = try await workspace.tried(as: access) { tx -> RecordError? in
                    var record = try tx.fetch(AnyQuery("bean"))[number]
                    do throws(RecordError) {
                        try record.assign(["score": nil, "story": "mine"], as: access, in: tx.catalog)
                        return nil
                    } catch { return error }
                }
                lines.append("overwrite: \(over?.explanation.says ?? "") \(over?.fields ?? [])")
            }
            return lines
        }
    }

    @Test("Lists, look-ups, filters, orders, sums, groups, the search, timelines and answers to writes tell nothing of it", arguments: TestEngine.allCases)
    func leaks(engine: TestEngine) async throws {
        let look = Self.everything(Self.keeper)
        let first = try await world(engine, secret: "alpha", amount: 3, look), second = try await world(engine, secret: "omega", amount: 9, look)
        #expect(first.count == second.count)
        for (a, b) in zip(first, second) { #expect(a == b) }
        #expect(!first.contains { $0.contains("alpha!") || $0.contains("! ") }, "\(first.filter { $0.contains("! ") })")
        // The test can see: the timeline tells what is visible, and an owner sees the difference.
        #expect(first.contains { $0.hasPrefix("timeline") && $0.contains("\"bags\":[1,5]") })
        let open = Self.everything(Access(.user(2), matrix: .everything))
        let (one, other) = (try await world(engine, secret: "alpha", amount: 3, open), try await world(engine, secret: "omega", amount: 9, open))
        #expect(one != other)
    }

    @Test("A timeline shows facts about others where those are visible, page by page", arguments: TestEngine.allCases)
    func pages(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let (farm, beans) = try await workspace.write(as: .system) { tx in
                for user in [1, 2] as [Int64] { try tx.writer.run("INSERT INTO \(name: "user") (id, version, created_at, updated_at, name) VALUES (\(user), 1, 0, 0, 'U')") }
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "Finca"
                farm.any["owner"] = AnyKey(1)
                try tx.save(&farm)
                var beans: [Key<Bean>] = []
                for number in 0..<120 {
                    var bean = tx.new(Bean.self)
                    bean[Bean.name] = "\(number)"
                    // Every twentieth is the viewer's.
                    bean.any["owner"] = AnyKey(number % 20 == 0 ? 1 : 2)
                    beans.append(try tx.save(&bean))
                    try tx.record(BeanSold(bean: bean.key, farm: farm.key, price: "1"))
                }
                return (farm.key, beans)
            }
            let viewer = Access(.user(1), matrix: AccessMatrix([Grant("bean", .read, .own), Grant("farm", .read, .all)]))
            try await workspace.read(as: viewer) { db in
                let told = try db.timeline(of: farm.id, limit: 4)
                #expect(told.compactMap { $0.subject?.id } == [100, 80, 60, 40].map { beans[$0].id })
                let older = try db.timeline(of: farm.id, limit: 4, before: told.last?.id ?? 0)
                #expect(older.map(\.kind) == ["oliver.bean.sold", "oliver.bean.sold", "farm.created"])
            }
            let hand = Access(.user(1), matrix: AccessMatrix([Grant("farm", .read, .all)]))
            #expect(try await workspace.read(as: hand) { try $0.timeline(of: farm.id).map(\.kind) } == ["farm.created"])
        }
    }
}

