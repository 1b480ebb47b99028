import JSON
@_spi(Kernel) import Records
import Store

extension Database {
    /// Events after a position, in log order. One statement.
    @_spi(Kernel) public func events(after position: Int64, limit: Int) throws -> [StoredEvent] {
        try reader.rows("SELECT id, at, kind, object, record, actor, cause, depth, payload FROM _event WHERE id > \(position) ORDER BY id LIMIT \(limit)").map(StoredEvent.init)
    }

    /// What happened to a record or concerned it, newest first. One statement.
    ///
    /// The caller has checked that the record is visible; facts about it are then visible too.
    public func timeline(of record: Int64, limit: Int = 50, before: Int64 = .max) throws -> [StoredEvent] {
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
    init(_ row: Row) throws {
        self.init(
            id: row.int(0) ?? 0, at: row.int(1) ?? 0, kind: row.text(2) ?? "",
            subject: row.text(3).flatMap { object in row.int(4).map { Subject(object, $0) } },
            actor: row.int(5), cause: row.int(6), depth: Int(clamping: row.int(7) ?? 0), payload: try JSON(parsing: row.text(8) ?? "{}"))
    }
}
