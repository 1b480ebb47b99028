import Amounts
import JSON
import Probe
@_spi(Kernel) import Records
import Store
import Testing
import Timekeeping

@Suite("Records keep what they are given, and say what is wrong with it")
struct RecordTests {
    @Test("A value of every kind comes back as it was saved", arguments: TestEngine.allCases)
    func roundTrip(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let key = try await workspace.write(as: .system) { tx in
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "Finca Äther"
                try tx.save(&farm)
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "Yirgacheffe “G1” 🫘"
                bean[Bean.story] = " two\nlines "
                bean[Bean.email] = "beans@harbour.test"
                bean[Bean.roast] = "dark"
                bean[Bean.bags] = Int.max
                bean[Bean.score] = -0.1
                bean[Bean.moisture] = try FixedDecimal("11.123456")
                bean[Bean.organic] = true
                bean[Bean.harvested] = LocalDate(year: 2026, month: 2, day: 28)
                bean[Bean.tastedAt] = start + .microseconds(1)
                bean[Bean.price] = Money(minor: -1_250, .chf)
                bean[Bean.farm] = farm.key
                bean[Bean.extra] = #"{"a":[1,2.5,null]}"#
                return try tx.save(&bean)
            }
            try await workspace.read(as: .system) { db in
                let bean = try db.require(key)
                #expect(bean[Bean.name] == "Yirgacheffe “G1” 🫘")
                #expect(bean[Bean.story] == " two\nlines ")
                #expect(bean[Bean.bags] == Int.max)
                #expect(bean[Bean.score] == -0.1)
                #expect(bean[Bean.moisture] == (try FixedDecimal("11.123456")))
                #expect(bean[Bean.organic])
                #expect(bean[Bean.harvested] == LocalDate(year: 2026, month: 2, day: 28))
                #expect(bean[Bean.tastedAt] == start + .microseconds(1))
                #expect(bean[Bean.price] == Money(minor: -1_250, .chf))
                #expect(bean[Bean.lot] == nil)
                #expect(bean.version == 1 && bean.createdAt == start && bean.updatedAt == start)
                #expect(bean.any.json("price") == ["amount": "-12.50", "currency": "CHF"])
                #expect(bean.any.json("extra") == ["a": [1, 2.5, nil]])
                // Programs can send back what they were given.
                var copy = AnyRecord(new: bean.any.object)
                var sent = JSONObject()
                for field in bean.any.object.ownFields { sent[field.name] = bean.any.json(field.name) }
                try copy.assign(sent, as: .system, in: db.catalog)
                for field in bean.any.object.ownFields { #expect(copy.json(field.name) == bean.any.json(field.name), "\(field.name)") }
            }
        }
    }

