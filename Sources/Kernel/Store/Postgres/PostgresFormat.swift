/// The format number of a schema. SQLite keeps it in the file's `user_version`; here it is a table of one row.
enum PostgresFormat {
    static func check(_ connection: PostgresConnection, _ schema: String, _ options: StoreOptions) throws(StoreError) {
        guard let newest = options.newestFormat else { return }
        let there: SQL = "SELECT to_regclass('store_format') IS NOT NULL"
        guard try connection.rows(there, there.text).first?.bool(0) == true else { return }
        let find: SQL = "SELECT max(format) FROM store_format"
        let found = Int(try connection.rows(find, find.text).first?.int(0) ?? 0)
        if found > newest { throw .newerFormat(place: schema, found: found, supported: newest) }
    }
}
