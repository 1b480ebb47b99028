import Store

/// The words of every record in one full-text index: FTS5 on SQLite, a GIN index over `tsvector` on PostgreSQL.
///
/// Words are folded (lower case, no diacritics) before they reach either engine, so both find the same.
enum SearchIndex {
    static func put(_ record: AnyRecord, in writer: Writer) throws {
        let text = text(of: record)
        guard !text.isEmpty else { return record.version > 1 ? try remove(record.id, in: writer) : () }
        switch writer.dialect {
        case .sqlite:
            try writer.run("INSERT OR REPLACE INTO _search (rowid, object, text) VALUES (\(record.id), \(record.object.name), \(text))")
        case .postgres:
            try writer.run("""
                INSERT INTO _search (record, object, text) VALUES (\(record.id), \(record.object.name), \(text))
                ON CONFLICT (record) DO UPDATE SET text = excluded.text
                """)
        }
    }

    static func remove(_ id: Int64, in writer: Writer) throws {
        switch writer.dialect {
        case .sqlite: try writer.run("DELETE FROM _search WHERE rowid = \(id)")
        case .postgres: try writer.run("DELETE FROM _search WHERE record = \(id)")
        }
    }

    /// Rows of `t` that contain every word as a word's beginning; `nil` when the caller's access to a searchable field is
    /// narrower than to the rows (finding would tell its content) or there is nothing to look for.
    static func condition(_ words: String, object: ObjectDefinition, visible: ObjectAccess, dialect: Dialect) -> SQL? {
        guard isSearchable(object, visible), let match = match(words, dialect) else { return words.isEmpty ? nil : "1 = 0" }
        return "t.\(name: "id") IN (" + hits(match, dialect, object: object.name) + ")"
    }

    static func isSearchable(_ object: ObjectDefinition, _ visible: ObjectAccess) -> Bool {
        object.fields.indices.allSatisfy { !isIndexed(object.fields[$0], object) || visible.field($0, .read) == visible.rows(.read) }
    }

    /// The records that match, best first where the engine ranks.
    static func hits(_ match: String, _ dialect: Dialect, object: String? = nil) -> SQL {
        switch dialect {
        case .sqlite:
            "SELECT rowid AS record FROM _search WHERE _search MATCH \(match)" + (object.map { " AND object = \($0)" } ?? "")
        case .postgres:
            "SELECT record FROM _search WHERE words @@ to_tsquery('simple', \(match))" + (object.map { " AND object = \($0)" } ?? "")
        }
    }

    static func match(_ words: String, _ dialect: Dialect) -> String? {
        let terms = fold(words).split(whereSeparator: { !$0.isLetter && !$0.isNumber }).prefix(8).map(String.init)
        guard !terms.isEmpty else { return nil }
        return dialect == .sqlite ? terms.map { "\"\($0)\"*" }.joined(separator: " ") : terms.map { "\($0):*" }.joined(separator: " & ")
    }

    static func isIndexed(_ field: FieldDefinition, _ object: ObjectDefinition) -> Bool {
        field.isSearchable || field.name == object.object.titleField
    }

    /// Words are cut at what is neither letter nor digit, as `match` cuts them, so that `a@b.c` is found by each of its parts.
    private static func text(of record: AnyRecord) -> String {
        var parts: [String] = []
        for (index, field) in record.object.fields.enumerated() where isIndexed(field, record.object) {
            if case .text(let text) = record.stored(index).0, !text.isEmpty { parts.append(text) }
        }
        let text = fold(parts.joined(separator: " "))
        // Most names and addresses are ASCII, where a letter is a byte; asking Unicode cost an import a sixteenth of its time.
        let words = text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.split(whereSeparator: isASCIIMark).map { Substring($0) } : text.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        return words.prefix(4_000).joined(separator: " ")
    }

    /// Neither letter nor digit; letters are small, as `fold` makes them.
    private static func isASCIIMark(_ byte: UInt8) -> Bool {
        !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Lower case without Latin diacritics, by canonical decomposition.
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        var folded = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "ß": folded += "ss"
            case "ø": folded += "o"
            case "æ": folded += "ae"
            case "ł": folded += "l"
            default: folded.unicodeScalars.append(contentsOf: String(scalar).decomposedBase)
            }
        }
        return folded
    }
}

extension String {
    /// The scalars of the canonical decomposition that are not combining marks.
    fileprivate var decomposedBase: [Unicode.Scalar] {
        guard let scalar = unicodeScalars.first else { return [] }
        if scalar.value < 0x80 { return [scalar] }
        return Latin.base[scalar].map { [$0] } ?? (scalar.properties.canonicalCombiningClass == .notReordered ? [scalar] : [])
    }
}

/// Letters of Latin-1 Supplement and Latin Extended-A without their marks.
private enum Latin {
    static let base: [Unicode.Scalar: Unicode.Scalar] = {
        let rows: [(Unicode.Scalar, String)] = [
            ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"),
            ("k", "ķ"), ("l", "ĺļľŀ"), ("n", "ñńņň"), ("o", "òóôõöōŏő"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűų"),
            ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (base, marked) in rows { for scalar in marked.unicodeScalars { table[scalar] = base } }
        return table
    }()
}

extension Database {
    /// Records of any object whose words begin with these, as the caller may see them.
    ///
    /// One statement for the hits and one for each kind of object among them. Of somebody whose access is narrow, the best
    /// 500 hits are looked through.
    public func search(_ words: String, limit: Int) throws -> [AnyRecord] {
        guard let match = SearchIndex.match(words, reader.dialect) else { return [] }
        let (id, order): (SQL, SQL) = reader.dialect == .sqlite ? ("rowid", "rank") : ("record", "record DESC")
        // Hits that the caller may not see must not crowd out those they may.
        let seen = catalog.objects.filter { object in
            let visible = access.of(object, in: catalog)
            return !object.object.isInternal && object.object.parent == nil && visible.rows(.read) > .none && SearchIndex.isSearchable(object, visible)
        }
        guard !seen.isEmpty, limit > 0 else { return [] }
        let isNarrow = seen.contains { access.of($0, in: catalog).rows(.read) < .all }
        let found = try reader.rows(
            "SELECT " + id + ", object FROM _search WHERE " + (reader.dialect == .sqlite ? "_search MATCH \(match)" : "words @@ to_tsquery('simple', \(match))")
                + " AND object IN (\(list: seen.map { .text($0.name) })) ORDER BY " + order + " LIMIT \(isNarrow ? AnyQuery.maxLimit : Swift.min(limit, AnyQuery.maxLimit))")
        var byObject: [String: [Int64]] = [:]
        for row in found { if let id = row.int(0), let name = row.text(1) { byObject[name, default: []].append(id) } }
        var records: [Int64: AnyRecord] = [:]
        for (name, ids) in byObject {
            var query = AnyQuery(name)
            query.predicates = [.oneOf("id", ids.map { .int($0) })]
            query.limit = Swift.min(AnyQuery.maxLimit, ids.count)
            for record in try fetch(query) { records[record.id] = record }
        }
        return Array(found.compactMap { $0.int(0).flatMap { records[$0] } }.prefix(limit))
    }
}
