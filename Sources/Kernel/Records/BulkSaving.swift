import JSON
import Store
import Timekeeping

extension Transaction {
    /// Saves many records at once, as an import does: each gets its row, its history row, its entry in the search and its event,
    /// as `save(_:)` would give it, but new records share statements, so that one costs about a tenth.
    ///
    /// A record that is refused does not keep the others from being saved. Must run with access to all rows of the objects;
    /// where the caller's access is narrower, records are saved one by one.
    /// - Returns: why records were not saved, by their position. They are as they were before.
    public func saveEach(_ records: inout [AnyRecord], fileID: StaticString = #fileID, line: Int = #line) throws -> [Int: any Error] {
        var failures: [Int: any Error] = [:]
        var start = 0
        while start < records.count {
            let isTogether = canJoin(records[start])
            var end = start + 1
            while end < records.count, end - start < 1_000, canJoin(records[end]) == isTogether, records[end].object === records[start].object { end += 1 }
            let isInserted = try isTogether && insertTogether(&records, start..<end, fileID, line)
            if !isInserted {
                for index in start..<end { failures[index] = try saveAlone(&records[index], fileID, line) }
            }
            start = end
        }
        return failures
    }

    /// Whether nothing about a new record asks for a look of its own.
    private func canJoin(_ record: AnyRecord) -> Bool {
        let object = record.object
        guard record.isNew, object.object.owner != .account, access.of(object, in: catalog).rows(.create) == .all else { return false }
        // Of anybody but the suite, `save` looks at every field's own scope and at what each reference leads to.
        guard access.principal == .system || isPlain(record) else { return false }
        let own = object.fields.indices.dropFirst(ObjectDefinition.standard.count)
        return own.allSatisfy { !object.fields[$0].isRequired || record.stored($0).0 != .null }
    }

    private func isPlain(_ record: AnyRecord) -> Bool {
        let visible = access.of(record.object, in: catalog)
        guard visible.rows(.read) == .all, !visible.cutsFields else { return false }
        return record.object.fields.indices.dropFirst(4).allSatisfy { index in
            visible.field(index, .create) == .all && (record.object.fields[index].kind.target == nil || record.stored(index).0 == .null)
        }
    }

    private func saveAlone(_ record: inout AnyRecord, _ fileID: StaticString, _ line: Int) throws -> (any Error)? {
        let before = record
        do {
            try writer.savepoint { try save(&record, fileID: fileID, line: line) }
            return nil
        } catch {
            record = before
            if let store = error as? StoreError, !store.isAboutData { throw store }
            return error
        }
    }

    /// - Returns: false where the schema refused one of them; nothing is kept then.
    private func insertTogether(_ records: inout [AnyRecord], _ range: Range<Int>, _ fileID: StaticString, _ line: Int) throws -> Bool {
        guard let object = records[range].first?.object else { return true }
        for index in range { prepare(&records[index]) }
        do {
            try writer.savepoint {
                try insert(object, records[range], fileID, line)
                for record in records[range] { try SearchIndex.put(record, in: writer) }
                if !object.object.isInternal { try rememberCreated(object, records[range]) }
            }
        } catch let error as StoreError where error.isAboutData {
            return false
        }
        for index in range { records[index].original = records[index].values }
        return true
    }

    private func prepare(_ record: inout AnyRecord) {
        if record.id == 0 { record.id = nextKey() }
        record.values[0] = .int(record.id)
        record.values[1] = .int(1)
        record["created_at"] = now
        record["updated_at"] = now
        if let me = access.actor, (record["owner"] as AnyKey?) == nil { record["owner"] = AnyKey(me) }
        if (record["team"] as AnyKey?) == nil, let team = access.teams.first { record["team"] = AnyKey(team) }
    }

    private func insert(_ object: ObjectDefinition, _ records: ArraySlice<AnyRecord>, _ fileID: StaticString, _ line: Int) throws {
        let head = "INSERT INTO \(name: object.name) (" + object.columns.map { SQL(name: $0) }.joined(separator: ", ") + ") VALUES "
        try insertRows(head, records.map(\.values), fileID, line)
    }

