@_spi(Kernel) @testable import Records
import Foundation
import Store

/// A random schema with random rows, and everything an oracle needs to decide without the code under test.
struct AccessWorld: Sendable {
    struct Row: Sendable {
        let object: String
        let id: Int64
        var owner: Int64?
        var team: Int64?
        /// By field; references as ids.
        var values: [String: SQLValue]
    }

    struct Share: Sendable, Hashable {
        let object: String
        let principal: Int64
        let record: Int64
        let level: String
    }

    /// The shape of a field, apart from the definition under test.
    struct Shape: Sendable {
        let name: String
        let kind: FieldKind
        var target: String?
    }

    static let users: [Int64] = [1, 2, 3], teams: [Int64] = [11, 12]

    let catalog: Catalog
    let objects: [String]
    let parents: [String: (object: String, field: String)]
    let shapes: [String: [Shape]]
    var rows: [String: [Row]]
    let shares: [Share]

    init(_ random: inout SeededGenerator) {
        var shapes: [String: [Shape]] = [:], definitions: [ObjectDefinition] = []
        var parents: [String: (object: String, field: String)] = [:]
        let names = ["alpha", "beta"] + (random.chance(2, in: 3) ? ["gamma"] : [])
        for (position, name) in names.enumerated() {
            var own = [Shape(name: "name", kind: .text)]
            for index in 0..<Int.random(in: 1...3, using: &random) {
                let kind: FieldKind = [.integer, .text, .boolean, .longText].randomElement(using: &random) ?? .integer
                own.append(Shape(name: "f\(index)", kind: kind))
            }
            if position == 1 { own.append(Shape(name: "ref", kind: .reference(to: "alpha", onDelete: .setNull), target: "alpha")) }
            if position == 2 {
                let above = Bool.random(using: &random) ? "alpha" : "beta"
                own.append(Shape(name: "above", kind: .reference(to: above, onDelete: .cascade), target: above))
                parents[name] = (above, "above")
            }
            shapes[name] = own
            definitions.append(ObjectDefinition(
                Object(name, owner: .spark, title: name, parent: parents[name]?.field),
                fields: own.map { FieldDefinition(name: $0.name, kind: $0.kind, isRequired: $0.name == "above", isSearchable: $0.kind == .text) }))
        }
        self.shapes = shapes
        self.parents = parents
        objects = names
        catalog = Catalog(people + definitions)
        var rows: [String: [Row]] = [:], id: Int64 = 100
        for name in names {
            rows[name] = (0..<Int.random(in: 4...9, using: &random)).map { _ in
                id += 1
                var values: [String: SQLValue] = [:]
                for shape in shapes[name] ?? [] {
                    values[shape.name] = Self.value(shape, rows, &random)
                }
                return Row(
                    object: name, id: id, owner: random.chance(1, in: 6) ? nil : Self.users.randomElement(using: &random),
                    team: random.chance(1, in: 4) ? nil : Self.teams.randomElement(using: &random), values: values)
            }
        }
        self.rows = rows
        shares = Array(Set((0..<6).compactMap { _ in
            guard let object = names.randomElement(using: &random), let row = rows[object]?.randomElement(using: &random),
                  let principal = (Self.users + Self.teams).randomElement(using: &random) else { return nil }
            return Share(object: object, principal: principal, record: row.id, level: row.id % 2 == 0 ? "view" : "edit")
        }))
    }

    static func value(_ shape: Shape, _ rows: [String: [Row]], _ random: inout SeededGenerator) -> SQLValue {
        if let target = shape.target {
            guard shape.name == "above" || random.chance(3, in: 4), let row = rows[target]?.randomElement(using: &random) else { return .null }
            return .int(row.id)
        }
        if random.chance(1, in: 5) { return .null }
        switch shape.kind {
        case .integer: return .int(Int64.random(in: 0...4, using: &random))
        case .boolean: return .bool(Bool.random(using: &random))
        default: return .text(["apple", "birch", "cedar", "dune", "elm"].randomElement(using: &random) ?? "apple")
        }
    }

    /// Writes the rows as they are, owners included.
    func fill(_ workspace: Workspace) async throws {
        let world = self
        try await workspace.write(as: .system) { tx in
            for user in Self.users { try tx.writer.run("INSERT INTO \(name: "user") (id, version, created_at, updated_at, name) VALUES (\(user), 1, 0, 0, \("User \(user)"))") }
            for team in Self.teams { try tx.writer.run("INSERT INTO team (id, version, created_at, updated_at, name) VALUES (\(team), 1, 0, 0, \("Team \(team)"))") }
            for name in world.objects {
                for row in world.rows[name] ?? [] {
                    var record = AnyRecord(new: try tx.catalog.require(name))
                    record.id = row.id
                    record["owner"] = row.owner.map { AnyKey($0) }
                    record["team"] = row.team.map { AnyKey($0) }
                    for (field, value) in row.values { if let index = record.object.position(of: field) { record.set(index, (value, .null)) } }
                    try tx.save(&record)
                }
            }
            for share in world.shares {
                try tx.writer.run("""
                    INSERT INTO _share (object, principal, record, level) VALUES (\(share.object), \(share.principal), \(share.record), \(share.level))
                    ON CONFLICT (object, principal, record) DO NOTHING
                    """)
            }
        }
    }

