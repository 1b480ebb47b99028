import JSON
import Store
import Timekeeping

/// One write: rows, history and events commit together or not at all.
///
/// Synchronous on purpose: it cannot wait for the network. Nothing happens on save that is not written here.
/// - Important: valid only inside the closure it was handed to.
public final class Transaction: Database {
    @_spi(Kernel) public let writer: Writer
    /// The event that led to this write, and how many links its chain has.
    public let cause: Int64?
    public let depth: Int
    private let keys: KeyGenerator
    private var holdsEventLock = false
    private var outer: Transaction?
    private var outermost: Transaction { outer ?? self }
    /// The catalog without the customer's part.
    let base: Catalog
    @_spi(Kernel) public internal(set) var attachment: (any Sendable)?
    /// The catalog changed in this transaction.
    var reshaped = false
    /// A user, team, role or token changed in this transaction.
    private(set) var touchesAccess = false

    init(_ writer: Writer, access: Access, catalog: Catalog, base: Catalog, now: Instant, keys: KeyGenerator, cause: Int64?, depth: Int) {
        self.writer = writer
        self.base = base
        self.keys = keys
        self.cause = cause
        self.depth = depth
        super.init(writer, access: access, catalog: catalog, now: now)
    }

    /// A new record of `object` to fill and save.
    public func new<O: ObjectType>(_: O.Type = O.self) -> Record<O> { Record(in: catalog) }

    /// Saves and keeps the key in `record`. See `save(_:verb:)`.
    @discardableResult
    public func save<O>(_ record: inout Record<O>) throws -> Key<O> {
        try save(&record.any)
        return record.key
    }

    @discardableResult
    public func save<O>(_ record: Record<O>) throws -> Key<O> {
        var copy = record
        return try save(&copy)
    }

    /// Creates or updates one record: its row, its history row, its entry in the search, and a `….created` or `….updated` event.
    ///
    /// Costs four statements, whatever changed; none when nothing did.
    /// - Throws: `RecordError.stale` when somebody else saved in between, `.notFound` and `.forbidden` as access says,
    ///   `.invalid` naming the fields that the schema refuses.
    public func save(_ record: inout AnyRecord, fileID: StaticString = #fileID, line: Int = #line) throws {
        let changed = record.changedFields
        if record.isNew {
            try create(&record, changed, fileID, line)
        } else if !changed.isEmpty {
            try update(&record, changed, fileID, line)
        }
    }

    /// Deletes one record, and what its references say must go with it.
    public func delete(_ record: AnyRecord, fileID: StaticString = #fileID, line: Int = #line) throws {
        let visible = access.of(record.object, in: catalog)
        let scope = min(visible.rows(.delete), visible.rows(.read))
        guard scope > .none else { throw RecordError.forbidden(verb: .delete, object: record.object.name) }
        if let rows = access.rows(scope, of: record.object, alias: "t", catalog: catalog, for: .delete) {
            // Before anything that belongs to it goes.
            let reached = try writer.value("SELECT 1 FROM \(name: record.object.name) AS t WHERE t.\(name: "id") = \(record.id) AND " + rows)
            guard reached != nil else {
                let isThere = try find(record.object.name, record.id) != nil
                throw isThere ? RecordError.forbidden(verb: .delete, object: record.object.name) : .notFound(object: record.object.name)
            }
        }
        // The history keeps the whole record, not what the caller could see of it.
        let isPart = record.masked.contains { !record.object.fields[$0].isHidden }
        let whole = isPart ? try system.require(record.object.name, record.id) : record
        for (from, field) in catalog.references(to: record.object.name) {
            guard case .reference(_, let onDelete) = field.kind else { continue }
            switch onDelete {
            case .setNull:
                // Their representation changes, so their version does.
                try writer.run("UPDATE \(name: from.name) SET \(name: field.name) = NULL, \(name: "version") = \(name: "version") + 1 WHERE \(name: field.name) = \(record.id)", fileID: fileID, line: line)
            case .cascade:
                for child in try dependents(of: record, from, field) { try system.delete(child) }
            case .restrict:
                var query = AnyQuery(from.name)
                query.predicates = [.compare(field.name, .equal, .int(record.id))]
                let count = try system.count(query)
                guard count == 0 else { throw RecordError.referenced(by: from.name, count: count) }
            }
        }
        guard try writer.run("DELETE FROM \(name: record.object.name) WHERE \(name: "id") = \(record.id)", fileID: fileID, line: line) == 1 else {
            throw RecordError.notFound(object: record.object.name)
        }
        try SearchIndex.remove(record.id, in: writer)
        try remember(whole, "deleted", record.object.fields.map(\.name))
    }

