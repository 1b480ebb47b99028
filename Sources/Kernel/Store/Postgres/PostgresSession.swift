import CPostgres

/// A connection inside one transaction.
final class PostgresSession: Session {
    let dialect = Dialect.postgres
    private let connection: PostgresConnection
    private var cursors = 0

    init(_ connection: PostgresConnection) { self.connection = connection }

    func rows(_ sql: SQL, text: String, limit: Int) throws(StoreError) -> [Row] {
        try connection.rows(sql, text, limit: limit)
    }

    func run(_ sql: SQL, text: String) throws(StoreError) -> Int { try connection.run(sql, text) }

    /// Behind a cursor, so that memory stays small and `body` may use the connection meanwhile.
    func stream(_ sql: SQL, text: String, _ body: (Row) -> Bool) throws(StoreError) {
        if connection.cancellation?.isCancelled == true { throw .cancelled }
        guard StatementKind(text).isQuery else { throw .syntax(sql: text, message: "only a SELECT can be streamed") }
        cursors += 1
        let name = "c\(cursors)"
        PQclear(try connection.executeOnce(sql, "DECLARE \(name) NO SCROLL CURSOR FOR \(text)"))
        let fetch = "FETCH 500 FROM \(name)"
        var isWanted = true
        while isWanted {
            let batch = try connection.fetch(fetch)
            for row in batch where isWanted { isWanted = body(row) }
            if batch.count < 500 { break }
        }
        // In a failed transaction the cursor ends with the rollback.
        if connection.isHealthy { try connection.control("CLOSE \(name)") }
    }

    func setSavepoint(_ depth: Int) throws(StoreError) { try connection.control("SAVEPOINT s\(depth)") }
    func release(_ depth: Int) throws(StoreError) { try connection.control("RELEASE s\(depth)") }
    func rollBack(to depth: Int) throws(StoreError) {
        try connection.control("ROLLBACK TO s\(depth)")
        try connection.control("RELEASE s\(depth)")
    }
}
