import JSON
@_spi(Kernel) import Records
import Store

extension Database {
    /// Events after a position, in log order. One statement.
    @_spi(Kernel) public func events(after position: Int64, limit: Int) throws -> [StoredEvent] {
        try reader.rows("SELECT id, at, kind, object, record, actor, cause, depth, payload FROM _event WHERE id > \(position) ORDER BY id LIMIT \(limit)").map(StoredEvent.init)
    }

    /// What happened to a record or concerned it, newest first, as the caller may see it.
    ///
    /// A fact shows where the record it happened to does. Of a change it tells the visible fields; any other fact is reduced to
    /// its kind (its payload is null) where a field of its record is hidden, because nobody knows which of them it repeats.
    /// One statement; for callers with narrow access one more for each kind of record, and again where much was left out.
    public func timeline(of record: Int64, limit: Int = 50, before: Int64 = .max) throws -> [StoredEvent] {
        guard access.principal != .system else { return try log(of: record, limit: limit, before: before) }
        var told: [StoredEvent] = [], end = before
        for _ in 0..<20 {
            let found = try log(of: record, limit: limit, before: end)
            told += try visible(found)
            guard found.count == limit, told.count < limit, let last = found.last else { break }
            end = last.id
        }
        return Array(told.prefix(limit))
    }

    private func visible(_ events: [StoredEvent]) throws -> [StoredEvent] {
        var hidden: [Subject: Set<String>] = [:]
        for (name, subjects) in Dictionary(grouping: Set(events.compactMap(\.subject)), by: \.object) {
            guard let object = catalog[name], access.allows(.read, object, in: catalog) else { continue }
            let own = object.ownFields.filter { !$0.isHidden }.map(\.name)
            if access.seesEveryRow(of: object, in: catalog) {
                let fields = Set(own).subtracting(access.visibleFields(of: object, in: catalog).map(\.name))
                for subject in subjects { hidden[subject] = fields }
            } else {
                var query = AnyQuery(name)
                query.predicates = [.oneOf("id", subjects.map(\.id).sorted().map { .int($0) })]
                query.limit = min(AnyQuery.maxLimit, subjects.count)
                for record in try fetch(query) { hidden[Subject(name, record.id)] = Set(own.filter { !record.isVisible($0) }) }
            }
        }
        return events.compactMap { event in event.subject.flatMap { hidden[$0] }.flatMap { event.without($0, in: catalog) } }
    }

    private func log(of record: Int64, limit: Int, before: Int64) throws -> [StoredEvent] {
        try reader.rows("""
            SELECT id, at, kind, object, record, actor, cause, depth, payload FROM _event
            WHERE id IN (SELECT id FROM (SELECT id FROM _event WHERE record = \(record) AND id < \(before) ORDER BY id DESC LIMIT \(limit)) AS own
                         UNION SELECT event FROM (SELECT event FROM _event_about WHERE record = \(record) AND event < \(before) ORDER BY event DESC LIMIT \(limit)) AS others)
            ORDER BY id DESC LIMIT \(limit)
            """).map(StoredEvent.init)
    }

    /// The newest position of the log.
    @_spi(Kernel) public func lastEvent() throws -> Int64 {
        try reader.value("SELECT max(id) FROM _event")?.int ?? 0
    }
}

extension StoredEvent {
    /// What is left for somebody who may not see these fields of its record; `nil` when that is nothing.
    fileprivate func without(_ hidden: Set<String>, in catalog: Catalog) -> StoredEvent? {
        guard !hidden.isEmpty, let subject else { return self }
        guard ["created", "updated", "deleted"].contains(where: { kind == "\(subject.object).\($0)" }), var told = payload.objectValue else { return with(.null) }
        let changes = JSONObject((told["changes"]?.objectValue ?? JSONObject()).filter { !hidden.contains($0.key) }.map { ($0.key, $0.value) })
        if changes.isEmpty, kind.hasSuffix(".updated") { return nil }
        told["changes"] = .object(changes)
        if let title = catalog[subject.object]?.object.titleField, hidden.contains(title) { told["title"] = nil }
        return with(.object(told))
    }

    private func with(_ payload: JSON) -> StoredEvent {
        StoredEvent(id: id, at: at, kind: kind, subject: subject, actor: actor, cause: cause, depth: depth, payload: payload)
    }

    init(_ row: Row) throws {
        self.init(
            id: row.int(0) ?? 0, at: row.int(1) ?? 0, kind: row.text(2) ?? "",
            subject: row.text(3).flatMap { object in row.int(4).map { Subject(object, $0) } },
            actor: row.int(5), cause: row.int(6), depth: Int(clamping: row.int(7) ?? 0), payload: try JSON(parsing: row.text(8) ?? "{}"))
    }
}