    /// Appends a fact to the event log, in this transaction.
    ///
    /// - Parameters:
    ///   - about: other records on whose timeline the fact stands.
    @discardableResult
    public func append(kind: String, object: String?, record: Int64?, about: [Int64] = [], payload: JSON) throws -> Int64 {
        if writer.dialect == .postgres, !holdsEventLock {
            // Readers of the log follow its ids, so ids must become visible in the order they were given out.
            try writer.run("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")
            holdsEventLock = true
        }
        guard let id = try writer.value("""
            INSERT INTO _event (at, kind, object, record, actor, cause, depth, payload)
            VALUES (\(now.microseconds), \(kind), \(object), \(record), \(access.actor), \(cause), \(depth), \(payload.description)) RETURNING id
            """)?.int else { throw StoreError.corrupt(place: "_event", reason: "the log gave no number") }
        for other in Set(about).sorted() where other != record {
            try writer.run("INSERT INTO _event_about (record, event) VALUES (\(other), \(id))")
        }
        return id
    }

    /// This transaction with the suite's own access, for what follows from a permitted act. History still names the actor.
    public var system: Transaction {
        if access.principal == .system { return self }
        let other = Transaction(writer, access: .onBehalf(of: access.actor), catalog: catalog, base: base, now: now, keys: keys, cause: cause, depth: depth)
        other.holdsEventLock = holdsEventLock
        other.attachment = attachment
        other.outer = outermost
        return other
    }

    func markReshaped() { outermost.reshaped = true }

    /// A key for a record or row that is about to be written.
    public func nextKey() -> Int64 { keys.next(at: now) }

    // MARK: Rows

    private func create(_ record: inout AnyRecord, _ changed: [String], _ fileID: StaticString, _ line: Int) throws {
        let object = record.object
        let visible = access.of(object, in: catalog)
        // A default that the caller did not touch is the suite's doing.
        let chosen = changed.compactMap(object.position(of:)).filter { index in object.fields[index].standard.map { $0 != record.stored(index) } ?? true }
        let scope = chosen.reduce(visible.rows(.create)) { min($0, visible.field($1, .create)) }
        guard scope > .none else { throw RecordError.forbidden(verb: .create, object: object.name) }
        let missing = object.ownFields.filter { field in
            field.isRequired && object.position(of: field.name).map { record.stored($0).0 == .null } ?? false
        }
        guard missing.isEmpty else { throw RecordError.invalid(missing.map { FieldProblem($0.name, "\($0.title) is required.") }) }
        try checkReferences(record, changed)
        if record.id == 0 { record.id = nextKey() }
        record.values[0] = .int(record.id)
        record.values[1] = .int(1)
        record["created_at"] = now
        record["updated_at"] = now
        if let me = access.actor, (record["owner"] as AnyKey?) == nil { record["owner"] = AnyKey(me) }
        if (record["team"] as AnyKey?) == nil, let team = access.teams.first { record["team"] = AnyKey(team) }
        let names = object.columns.map { SQL(name: $0) }
        do {
            try writer.run("INSERT INTO \(name: object.name) (\(names.joined(separator: ", "))) VALUES (\(list: record.values))", fileID: fileID, line: line)
        } catch { throw explained(error, object) }
        try within(scope, .create, record)
        try SearchIndex.put(record, in: writer)
        try remember(record, "created", changed)
        record.original = record.values
        try show(&record, visible)
    }

