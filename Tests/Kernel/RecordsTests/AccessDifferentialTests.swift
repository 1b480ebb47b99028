@_spi(Kernel) @testable import Records
import Store
import Testing

/// Random schemas, rows, roles, tokens and shares against a second decision made from the written rules alone.
@Suite("Everybody sees and changes exactly what the rules say")
struct AccessDifferentialTests {
    private static let callers = 12

    private static func world(_ seed: Int) -> (AccessWorld, SeededGenerator) {
        var random = SeededGenerator(UInt64(seed))
        return (AccessWorld(&random), random)
    }

    @Test("A list, a count, a look-up, a filter and an order show the same rows and fields as the rules", arguments: TestEngine.allCases, 0..<25)
    func reading(engine: TestEngine, seed: Int) async throws {
        var (world, random) = Self.world(seed)
        try await withWorkspace(engine, world.catalog) { workspace in
            try await world.fill(workspace)
            for number in 0..<Self.callers {
                let oracle = world.caller(&random), seeds = random.next(), world = world
                try await workspace.read(as: oracle.access) { db in
                    var random = SeededGenerator(seeds)
                    for object in world.objects {
                        let note: Comment = "seed \(seed), caller \(number), \(object)"
                        let rows = world.rows[object] ?? []
                        let expected = rows.filter(oracle.sees).map(\.id)
                        var query = AnyQuery(object)
                        query.order = [.init("id")]
                        query.limit = 500
                        let listed = try db.fetch(query)
                        #expect(listed.map(\.id) == expected, note)
                        #expect(try db.count(query) == expected.count, note)
                        #expect(try rows.filter { try db.find(object, $0.id) != nil }.map(\.id) == expected, note)
                        for record in listed {
                            guard let row = rows.first(where: { $0.id == record.id }) else { continue }
                            for shape in world.shapes[object] ?? [] {
                                let isSeen = oracle.sees(shape.name, of: row)
                                #expect(record.isVisible(shape.name) == isSeen, "\(note), \(shape.name)")
                                let index = try #require(record.object.position(of: shape.name))
                                #expect(Self.same(record.stored(index).0, isSeen ? row.values[shape.name] ?? .null : .null), "\(note), \(shape.name)")
                            }
                        }
                        for shape in world.shapes[object] ?? [] {
                            try Self.narrows(shape, object, oracle, db, &random, note)
                        }
                    }
                }
            }
        }
    }