    @Test("A new record has its defaults, and what it lacks is named", arguments: TestEngine.allCases)
    func defaults(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let error = await recordError { try await workspace.write(as: .system) { tx in try tx.save(tx.new(Bean.self)) } }
            #expect(error?.fields == ["name"])
            try await workspace.write(as: .system) { tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "Sidamo"
                try tx.save(&bean)
                let saved = try tx.require(bean.key)
                #expect(saved[Bean.roast] == "light" && saved[Bean.bags] == 1 && !saved[Bean.organic])
            }
        }
    }

    @Test("What the schema refuses is said of the field", arguments: TestEngine.allCases)
    func problems(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            func save(_ change: @escaping @Sendable (inout Record<Bean>) -> Void) async -> RecordError? {
                await recordError {
                    try await workspace.write(as: .system) { tx in
                        var bean = tx.new(Bean.self)
                        bean[Bean.name] = "Sidamo"
                        change(&bean)
                        try tx.save(&bean)
                    }
                }
            }
            try await workspace.write(as: .system) { tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "First"
                bean[Bean.email] = "a@harbour.test"
                try tx.save(&bean)
            }
            #expect(await save { $0[Bean.bags] = -1 }?.fields == ["bags"])
            #expect(await save { $0[Bean.email] = "a@harbour.test" }?.fields == ["email"])
            let dangling = await save { $0[Bean.farm] = Key(42) }
            #expect(dangling?.word == "invalid")
            if engine == .postgres { #expect(dangling?.fields == ["farm"]) }
            // A caller from outside learns the field on both engines, in the words of a farm that is there but hidden.
            let hand = Access(.user(1), matrix: AccessMatrix([Grant("bean", .read, .all), Grant("bean", .create, .all)]))
            let hidden = try await workspace.write(as: .system) { tx in
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "Secret"
                return try tx.save(&farm)
            }
            func refer(to key: Key<Farm>) async -> RecordError? {
                await recordError {
                    try await workspace.write(as: hand) { tx in
                        var bean = tx.new(Bean.self)
                        bean[Bean.name] = "Sidamo"
                        bean[Bean.farm] = key
                        try tx.save(&bean)
                    }
                }
            }
            let missing = await refer(to: Key(42)), unseen = await refer(to: hidden)
            #expect(missing?.fields == ["farm"])
            #expect(missing?.explanation.problems == unseen?.explanation.problems)
        }
    }

    @Test("A refused input leaves the record as it was and names every field", arguments: TestEngine.allCases)
    func assignment(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await workspace.read(as: .system) { db in
                var bean = AnyRecord(new: try db.catalog.require("bean"))
                let input: JSONObject = [
                    "name": "ok", "email": "no address", "roast": "burnt", "bags": "many", "score": true, "moisture": "1.1234567", "harvested": "2026-02-30",
                    "tasted_at": "soon", "price": ["amount": "1.234", "currency": "CHF"], "farm": "zzz", "nonsense": 1, "version": 7,
                ]
                let error = #expect(throws: RecordError.self) { try bean.assign(input, as: .system, in: db.catalog) }
                #expect(Set(error?.fields ?? []) == ["email", "roast", "bags", "score", "moisture", "harvested", "tasted_at", "price", "farm", "nonsense", "version"])
            }
        }
    }

    @Test("Who saves an old copy is told so, and nothing of it is kept", arguments: TestEngine.allCases)
    func stale(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let key = try await workspace.write(as: .system) { tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "Sidamo"
                return try tx.save(&bean)
            }
            let old = try await workspace.read(as: .system) { try $0.require(key) }
            func rename(_ record: Record<Bean>, _ name: String) async throws {
                try await workspace.write(as: .system) { tx in
                    var copy = record
                    copy[Bean.name] = name
                    try tx.save(&copy)
                }
            }
            try await rename(old, "Guji")
            #expect(await recordError { try await rename(old, "Limu") }?.word == "stale")
            let now = try await workspace.read(as: .system) { try $0.require(key) }
            #expect(now[Bean.name] == "Guji" && now.version == 2)
            // The same values again are no change.
            try await rename(now, "Guji")
            #expect(try await workspace.read(as: .system) { try $0.require(key).version } == 2)
        }
    }

    @Test("Rows, history and events are kept together or not at all", arguments: TestEngine.allCases)
    func together(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            func lines() async throws -> [[String]] {
                try await workspace.read(as: .system) { db in
                    let history = try db.reader.rows("SELECT what, changes FROM _history ORDER BY version, what").map { "\($0.text(0) ?? "") \($0.text(1) ?? "")" }
                    return [history, try db.reader.rows("SELECT kind FROM _event ORDER BY id").compactMap { $0.text(0) }]
                }
            }
            let key = try await workspace.write(as: .onBehalf(of: nil)) { tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "Sidamo"
                return try tx.save(&bean)
            }
            try await workspace.write(as: .system) { tx in
                var bean = try tx.require(key)
                bean[Bean.bags] = 4
                bean[Bean.organic] = true
                try tx.save(&bean)
            }
            let before = try await lines()
            #expect(before[0].last == #"updated {"bags":[1,4],"organic":[false,true]}"#)
            #expect(before[1] == ["bean.created", "bean.updated"])
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await workspace.write(as: .system) { tx in
                    var bean = try tx.require(key)
                    bean[Bean.bags] = 5
                    try tx.save(&bean)
                    throw Stop()
                }
            }
            #expect(try await lines() == before)
        }
    }

    @Test("Deleting keeps what must stay, takes what belongs, and empties the rest", arguments: TestEngine.allCases)
    func deletion(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let (farm, bean) = try await workspace.write(as: .system) { tx in
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "Finca"
                try tx.save(&farm)
                var bean = tx.new(Bean.self)
                bean[Bean.name] = "Sidamo"
                bean[Bean.farm] = farm.key
                bean[Bean.backup] = farm.key
                try tx.save(&bean)
                for remark in ["sweet", "sour"] {
                    var cupping = tx.new(Cupping.self)
                    cupping[Cupping.bean] = bean.key
                    cupping[Cupping.remark] = remark
                    try tx.save(&cupping)
                }
                return (farm.key, bean.key)
            }
            let refused = await recordError { try await workspace.write(as: .system) { tx in try tx.delete(try tx.require(farm).any) } }
            if case .referenced(let by, let count)? = refused { #expect(by == "bean" && count == 1) } else { Issue.record("\(String(describing: refused))") }
            try await workspace.write(as: .system) { tx in
                var free = try tx.require(bean)
                free[Bean.farm] = nil
                try tx.save(&free)
                try tx.delete(try tx.require(farm).any)
                let left = try tx.require(bean)
                #expect(left[Bean.backup] == nil && left.version == 3)
                try tx.delete(left.any)
                #expect(try tx.count(Query<Cupping>()) == 0)
            }
            let kinds = try await workspace.read(as: .system) { try $0.reader.rows("SELECT kind FROM _event ORDER BY id").compactMap { $0.text(0) } }
            #expect(Array(kinds.suffix(4)) == ["farm.deleted", "cupping.deleted", "cupping.deleted", "bean.deleted"])
            let gone = await recordError { try await workspace.write(as: .system) { tx in try tx.require(bean) } }
            #expect(gone?.word == "notFound")
        }
    }

    @Test("References and children load in a constant number of statements", arguments: TestEngine.allCases)
    func includes(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            func fill(_ count: Int) async throws {
                try await workspace.write(as: .system) { tx in
                    for number in 0..<count {
                        var farm = tx.new(Farm.self)
                        farm[Farm.name] = "Finca \(number)"
                        try tx.save(&farm)
                        var bean = tx.new(Bean.self)
                        bean[Bean.name] = "Bean \(number)"
                        bean[Bean.farm] = farm.key
                        try tx.save(&bean)
                        for remark in 0..<3 {
                            var cupping = tx.new(Cupping.self)
                            cupping[Cupping.bean] = bean.key
                            cupping[Cupping.remark] = "\(remark)"
                            try tx.save(&cupping)
                        }
                    }
                }
            }
            func statements() async throws -> Int {
                let trace = Trace(name: "list")
                try await Trace.$current.withValue(trace) {
                    try await workspace.read(as: .system) { db in
                        let beans = try db.fetch(Query(Bean.self).including(Bean.farm).including(Cupping.self, by: Cupping.bean).limit(100))
                        for bean in beans {
                            #expect(bean.included(Bean.farm) != nil)
                            #expect(bean.children(Cupping.self).count == 3)
                        }
                    }
                }
                return trace.statementCount
            }
            try await fill(1)
            let one = try await statements()
            try await fill(30)
            #expect(try await statements() == one)
            #expect(one == 3)
        }
    }

    @Test("The search finds words by their beginnings, whatever their accents, and forgets what is gone", arguments: TestEngine.allCases)
    func search(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let key = try await workspace.write(as: .system) { tx in
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "Müller’s Hof, Zürich-Straße 4b"
                return try tx.save(&farm)
            }
            func found(_ words: String) async throws -> Int {
                try await workspace.read(as: .system) { db in
                    var query = AnyQuery("farm")
                    query.search = words
                    let listed = try db.fetch(query).count
                    #expect(try db.search(words, limit: 10).count == listed, "\(words)")
                    return listed
                }
            }
            for words in ["zurich", "ZÜRICH", "Zu\u{308}rich", "strasse", "hof mull", "4b", "zür str"] { #expect(try await found(words) == 1, "\(words)") }
            for words in ["urich", "bern", "zurich bern", "\"", "a* OR b", "' OR 1=1 --", "NEAR(", "!!!", "zurich:*"] where words != "zurich:*" { #expect(try await found(words) == 0, "\(words)") }
            try await workspace.write(as: .system) { tx in
                var farm = try tx.require(key)
                farm[Farm.name] = "Bern"
                try tx.save(&farm)
            }
            #expect(try await found("zurich") == 0)
            #expect(try await found("bern") == 1)
            try await workspace.write(as: .system) { tx in try tx.delete(try tx.require(key).any) }
            #expect(try await found("bern") == 0)
        }
    }

    @Test("Money compares within its currency", arguments: TestEngine.allCases)
    func money(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await workspace.write(as: .system) { tx in
                for (name, price) in [("a", Money(minor: 1_000, .chf)), ("b", Money(minor: 1_000, .usd)), ("c", Money(minor: 2_000, .chf))] {
                    var bean = tx.new(Bean.self)
                    bean[Bean.name] = name
                    bean[Bean.price] = price
                    try tx.save(&bean)
                }
            }
            func names(_ predicate: Predicate<Bean>) async throws -> [String] {
                try await workspace.read(as: .system) { try $0.fetch(Query(Bean.self).where(predicate).order(by: Bean.name)).map { $0[Bean.name] } }
            }
            #expect(try await names(Bean.price == Money(minor: 1_000, .chf)) == ["a"])
            #expect(try await names(Bean.price.isOneOf([Money(minor: 1_000, .usd)])) == ["b"])
            let sums = try await workspace.read(as: .system) { try $0.aggregate(Aggregate(Query(Bean.self).any, .sum("price"))) }
            #expect(Dictionary(uniqueKeysWithValues: sums.map { ($0.currency ?? "", $0.value) }) == ["CHF": 3_000, "USD": 1_000])
        }
    }
}