    private func update(_ record: inout AnyRecord, _ changed: [String], _ fileID: StaticString, _ line: Int) throws {
        let object = record.object
        let visible = access.of(object, in: catalog)
        let positions = changed.compactMap(object.position(of:))
        // What one cannot read one cannot change: the history would have to say what it was.
        let scope = positions.reduce(visible.rows(.update)) { min($0, visible.field($1, .update), visible.field($1, .read)) }
        guard scope > .none else { throw RecordError.forbidden(verb: .update, object: object.name) }
        try checkReferences(record, changed)
        let before = record
        // A refused change leaves the caller's record as it was.
        var isDone = false
        defer { if !isDone { record.values = before.values } }
        record["updated_at"] = now
        record.values[1] = .int(before.version + 1)
        var sets: [SQL] = ["\(name: "version") = \(before.version + 1)", "\(name: "updated_at") = \(now.microseconds)"]
        for position in positions {
            for (offset, column) in object.fields[position].columns.enumerated() {
                sets.append("\(name: column) = \(record.values[object.offsets[position] + offset])")
            }
        }
        var sql: SQL = "UPDATE \(name: object.name) AS t SET " + sets.joined(separator: ", ") + " WHERE t.\(name: "id") = \(record.id) AND t.\(name: "version") = \(before.version)"
        if let rows = access.rows(scope, of: object, alias: "t", catalog: catalog, for: .update) { sql.append(" AND " + rows) }
        let count: Int
        do { count = try writer.run(sql, fileID: fileID, line: line) } catch { throw explained(error, object) }
        if count == 0 {
            guard let current = try find(object.name, record.id) else { throw RecordError.notFound(object: object.name) }
            if current.version != before.version { throw RecordError.stale(object: object.name) }
            throw RecordError.forbidden(verb: .update, object: object.name)
        }
        if changed.contains("owner") || changed.contains("team") || object.object.parent.map(changed.contains) == true { try within(scope, .update, record) }
        if positions.contains(where: { SearchIndex.isIndexed(object.fields[$0], object) }) {
            let isPart = record.masked.contains { SearchIndex.isIndexed(object.fields[$0], object) }
            try SearchIndex.put(isPart ? try system.require(object.name, record.id) : record, in: writer)
        }
        try remember(record, "updated", changed)
        isDone = true
        record.original = record.values
        try show(&record, visible)
    }

    /// A reference may only lead to what the caller can see; its refusal must not tell which ids there are.
    ///
    /// One statement however many references; none for the suite itself, whose references the commit checks.
    private func checkReferences(_ record: AnyRecord, _ changed: [String]) throws {
        guard access.principal != .system else { return }
        var asked: [(field: FieldDefinition, exists: SQL)] = []
        for name in changed {
            guard let index = record.object.position(of: name), index > 0, let target = record.object.fields[index].kind.target,
                  let other = catalog[target], case .int(let id) = record.stored(index).0 else { continue }
            if target == "user", id == access.principal.user { continue }
            if target == "team", access.teams.contains(id) { continue }
            var exists: SQL = "SELECT 1 FROM \(name: target) AS t WHERE t.\(name: "id") = \(id)"
            if let rows = access.rows(access.of(other, in: catalog).rows(.read), of: other, alias: "t", catalog: catalog) { exists.append(" AND " + rows) }
            asked.append((record.object.fields[index], "CASE WHEN EXISTS (" + exists + ") THEN 1 ELSE 0 END"))
        }
        guard !asked.isEmpty, let found = try writer.row("SELECT " + asked.map(\.exists).joined(separator: ", ")) else { return }
        let problems = asked.indices.filter { found.int($0) != 1 }.map { FieldProblem(asked[$0].field.name, "\(asked[$0].field.title) refers to something that does not exist.") }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
    }

