import Store

/// Brings a database to the shape of a catalog. Only ever adds: tables, columns, indexes.
/// Whatever takes something away or changes its meaning is a versioned migration.
enum Schema {
    /// The file format of this binary; an older binary refuses a newer file.
    static let format = 1

    /// - Throws: `StoreError.newerFormat` before anything is touched.
    static func sync(_ catalog: Catalog, in writer: Writer) throws {
        if writer.dialect == .postgres {
            // Two processes may open a new workspace at once; IF NOT EXISTS alone would let them collide.
            try writer.run("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' schema'))")
        }
        try checkFormat(writer)
        for statement in bookkeeping(writer.dialect) { try writer.run(statement) }
        let tables = Set(try writer.rows(writer.dialect.listTables).compactMap { $0.text(0) })
        for object in catalog.objects {
            if tables.contains(object.name) {
                try addColumns(object, catalog, in: writer)
            } else {
                try writer.run(createTable(object, writer.dialect))
            }
        }
        for object in catalog.objects {
            for statement in indexes(object) { try writer.run(statement) }
            if writer.dialect == .postgres { try addForeignKeys(object, in: writer) }
        }
    }

    private static func checkFormat(_ writer: Writer) throws {
        try writer.run("CREATE TABLE IF NOT EXISTS _format (version \(raw: writer.dialect.integerType) NOT NULL)")
        if let found = try writer.value("SELECT version FROM _format")?.int {
            guard found <= format else { throw StoreError.newerFormat(place: "of this workspace", found: Int(clamping: found), supported: format) }
        } else {
            try writer.run("INSERT INTO _format (version) VALUES (\(format))")
        }
    }

    // MARK: Tables of the catalog

    private static func createTable(_ object: ObjectDefinition, _ dialect: Dialect) -> SQL {
        var lines: [SQL] = [SQL(raw: "\"id\" \(dialect.keyColumn)")]
        for field in object.fields.dropFirst() {
            lines += columns(field, object, dialect).map { $0 + (field.isRequired ? " NOT NULL" : "") }
        }
        for field in object.fields where dialect == .sqlite { if let key = foreignKey(field) { lines.append("FOREIGN KEY (\(name: field.name)) " + key) } }
        return "CREATE TABLE \(name: object.name) (" + lines.joined(separator: ", ") + ")" + SQL(raw: dialect.tableSuffix)
    }

    private static func addColumns(_ object: ObjectDefinition, _ catalog: Catalog, in writer: Writer) throws {
        let present = Set(try writer.rows(writer.dialect.listColumns(of: object.name)).compactMap { $0.text(0) })
        for field in object.fields where !field.columns.allSatisfy(present.contains) {
            let defaults = field.standard.map { [$0.0, $0.1] } ?? []
            for (position, column) in columns(field, object, writer.dialect).enumerated() {
                var sql: SQL = "ALTER TABLE \(name: object.name) ADD COLUMN " + column
                if field.isRequired {
                    // Rows that are already there take the default; a required field without one is our own mistake.
                    guard position < defaults.count else { preconditionFailure("\(object.name).\(field.name) is new and required, so it needs a default.") }
                    sql.append(" NOT NULL DEFAULT " + SQL(raw: defaults[position].literal(in: writer.dialect)))
                }
                if writer.dialect == .sqlite, !field.isRequired, let key = foreignKey(field) { sql.append(" " + key) }
                try writer.run(sql)
            }
        }
    }

    private static func columns(_ field: FieldDefinition, _ object: ObjectDefinition, _ dialect: Dialect) -> [SQL] {
        let type = field.kind.columnType(in: dialect)
        var first: SQL = "\(name: field.name) \(raw: type)"
        if let check = field.check { first.append(" CONSTRAINT \(name: identifier("\(object.name)_\(field.name)_check")) CHECK (\(raw: check))") }
        return field.kind == .money ? [first, "\(name: field.name + "_currency") \(raw: dialect.textType)"] : [first]
    }

    private static func foreignKey(_ field: FieldDefinition) -> SQL? {
        guard case .reference(let target, let onDelete) = field.kind, !target.isEmpty else { return nil }
        // Cascades run in `Transaction.delete`, where history and events see them; the schema only stands guard.
        let action = onDelete == .setNull ? "SET NULL" : "NO ACTION"
        return "REFERENCES \(name: target) (\"id\") ON DELETE \(raw: action) DEFERRABLE INITIALLY DEFERRED"
    }

    private static func addForeignKeys(_ object: ObjectDefinition, in writer: Writer) throws {
        let present = Set(try writer.rows("""
            SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass(quote_ident(\(object.name)))
            """).compactMap { $0.text(0) })
        for field in object.fields {
            let constraint = identifier("\(object.name)_\(field.name)_fkey")
            guard let key = foreignKey(field), !present.contains(constraint) else { continue }
            try writer.run("ALTER TABLE \(name: object.name) ADD CONSTRAINT \(name: constraint) FOREIGN KEY (\(name: field.name)) " + key)
        }
    }