    func caller(_ random: inout SeededGenerator) -> AccessOracle {
        func matrix(_ count: Int) -> [Grant] {
            (0..<count).map { _ in
                let object = (objects + ["*"]).randomElement(using: &random) ?? "*"
                let fields = (shapes[object] ?? []).map(\.name) + ["owner", "*", "*", "*"]
                let verbs = ["read", "read", "read", "update", "create", "delete", "*"]
                return Grant(
                    object: object, verb: verbs.randomElement(using: &random) ?? "*", field: fields.randomElement(using: &random) ?? "*",
                    scope: [Scope.none, .own, .own, .team, .team, .all].randomElement(using: &random) ?? .own)
            }
        }
        // References to people are not what these cases are about.
        let people = [Grant("user", .read, .all), Grant("team", .read, .all)]
        let user = Self.users.randomElement(using: &random) ?? 1
        return AccessOracle(
            world: self, me: random.chance(1, in: 15) ? nil : user, teams: Self.teams.filter { _ in Bool.random(using: &random) },
            grants: matrix(Int.random(in: 1...6, using: &random)) + people, ceiling: random.chance(1, in: 4) ? matrix(4) + people : nil)
    }
}

/// Decides from the rules as they are written down (the scope lattice), with none of the code under test.
struct AccessOracle: Sendable {
    let world: AccessWorld
    let me: Int64?
    let teams: [Int64]
    let grants: [Grant]
    let ceiling: [Grant]?

    var access: Access {
        Access(me.map { ceiling == nil ? .user($0) : .token(99, user: $0) } ?? .anonymous, teams: me == nil ? [] : teams, matrix: AccessMatrix(grants), ceiling: ceiling.map { AccessMatrix($0) })
    }

    private static func most(_ grants: [Grant], _ object: String, _ verb: Verb, _ field: String) -> Int {
        grants.filter { ["*", object].contains($0.object) && ["*", verb.rawValue].contains($0.verb) && ["*", field].contains($0.field) }.map(\.scope.rawValue).max() ?? 0
    }

    private func cell(_ object: String, _ verb: Verb, _ field: String) -> Int {
        let granted = Self.most(grants, object, verb, field)
        return ceiling.map { min(granted, Self.most($0, object, verb, field)) } ?? granted
    }

    /// How far a verb reaches on a field; children go by what stands for every field of their parent.
    func scope(_ object: String, _ verb: Verb, _ field: String) -> Int {
        world.parents[object].map { cell($0.object, verb, "*") } ?? cell(object, verb, field)
    }

    static let everyRecord = ["id", "version", "created_at", "updated_at", "owner", "team"]

    func rowScope(_ object: String, _ verb: Verb) -> Int {
        let fields = Self.everyRecord + (world.shapes[object] ?? []).map(\.name) + ["*"]
        return fields.map { scope(object, verb, $0) }.max() ?? 0
    }

    /// How far reading a field reaches; what every record has goes with the row.
    func reading(_ object: String, _ field: String) -> Int {
        Self.everyRecord.contains(field) ? rowScope(object, .read) : scope(object, .read, field)
    }

    func reaches(_ row: AccessWorld.Row, _ scope: Int, _ verb: Verb) -> Bool {
        if scope == 3 { return true }
        guard scope > 0, let me else { return false }
        if let parent = world.parents[row.object] {
            guard case .int(let id)? = row.values[parent.field], let above = world.rows[parent.object]?.first(where: { $0.id == id }) else { return false }
            return reaches(above, scope, verb)
        }
        if row.owner == me { return true }
        if scope == 2, let team = row.team, teams.contains(team) { return true }
        return world.shares.contains { share in
            guard share.object == row.object, share.record == row.id, share.principal == me || teams.contains(share.principal) else { return false }
            return verb == .read || (verb == .update && share.level == "edit")
        }
    }

    func sees(_ row: AccessWorld.Row) -> Bool { reaches(row, rowScope(row.object, .read), .read) }

    func sees(_ field: String, of row: AccessWorld.Row) -> Bool { reaches(row, reading(row.object, field), .read) }

    func exists(_ field: String, on object: String) -> Bool { reading(object, field) > 0 || Self.everyRecord.contains(field) }
}
