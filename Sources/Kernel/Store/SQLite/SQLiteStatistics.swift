import GRDBSQLite

/// What SQLite's planner knows about the tables.
///
/// Without statistics it takes every index for one that finds ten rows. A list of 50 of a million contacts then collects and sorts a
/// quarter of them (450 ms, measured) instead of walking in the order of the list until the page is full (0.2 ms).
struct SQLiteStatistics {
    /// Tables with fewer rows are fast whatever the plan.
    private static let least: Int64 = 2_000
    /// Tables are measured again when they have grown by this factor.
    private static let growth: Int64 = 4

    /// How many row changes of the connection make it worth looking again; the first look is after the first commit.
    private var nextLook: Int64 = 0

    /// Looks whether a table has outgrown what is known of it, and if so measures all of them.
    ///
    /// Reads each index once: about 1 s for a million contacts with eight indexes. Happens after the first write to an opened file,
    /// and after many; in a transaction of its own, when the writes before it are answered. Readers go on, and take the new figures
    /// with their next statement.
    mutating func refresh(_ session: SQLiteSession) throws(StoreError) {
        nextLook = session.changes + Self.least
        let known = try known(session)
        var largest: Int64 = 0
        var isOutgrown = false
        for table in try tables(session) {
            let rows = known[table] ?? 0
            largest = max(largest, rows)
            // Walks an index up to the bound; cheaper than counting what is far larger.
            let bound = max(Self.least, rows.multipliedReportingOverflow(by: Self.growth).partialValue)
            let beyond = try session.rows("SELECT 1 FROM \(name: table) LIMIT 1 OFFSET \(bound)", limit: 1)
            if !beyond.isEmpty {
                isOutgrown = true
                largest = max(largest, bound)
            }
        }
        nextLook = session.changes + max(Self.least, largest)
        guard isOutgrown else { return }
        try measure(session)
    }

    /// Whether enough was written since the last look.
    func isDue(_ session: SQLiteSession) -> Bool { session.changes >= nextLook }

    /// A new table of figures changes the schema, which is how the other connections learn of it.
    private func measure(_ session: SQLiteSession) throws(StoreError) {
        try session.control("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try session.control("DROP TABLE IF EXISTS sqlite_stat1")
            try session.control("ANALYZE")
            try session.control("COMMIT")
        } catch {
            if session.isInTransaction { try session.control("ROLLBACK") }
            throw error
        }
    }

    private func tables(_ session: SQLiteSession) throws(StoreError) -> [String] {
        try session.rows("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'index' AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").compactMap { $0.text(0) }
    }

    /// Rows of each table when it was measured.
    private func known(_ session: SQLiteSession) throws(StoreError) -> [String: Int64] {
        guard try !session.rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'", limit: 1).isEmpty else { return [:] }
        var known: [String: Int64] = [:]
        for row in try session.rows("SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl") {
            if let table = row.text(0), let rows = row.int(1) { known[table] = rows }
        }
        return known
    }
}

extension SQLiteSession {
    /// Rows of an unobserved statement of the store's own.
    fileprivate func rows(_ sql: SQL, limit: Int = .max) throws(StoreError) -> [Row] { try rows(sql, text: sql.text(for: .sqlite), limit: limit) }
}