    /// As many rows a statement as keep its text short; a few texts in all, so that they stay prepared.
    private func insertRows(_ head: SQL, _ rows: [[SQLValue]], _ fileID: StaticString = #fileID, _ line: Int = #line) throws {
        guard let width = rows.first?.count, width > 0 else { return }
        let step = max(1, min(64, 1_000 / width))
        var start = 0
        while start < rows.count {
            let end = rows.count - start >= step ? start + step : start + 1
            try writer.run(statement(head, rows[start..<end]), fileID: fileID, line: line)
            start = end
        }
    }

    private func statement(_ head: SQL, _ rows: ArraySlice<[SQLValue]>) -> SQL {
        var sql = head
        for (index, row) in rows.enumerated() {
            sql.append(raw: index == 0 ? "(" : ", (")
            sql.append(list: row)
            sql.append(raw: ")")
        }
        return sql
    }

    /// The history rows and the events of new records, as `save` writes them.
    private func rememberCreated(_ object: ObjectDefinition, _ records: ArraySlice<AnyRecord>) throws {
        if writer.dialect == .postgres {
            // Readers of the log follow its ids, so ids must become visible in the order they were given out. Held twice does no harm.
            try writer.run("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")
        }
        let actor = access.actor.map { SQLValue.int($0) } ?? .null, at = SQLValue.int(now.microseconds)
        let cause = self.cause.map { SQLValue.int($0) } ?? .null, depth = SQLValue.int(Int64(self.depth))
        let name = SQLValue.text(object.name), kind = SQLValue.text("\(object.name).created")
        var history: [[SQLValue]] = [], events: [[SQLValue]] = []
        history.reserveCapacity(records.count)
        events.reserveCapacity(records.count)
        for record in records {
            let changes = record.changesOfCreation
            let payload = "{\"title\":\(JSON.string(record.title).description),\"changes\":\(changes)}"
            history.append([name, .int(record.id), .int(1), at, actor, "created", .text(changes)])
            events.append([at, kind, name, .int(record.id), actor, cause, depth, .text(payload)])
        }
        try insertRows("INSERT INTO _history (object, record, version, at, actor, what, changes) VALUES ", history)
        let head: SQL = "INSERT INTO _event (at, kind, object, record, actor, cause, depth, payload) VALUES "
        guard let parent = object.object.parent else { return try insertRows(head, events) }
        try insertEvents(head, events, about: Dictionary(records.compactMap { record in (record[parent] as AnyKey?).map { (record.id, $0.id) } }) { first, _ in first })
    }

    /// Events that stand on the timeline of a parent too.
    private func insertEvents(_ head: SQL, _ events: [[SQLValue]], about parents: [Int64: Int64]) throws {
        let step = 64
        var abouts: [[SQLValue]] = []
        for start in stride(from: 0, to: events.count, by: step) {
            let rows = try writer.rows(statement(head, events[start..<min(events.count, start + step)]) + " RETURNING id, record")
            for row in rows {
                guard let event = row.int(0), let record = row.int(1), let parent = parents[record] else { continue }
                abouts.append([.int(parent), .int(event)])
            }
        }
        try insertRows("INSERT INTO _event_about (record, event) VALUES ", abouts)
    }
}

extension AnyRecord {
    /// `{"name":[null,"Ana"]}`: what the history says of a new record.
    fileprivate var changesOfCreation: String {
        var writer = JSONWriter(reservingCapacity: 400)
        writer.beginObject()
        for index in object.fields.indices.dropFirst(4) where stored(index).0 != .null && !object.fields[index].isHidden {
            writer.key(object.fields[index].name)
            writer.beginArray()
            writer.null()
            writer.value(json(index))
            writer.endArray()
        }
        writer.endObject()
        return writer.string
    }
}

extension StoreError {
    /// Whether the data was refused, and not the database out of reach.
    fileprivate var isAboutData: Bool {
        switch self {
        case .unique, .check, .notNull, .foreignKey, .invalidValue: true
        default: false
        }
    }
}