    /// PostgreSQL cuts names after 63 bytes, and two cut names would be one; longer ones end in a hash (FNV-1a) instead.
    static func identifier(_ name: String) -> String {
        guard name.utf8.count > 63 else { return name }
        let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(decoding: name.utf8.prefix(46), as: UTF8.self) + "_" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Every reference, every unique group and whatever the object's lists sort by.
    private static func indexes(_ object: ObjectDefinition) -> [SQL] {
        var statements: [SQL] = []
        func isOfList(_ columns: [String]) -> Bool { columns.last == "updated_at" && object.object.parent == nil && !object.object.isInternal }
        func index(_ columns: [String], unique: Bool = false, beside more: [String] = []) {
            let name = identifier(([object.name] + columns).joined(separator: "_") + (unique ? "_key" : more.isEmpty ? "_idx" : "_list"))
            let list = (columns + more).map { SQL(name: $0) }.joined(separator: ", ")
            statements.append("CREATE \(raw: unique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(name: name) ON \(name: object.name) (" + list + ")")
        }
        if object.object.parent == nil, !object.object.isInternal {
            for columns in [["owner", "updated_at"], ["team", "updated_at"], ["created_at"]] { index(columns) }
            // A list finds its order and its row rule in the index, and touches the table for the rows it shows (5 times fewer, measured).
            for columns in [["updated_at"]] + object.object.indexes.filter(isOfList) { index(columns, beside: ["id", "team", "owner"]) }
        }
        for field in object.ownFields where field.isUnique { index([field.name], unique: true) }
        for field in object.ownFields where field.isIndexed || (field.kind.target != nil && !field.isUnique) { index([field.name]) }
        for columns in object.object.unique { index(columns, unique: true) }
        for columns in object.object.indexes where !isOfList(columns) { index(columns) }
        return statements
    }

    // MARK: The house's own tables

    private static func bookkeeping(_ dialect: Dialect) -> [SQL] {
        let integer = dialect.integerType, text = dialect.textType
        let counter = dialect == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        let search: [String] = switch dialect {
        case .sqlite: ["CREATE VIRTUAL TABLE IF NOT EXISTS _search USING fts5(object UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"]
        case .postgres: [
            """
            CREATE TABLE IF NOT EXISTS _search (record bigint PRIMARY KEY, object text NOT NULL, text text NOT NULL,
            words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED)
            """,
            "CREATE INDEX IF NOT EXISTS _search_words ON _search USING gin (words)",
        ]
        }
        return (["""
            CREATE TABLE IF NOT EXISTS _event (id \(counter), at \(integer) NOT NULL, kind \(text) NOT NULL, object \(text), record \(integer),
            actor \(integer), cause \(integer), depth \(integer) NOT NULL, payload \(text) NOT NULL)
            """,
            "CREATE INDEX IF NOT EXISTS _event_record ON _event (record, id)",
            "CREATE TABLE IF NOT EXISTS _event_about (record \(integer) NOT NULL, event \(integer) NOT NULL, PRIMARY KEY (record, event))",
            """
            CREATE TABLE IF NOT EXISTS _history (object \(text) NOT NULL, record \(integer) NOT NULL, version \(integer) NOT NULL,
            at \(integer) NOT NULL, actor \(integer), what \(text) NOT NULL, changes \(text) NOT NULL)
            """,
            "CREATE INDEX IF NOT EXISTS _history_record ON _history (record, version)",
            """
            CREATE TABLE IF NOT EXISTS _share (object \(text) NOT NULL, principal \(integer) NOT NULL, record \(integer) NOT NULL,
            level \(text) NOT NULL, PRIMARY KEY (object, principal, record))
            """,
            "CREATE TABLE IF NOT EXISTS _position (reaction \(text) PRIMARY KEY, event \(integer) NOT NULL, attempts \(integer) NOT NULL DEFAULT 0, retry_at \(integer) NOT NULL DEFAULT 0)",
            "CREATE TABLE IF NOT EXISTS _dead (reaction \(text) NOT NULL, event \(integer) NOT NULL, at \(integer) NOT NULL, reason \(text) NOT NULL, PRIMARY KEY (reaction, event))",
            """
            CREATE TABLE IF NOT EXISTS _job (id \(integer) PRIMARY KEY, kind \(text) NOT NULL, payload \(text) NOT NULL, key \(text), due \(integer) NOT NULL,
            priority \(integer) NOT NULL, state \(text) NOT NULL, attempts \(integer) NOT NULL, lease \(integer) NOT NULL, leased_until \(integer) NOT NULL,
            reason \(text), cause \(integer), depth \(integer) NOT NULL, created_at \(integer) NOT NULL, UNIQUE (kind, key))
            """,
            "CREATE INDEX IF NOT EXISTS _job_due ON _job (state, due)",
            "CREATE TABLE IF NOT EXISTS _sequence (name \(text) PRIMARY KEY, value \(integer) NOT NULL)",
            "CREATE TABLE IF NOT EXISTS _setting (name \(text) PRIMARY KEY, value \(text) NOT NULL)",
        ] + search).map { SQL(raw: $0) }
    }
}

extension SQLValue {
    /// As a literal in DDL, where values cannot be bound. Only for defaults written in our own sources.
    fileprivate func literal(in dialect: Dialect) -> String {
        switch self {
        case .null: "NULL"
        case .int(let int): "\(int)"
        case .double(let double): "\(double)"
        case .bool(let bool): dialect == .sqlite ? (bool ? "1" : "0") : (bool ? "TRUE" : "FALSE")
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        case .blob: "NULL"
        }
    }
}

extension Transaction {
    /// The next number of a series without gaps: it is given back when the transaction does not commit.
    public func nextNumber(in series: String) throws -> Int64 {
        let next = try writer.value("""
            INSERT INTO _sequence (name, value) VALUES (\(series), 1) ON CONFLICT (name) DO UPDATE SET value = _sequence.value + 1 RETURNING value
            """)
        guard let number = next?.int else { throw StoreError.corrupt(place: "_sequence", reason: "the series \(series) gave no number") }
        return number
    }
}