    /// Naming a field in a condition, an order or an aggregate narrows the rows to where it may be seen; at none it is unknown.
    private static func narrows(_ shape: AccessWorld.Shape, _ object: String, _ oracle: AccessOracle, _ db: Database, _ random: inout SeededGenerator, _ note: Comment) throws {
        let rows = oracle.world.rows[object] ?? []
        let value = rows.compactMap { $0.values[shape.name] }.filter { $0 != .null }.randomElement(using: &random)
        var query = AnyQuery(object)
        query.order = [.init("id")]
        query.limit = 500
        var filtered = query, inverse = query, sorted = query, included = query, cel = query
        filtered.predicates = [value.map { .compare(shape.name, .equal, $0) } ?? .isNull(shape.name)]
        inverse.predicates = [.not(filtered.predicates[0])]
        sorted.order = [.init(shape.name)]
        cel.filter = "\(shape.name) == null"
        included.includes = [shape.name]
        guard oracle.exists(shape.name, on: object) else {
            for each in [filtered, inverse] + (shape.kind.isOrdered ? [sorted] : []) {
                #expect(throws: RecordError.self, "\(note), \(shape.name)") { try db.fetch(each) }
                #expect(word { try db.fetch(each) } == "unknownField")
            }
            #expect(word { try db.fetch(cel) } == "badFilter")
            #expect(said { try db.fetch(included) } == said { var other = included; other.includes = ["zz"]; return try db.fetch(other) }?.replacing("zz", with: shape.name))
            #expect(word { try db.aggregate(Aggregate(query, .distinct(shape.name))) } == "unknownField")
            #expect(word { try db.aggregate(Aggregate(query, .count, by: shape.name)) } == "unknownField")
            return
        }
        let reached = rows.filter { oracle.sees($0) && oracle.sees(shape.name, of: $0) }
        func matches(_ row: AccessWorld.Row) -> Bool { value.map { same(row.values[shape.name] ?? .null, $0) } ?? (row.values[shape.name] == .null) }
        #expect(try db.fetch(filtered).map(\.id) == reached.filter(matches).map(\.id), "\(note), \(shape.name) filtered")
        #expect(try db.count(filtered) == reached.filter(matches).count, "\(note), \(shape.name) counted")
        #expect(try db.fetch(inverse).map(\.id) == reached.filter { !matches($0) }.map(\.id), "\(note), \(shape.name) inverse")
        if shape.kind.isOrdered { #expect(Set(try db.fetch(sorted).map(\.id)) == Set(reached.map(\.id)), "\(note), sorted by \(shape.name)") }
        // A field that is never empty is no nullable, so comparing it with null is a mistake of the filter, not of access.
        if shape.name != "above" { #expect(try db.fetch(cel).map(\.id) == reached.filter { $0.values[shape.name] == .null }.map(\.id), "\(note), \(shape.name) in CEL") }
        let groups = try db.aggregate(Aggregate(query, .count, by: shape.name))
        #expect(groups.map(\.records).reduce(0, +) == reached.count, "\(note), grouped by \(shape.name)")
        if shape.target != nil {
            for record in try db.fetch(included) {
                guard let far = record.included(shape.name), let target = shape.target, let row = oracle.world.rows[target]?.first(where: { $0.id == far.id }) else { continue }
                #expect(oracle.sees(row), "\(note), \(shape.name) expanded")
            }
        }
    }

    @Test("A change, a deletion and a creation pass or are refused as the rules say", arguments: TestEngine.allCases, 0..<25)
    func writing(engine: TestEngine, seed: Int) async throws {
        var (world, random) = Self.world(seed)
        try await withWorkspace(engine, world.catalog) { workspace in
            try await world.fill(workspace)
            for number in 0..<Self.callers {
                let oracle = world.caller(&random)
                for object in world.objects {
                    let note: Comment = "seed \(seed), caller \(number), \(object)"
                    guard let row = world.rows[object]?.randomElement(using: &random), let shape = world.shapes[object]?.randomElement(using: &random) else { continue }
                    var value = AccessWorld.value(shape, world.rows, &random)
                    if shape.name == "above", value == .null { value = row.values["above"] ?? .null }
                    let owner = random.chance(1, in: 3) ? AccessWorld.users.randomElement(using: &random) : nil
                    let change = Change(row: row, field: shape.name, value: value, owner: owner)
                    #expect(try await outcome(of: change, oracle, workspace) == expected(change, oracle), "\(note): \(change)")
                    #expect(try await deletion(of: row, oracle, workspace) == expectedDeletion(row, oracle), "\(note): delete \(row.id)")
                    #expect(try await creation(of: change, oracle, workspace) == expectedCreation(change, oracle), "\(note): create \(change)")
                }
            }
        }
    }

    struct Change: Sendable {
        let row: AccessWorld.Row
        let field: String
        let value: SQLValue
        let owner: Int64?
    }

    private func outcome(of change: Change, _ oracle: AccessOracle, _ workspace: Workspace) async throws -> String {
        do {
            return try await workspace.tried(as: oracle.access) { tx in
                var record = try tx.require(change.row.object, change.row.id)
                guard let index = record.object.position(of: change.field) else { return "?" }
                if !record.isVisible(change.field) { return "masked" }
                record.set(index, (change.value, .null))
                if let owner = change.owner { record["owner"] = AnyKey(owner) }
                try tx.save(&record)
                return "saved"
            }
        } catch let error as RecordError { return error.word }
    }

    private func expected(_ change: Change, _ oracle: AccessOracle) -> String {
        let row = change.row, object = row.object
        guard oracle.sees(row) else { return "notFound" }
        guard oracle.sees(change.field, of: row) else { return "masked" }
        var after = row
        after.values[change.field] = change.value
        if let owner = change.owner { after.owner = owner }
        var changed: [String] = []
        if !Self.same(change.value, row.values[change.field] ?? .null) { changed.append(change.field) }
        if after.owner != row.owner { changed.append("owner") }
        guard !changed.isEmpty else { return "saved" }
        let scope = (changed.map { min(oracle.scope(object, .update, $0), oracle.reading(object, $0)) } + [oracle.rowScope(object, .update)]).min() ?? 0
        guard scope > 0 else { return "forbidden" }
        if changed.contains(change.field), !mayRefer(change, oracle) { return "invalid" }
        guard oracle.reaches(row, scope, .update) else { return "forbidden" }
        return oracle.reaches(after, scope, .update) ? "saved" : "forbidden"
    }

    private func mayRefer(_ change: Change, _ oracle: AccessOracle) -> Bool {
        guard let target = oracle.world.shapes[change.row.object]?.first(where: { $0.name == change.field })?.target, case .int(let id) = change.value else { return true }
        return oracle.world.rows[target]?.first { $0.id == id }.map(oracle.sees) ?? false
    }

    private func deletion(of row: AccessWorld.Row, _ oracle: AccessOracle, _ workspace: Workspace) async throws -> String {
        do {
            return try await workspace.tried(as: oracle.access) { tx in
                try tx.delete(try tx.require(row.object, row.id))
                return "deleted"
            }
        } catch let error as RecordError { return error.word }
    }

    private func expectedDeletion(_ row: AccessWorld.Row, _ oracle: AccessOracle) -> String {
        guard oracle.sees(row) else { return "notFound" }
        let scope = min(oracle.rowScope(row.object, .delete), oracle.rowScope(row.object, .read))
        return oracle.reaches(row, scope, .delete) ? "deleted" : "forbidden"
    }

    private func creation(of change: Change, _ oracle: AccessOracle, _ workspace: Workspace) async throws -> String {
        do {
            return try await workspace.tried(as: oracle.access) { tx in
                var record = AnyRecord(new: try tx.catalog.require(change.row.object))
                if let index = record.object.position(of: change.field) { record.set(index, (change.value, .null)) }
                if let owner = change.owner { record["owner"] = AnyKey(owner) }
                // A child needs its parent, which is as much the caller's choice as the rest.
                if case .int(let above)? = change.row.values["above"], change.field != "above" { record["above"] = AnyKey(above) }
                try tx.save(&record)
                for name in record.object.ownFields.map(\.name) where record.isVisible(name) && !oracle.exists(name, on: change.row.object) { return "shows \(name)" }
                return "created"
            }
        } catch let error as RecordError { return error.word }
    }

    private func expectedCreation(_ change: Change, _ oracle: AccessOracle) -> String {
        let object = change.row.object
        var made = AccessWorld.Row(object: object, id: 0, owner: change.owner ?? oracle.me, team: oracle.me == nil ? nil : oracle.teams.first, values: ["above": change.row.values["above"] ?? .null])
        made.values[change.field] = change.value
        var chosen = change.value == .null ? [] : [change.field]
        if change.owner != nil { chosen.append("owner") }
        if oracle.world.parents[object] != nil { chosen.append("above") }
        let scope = (chosen.map { oracle.scope(object, .create, $0) } + [oracle.rowScope(object, .create)]).min() ?? 0
        guard scope > 0 else { return "forbidden" }
        let parent = Change(row: change.row, field: "above", value: made.values["above"] ?? .null, owner: nil)
        guard mayRefer(change, oracle), oracle.world.parents[object] == nil || mayRefer(parent, oracle) else { return "invalid" }
        return oracle.reaches(made, scope, .create) ? "created" : "forbidden"
    }

    /// SQLite keeps booleans as numbers.
    private static func same(_ left: SQLValue, _ right: SQLValue) -> Bool {
        if case .bool(let bool) = right, let other = left.bool { return other == bool && left != .null }
        if case .bool(let bool) = left, let other = right.bool { return other == bool && right != .null }
        return left == right
    }
}

/// The kind of failure of a call; `nil` when it did not fail.
func word<T>(_ body: () throws -> T) -> String? {
    do { _ = try body() } catch let error as RecordError { return error.word } catch { return "\(error)" }
    return nil
}

/// What a failing call says to people; `nil` when it did not fail.
func said<T>(_ body: () throws -> T) -> String? {
    do { _ = try body() } catch let error as any Explained { return error.explanation.says + (error.explanation.advice ?? "") } catch { return "\(error)" }
    return nil
}