    /// Leaves in a written record what the caller may see of it: defaults, and facts of another owner's record, may be hidden.
    private func show(_ record: inout AnyRecord, _ visible: ObjectAccess) throws {
        guard access.principal != .system else { return }
        guard visible.cutsFields || visible.rows(.read) < .all else { return record.mask(visible.hidden) }
        guard let seen = try find(record.object.name, record.id) else { return record.mask(Set(record.object.fields.indices.dropFirst(2))) }
        let partly = record.masked
        record.values = seen.values
        record.original = seen.values
        record.cut = seen.cut
        record.masked = seen.masked
        record.mask(partly.subtracting(seen.cut))
    }

    /// The row as it now stands must still be within reach: no handing records out of one's own sight by accident.
    private func within(_ scope: Scope, _ verb: Verb, _ record: AnyRecord) throws {
        guard let rows = access.rows(scope, of: record.object, alias: "t", catalog: catalog) else { return }
        let found = try writer.value("SELECT 1 FROM \(name: record.object.name) AS t WHERE t.\(name: "id") = \(record.id) AND " + rows)
        guard found != nil else { throw RecordError.forbidden(verb: verb, object: record.object.name) }
    }

    private func dependents(of record: AnyRecord, _ from: ObjectDefinition, _ field: FieldDefinition) throws -> [AnyRecord] {
        var query = AnyQuery(from.name)
        query.predicates = [.compare(field.name, .equal, .int(record.id))]
        query.limit = 100_000
        return try system.fetch(query)
    }

    /// The history row and the event of a change.
    private func remember(_ record: AnyRecord, _ what: String, _ fields: [String]) throws {
        if record.object.object.owner == .account { outermost.touchesAccess = true }
        if record.object.name == CustomObject.object.name || record.object.name == CustomField.object.name { markReshaped() }
        guard !record.object.object.isInternal else { return }
        var changes = JSONObject()
        for name in fields {
            guard let index = record.object.position(of: name), !record.object.fields[index].isHidden, index > 3 else { continue }
            let before = what == "created" ? JSON.null : record.originalJSON(index)
            let after = what == "deleted" ? JSON.null : record.json(index)
            if before != after { changes[name] = .array([before, after]) }
        }
        try writer.run("""
            INSERT INTO _history (object, record, version, at, actor, what, changes)
            VALUES (\(record.object.name), \(record.id), \(record.version), \(now.microseconds), \(access.actor), \(what), \(changes.description))
            """)
        let parent = record.object.object.parent.flatMap { (record[$0] as AnyKey?)?.id }
        try append(kind: "\(record.object.name).\(what)", object: record.object.name, record: record.id, about: parent.map { [$0] } ?? [],
                   payload: ["title": .string(record.title), "changes": .object(changes)])
    }

    /// What the schema refused, said of the fields it is about.
    private func explained(_ error: any Error, _ object: ObjectDefinition) -> any Error {
        guard let store = error as? StoreError else { return error }
        let (fields, says): ([String], (String) -> String)
        switch store {
        case .unique(let rule): (fields, says) = (rule.columns, { "Another \(object.object.title.lowercased()) has this \($0.lowercased()) already." })
        case .check(let rule):
            let broken = object.fields.first { Schema.identifier("\(object.name)_\($0.name)_check") == rule.constraint }
            (fields, says) = (broken.map { [$0.name] } ?? [], { "\($0) is outside what is allowed." })
            if broken == nil { return RecordError.invalid([FieldProblem("", "These values together are outside what is allowed.")]) }
        case .notNull(let rule): (fields, says) = (rule.columns, { "\($0) is required." })
        case .foreignKey(let rule): return RecordError.dangling(rule)
        default: return error
        }
        let problems = fields.map { FieldProblem($0, says(object.field($0)?.title ?? $0)) }
        return problems.isEmpty ? error : RecordError.invalid(problems)
    }
}
