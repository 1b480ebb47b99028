import Amounts
@_spi(Kernel) @testable import Events
import JSON
@_spi(Kernel) import Records
import Store
import Testing
import Timekeeping

/// Takes one input of every kind.
struct Everything: Action {
    static let name = "oliver.bean.everything"
    static let title = "Everything"
    static let permission = Permission(.update, Bean.self)
    static let parameters: [Parameter] = [
        .record("bean", Bean.self), Parameter("name"), Parameter("bags", nil, .integer), Parameter("score", nil, .number, required: false), Parameter("organic", nil, .boolean, required: false),
        Parameter("day", nil, .date, required: false), Parameter("at", nil, .instant, required: false), Parameter("price", nil, .money, required: false),
        Parameter("weight", nil, .decimal(scale: 6), required: false), Parameter("roast", nil, .choice([.init("light", "Light"), .init("dark", "Dark")]), required: false),
    ]

    let bean: Key<Bean>
    let name: String
    let bags: Int
    let score: Double?
    let organic: Bool?
    let day: LocalDate?
    let at: Instant?
    let price: Money?
    let weight: FixedDecimal?
    let roast: String?

    func run(in tx: Transaction) throws -> Outcome {
        var record = try tx.require(bean)
        record[Bean.name] = name
        record[Bean.bags] = bags
        record[Bean.score] = score
        record[Bean.organic] = organic ?? false
        record[Bean.harvested] = day
        record[Bean.tastedAt] = at
        record[Bean.price] = price
        record[Bean.moisture] = weight
        try tx.save(&record)
        return Outcome("Done.", record: Subject(bean))
    }
}

@Suite("Actions check who asks and what for")
struct ActionTests {
    private static let action = AnyAction(Everything.self)

    private func bean(_ workspace: Workspace, owner: Int64? = nil) async throws -> Key<Bean> {
        try await workspace.write(as: .system) { tx in
            for user in [1, 2] as [Int64] where try tx.find("user", user) == nil {
                try tx.writer.run("INSERT INTO \(name: "user") (id, version, created_at, updated_at, name) VALUES (\(user), 1, 0, 0, 'U')")
            }
            var bean = tx.new(Bean.self)
            bean[Bean.name] = "Sidamo"
            bean.any["owner"] = owner.map { AnyKey($0) }
            return try tx.save(&bean)
        }
    }

    @Test("Programs send JSON and forms send text; both reach the action typed", arguments: TestEngine.allCases)
    func input(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let key = try await bean(workspace)
            let typed: JSONObject = [
                "bean": .string(key.text), "name": "Guji", "bags": 3, "score": 1.5, "organic": true, "day": "2026-11-22", "at": "2026-11-22T14:05:00Z",
                "price": ["amount": "12.50", "currency": "CHF"], "weight": "1.25", "roast": "dark",
            ]
            let text: JSONObject = [
                "bean": .string(key.text.lowercased()), "name": " Guji ", "bags": "3", "score": "1.5", "organic": "yes", "day": "2026-11-22", "at": "2026-11-22T14:05:00Z",
                "price": "CHF 12.50", "weight": "1.25", "roast": "dark",
            ]
            for input in [typed, text] {
                let saved = try await workspace.tried(as: .system) { tx in
                    let outcome = try Self.action.run(input, in: tx)
                    #expect(outcome.says == "Done." && outcome.record == Subject(key))
                    return try tx.require(key)
                }
                #expect(saved[Bean.name] == "Guji" && saved[Bean.bags] == 3 && saved[Bean.score] == 1.5 && saved[Bean.organic])
                #expect(saved[Bean.price] == Money(minor: 1_250, .chf))
                #expect(saved[Bean.moisture] == (try FixedDecimal("1.25")))
                #expect(saved[Bean.tastedAt] == Instant("2026-11-22T14:05:00Z"))
            }
        }
    }

    @Test("Each wrong parameter is named: unknown, missing, of another kind", arguments: TestEngine.allCases)
    func problems(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let key = try await bean(workspace)
            func fields(_ input: JSONObject) async -> Set<String> {
                Set(await recordError { try await workspace.tried(as: .system) { tx in try Self.action.run(input, in: tx) } }?.fields ?? [])
            }
            #expect(await fields([:]) == ["bean", "name", "bags"])
            #expect(await fields(["bean": .string(key.text), "name": "", "bags": 1.5, "extra": 1]) == ["name", "bags", "extra"])
            #expect(await fields(["bean": 7, "name": ["a"], "bags": true, "organic": "perhaps", "price": "12", "day": "2026-13-01", "at": "x", "weight": "1.1234567", "roast": "blue", "score": "NaN"])
                == ["bean", "name", "bags", "organic", "price", "day", "at", "weight", "roast", "score"])
        }
    }

    @Test("Nobody acts on what they cannot see, or may not change", arguments: TestEngine.allCases)
    func permission(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let mine = try await bean(workspace, owner: 1), theirs = try await bean(workspace, owner: 2)
            func word(_ key: Key<Bean>, _ grants: [Grant]) async throws -> String {
                do {
                    return try await workspace.tried(as: Access(.user(1), matrix: AccessMatrix(grants))) { tx in
                        try Self.action.run(["bean": .string(key.text), "name": "x", "bags": 1], in: tx).says
                    }
                } catch let error as RecordError { return error.word }
            }
            #expect(try await word(mine, []) == "forbidden")
            #expect(try await word(mine, [Grant("bean", .read, .all)]) == "forbidden")
            #expect(try await word(mine, [Grant("bean", .read, .all), Grant("bean", .update, .own)]) == "Done.")
            #expect(try await word(theirs, [Grant("bean", .read, .all), Grant("bean", .update, .own)]) == "forbidden")
            #expect(try await word(theirs, [Grant("bean", .read, .own), Grant("bean", .update, .all)]) == "notFound")
            #expect(try await word(Key(4_711), [Grant("bean", .read, .own), Grant("bean", .update, .all)]) == "notFound")
        }
    }

    @Test("One platform acts on another's objects by name, in the same commit", arguments: TestEngine.allCases)
    func byName(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            workspace.attach(ActionTable([Self.action]))
            let key = try await bean(workspace)
            try await workspace.write(as: .system) { tx in
                let outcome = try tx.act("oliver.bean.everything", ["bean": .string(key.text), "name": "Named", "bags": 2])
                #expect(outcome.says == "Done.")
                #expect(throws: RecordError.self) { try tx.act("oliver.bean.nothing", [:]) }
            }
            #expect(try await workspace.read(as: .system) { try $0.require(key)[Bean.name] } == "Named")
        }
    }
}
