import JSON
import Store
import Timekeeping

/// A query compiled for one caller: the only way workspace data is read.
struct Selection {
    let object: ObjectDefinition
    let access: Access
    let catalog: Catalog
    /// Fields that are loaded, by position.
    let loaded: [Int]
    let masked: Set<Int>
    private let cuts: [(field: Int, scope: Scope)]
    private let cutScopes: [Scope]
    private var conditions: [SQL] = []
    private let order: [(field: Int, descending: Bool)]
    private let limit: Int

    /// - Throws: `RecordError` for unknown fields, bad filters, cursors and limits.
    init(_ query: AnyQuery, access: Access, catalog: Catalog, dialect: Dialect, now: Instant, verb: Verb = .read) throws(RecordError) {
        object = try catalog.require(query.object)
        self.access = access
        self.catalog = catalog
        limit = query.limit
        let visible = access.of(object, in: catalog)
        let rowScope = visible.rows(verb)

        var masked = visible.hidden
        if let fields = query.fields {
            var wanted: Set<Int> = [0, 1]
            for field in fields { wanted.insert(try Self.position(field, object, visible)) }
            if let title = object.position(of: object.object.titleField) { wanted.insert(title) }
            masked.formUnion(object.fields.indices.filter { !wanted.contains($0) })
        }
        self.masked = masked

        var used: Set<Int> = []
        for predicate in query.predicates { conditions.append(try Self.compile(predicate, object, visible, &used)) }
        if let source = query.filter, !source.isEmpty {
            let filter = try Filter(source, on: object, access: access, catalog: catalog)
            conditions.append("(" + (try filter.sql(dialect: dialect, now: now)) + ")")
            used.formUnion(filter.columns.used)
        }
        if let search = query.search, let match = SearchIndex.condition(search, object: object, visible: visible, dialect: dialect) { conditions.append(match) }

        var order: [(field: Int, descending: Bool)] = []
        for term in query.order {
            let index = try Self.position(term.field, object, visible)
            guard object.fields[index].kind.isOrdered || index == 0 || object.fields[index].kind == .boolean else {
                throw RecordError.invalid([FieldProblem("sort", "“\(term.field)” has no order to sort by.")])
            }
            used.insert(index)
            order.append((index, term.descending))
        }
        if order.last?.field != 0 { order.append((0, order.last?.descending ?? true)) }
        self.order = order
        // The cursor needs what the list is sorted by, even where the caller did not ask for it.
        let sorted = Set(order.map(\.field))
        let loaded = object.fields.indices.filter { !masked.contains($0) || sorted.contains($0) }
        self.loaded = loaded
        cuts = visible.cutsFields ? loaded.compactMap { visible.field($0, .read) < visible.rows(.read) ? ($0, visible.field($0, .read)) : nil } : []
        cutScopes = cuts.isEmpty ? [] : Set(cuts.map(\.scope)).sorted()

        // Using a field in a condition or an order narrows the rows to where the field may be seen, or it would be an oracle.
        let scope = used.reduce(rowScope) { min($0, visible.field($1, .read)) }
        if let rows = access.rows(scope, of: object, alias: "t", catalog: catalog) { conditions.append(rows) }
        if verb != .read, let rows = access.rows(scope, of: object, alias: "t", catalog: catalog, for: verb) { conditions.append(rows) }
        if let cursor = query.cursor { conditions.append(try Self.after(cursor, object, order)) }
    }

    private var filtered: SQL { conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ") }

    /// - Parameter extra: one more than asked for tells whether there is another page.
    func sql(extra: Int, dialect: Dialect) -> SQL {
        var columns: [SQL] = []
        for index in loaded {
            let cut = cuts.first { $0.field == index }
            for column in object.fields[index].columns {
                if let cut, let rows = access.rows(cut.scope, of: object, alias: "t", catalog: catalog) {
                    columns.append("CASE WHEN \(rows) THEN t.\(name: column) END")
                } else {
                    columns.append("t.\(name: column)")
                }
            }
        }
        // One flag a narrower scope tells “masked” from “empty”.
        for scope in cutScopes { columns.append("CASE WHEN \(access.rows(scope, of: object, alias: "t", catalog: catalog) ?? "1 = 1") THEN 1 ELSE 0 END") }
        let sorted = order.map { term -> SQL in
            let nulls = object.fields[term.field].isRequired || dialect == .sqlite ? "" : term.descending ? " NULLS LAST" : " NULLS FIRST"
            return "t.\(name: object.fields[term.field].name)" + SQL(raw: term.descending ? " DESC" : "") + SQL(raw: nulls)
        }
        return "SELECT \(columns.joined(separator: ", ")) FROM \(name: object.name) AS t" + filtered
            + " ORDER BY " + sorted.joined(separator: ", ") + " LIMIT \(limit + extra)"
    }

    var countSQL: SQL { "SELECT count(*) FROM \(name: object.name) AS t" + filtered }

    /// Aggregates under the same conditions; `select` and `group` name columns of `t`.
    func groupSQL(select: SQL, group: SQL?) -> SQL {
        "SELECT " + select + " FROM \(name: object.name) AS t" + filtered + (group.map { " GROUP BY " + $0 } ?? "")
    }

    func record(_ row: Row) -> AnyRecord {
        var values = [SQLValue](repeating: .null, count: object.columns.count)
        var column = 0
        for index in loaded {
            values[object.offsets[index]] = row[column]
            column += 1
            if object.outlines[index].isMoney {
                values[object.offsets[index] + 1] = row[column]
                column += 1
            }
        }
        var masked = masked
        for scope in cutScopes {
            if row[column] == .int(0) { masked.formUnion(cuts.filter { $0.scope == scope }.map(\.field)) }
            column += 1
        }
        var record = AnyRecord(object: object, loaded: values, masked: masked)
        record.cut = masked.subtracting(self.masked)
        return record
    }

    /// The cursor behind a record: the values it was sorted by.
    func cursor(after record: AnyRecord) -> String {
        let signature = order.map { "\($0.descending ? "-" : "")\(object.fields[$0.field].name)" }.joined(separator: ",")
        let values = order.map { term -> JSON in
            switch record.stored(term.field).0 {
            case .int(let int): .int(int)
            case .text(let text): .string(text)
            case .double(let double): .double(double)
            case .bool(let bool): .bool(bool)
            default: .null
            }
        }
        return Hex.encode(JSON.array([.string(signature)] + values).bytes)
    }

    private static func after(_ cursor: String, _ object: ObjectDefinition, _ order: [(field: Int, descending: Bool)]) throws(RecordError) -> SQL {
        let signature = order.map { "\($0.descending ? "-" : "")\(object.fields[$0.field].name)" }.joined(separator: ",")
        guard let bytes = Hex.decode(cursor), let json = try? JSON(parsing: bytes), case .array(let parts) = json,
              parts.count == order.count + 1, parts[0] == .string(signature) else { throw RecordError.badCursor }
        var values: [SQLValue] = []
        for (term, part) in zip(order, parts.dropFirst()) {
            guard let value = Self.value(part, of: object.fields[term.field]) else { throw RecordError.badCursor }
            values.append(value)
        }
        // (a, b) after (x, y) is: a after x, or a = x and b after y. Empty counts as smallest.
        var alternatives: [SQL] = []
        var equal: [SQL] = []
        for (term, value) in zip(order, values) {
            let column: SQL = "t.\(name: object.fields[term.field].name)"
            let later: SQL? = switch (value, term.descending) {
            case (.null, false): column + " IS NOT NULL"
            case (.null, true): nil
            case (_, false): column + " > \(value)"
            case (_, true): object.fields[term.field].isRequired ? column + " < \(value)" : "(" + column + " < \(value) OR " + column + " IS NULL)"
            }
            if let later { alternatives.append("(" + (equal + [later]).joined(separator: " AND ") + ")") }
            equal.append(value == .null ? column + " IS NULL" : column + " = \(value)")
        }
        guard !alternatives.isEmpty else { return "1 = 0" }
        let position = "(" + alternatives.joined(separator: " OR ") + ")"
        // The bound on the leading column lets the index seek instead of scan.
        guard let lead = order.first, object.fields[lead.field].isRequired, order.count > 1, let value = values.first else { return position }
        return "t.\(name: object.fields[lead.field].name) " + SQL(raw: lead.descending ? "<=" : ">=") + " \(value) AND " + position
    }

    /// A cursor's value as its column holds it; `nil` where the two do not fit, so that no forged cursor reaches the engine.
    private static func value(_ json: JSON, of field: FieldDefinition) -> SQLValue? {
        switch (field.kind, json) {
        case (_, .null): field.isRequired ? nil : .null
        case (.number, .double(let double)): .double(double)
        case (.number, .int(let int)): .double(Double(int))
        case (.integer, .int(let int)), (.decimal, .int(let int)), (.instant, .int(let int)), (.money, .int(let int)), (.reference, .int(let int)): .int(int)
        case (.boolean, .bool(let bool)): .bool(bool)
        case (.boolean, .int(let int)): .bool(int != 0)
        case (.number, _), (.integer, _), (.decimal, _), (.instant, _), (.money, _), (.reference, _), (.boolean, _): nil
        case (_, .string(let text)): text.utf8.contains(0) ? nil : .text(text)
        default: nil
        }
    }

    private static func position(_ field: String, _ object: ObjectDefinition, _ visible: ObjectAccess) throws(RecordError) -> Int {
        guard let index = object.position(of: field), !visible.hidden.contains(index) else {
            let known = object.fields.indices.filter { !visible.hidden.contains($0) }.map { object.fields[$0].name }
            throw RecordError.unknownField(field, object: object.name, known: known)
        }
        return index
    }

    private static func compile(_ predicate: AnyPredicate, _ object: ObjectDefinition, _ visible: ObjectAccess, _ used: inout Set<Int>) throws(RecordError) -> SQL {
        func column(_ field: String) throws(RecordError) -> SQL {
            used.insert(try position(field, object, visible))
            return "t.\(name: field)"
        }
        switch predicate {
        case .always: return "1 = 1"
        case .compare(let field, let comparison, let value): return try column(field) + SQL(raw: " \(comparison.rawValue) ") + "\(value)"
        case .currency(let field, let code):
            used.insert(try position(field, object, visible))
            return "t.\(name: field + "_currency") = \(code)"
        case .isNull(let field): return try column(field) + " IS NULL"
        case .oneOf(let field, let values): return values.isEmpty ? "1 = 0" : try column(field) + " IN (\(list: values))"
        case .not(let inner): return "NOT COALESCE(" + (try compile(inner, object, visible, &used)) + ", 1 = 0)"
        case .and(let parts), .or(let parts):
            var terms: [SQL] = []
            for part in parts { terms.append(try compile(part, object, visible, &used)) }
            let isAnd = if case .and = predicate { true } else { false }
            guard !terms.isEmpty else { return isAnd ? "1 = 1" : "1 = 0" }
            return "(" + terms.joined(separator: isAnd ? " AND " : " OR ") + ")"
        }
    }
}

/// Base16, for cursors.
enum Hex {
    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0, digits.count <= 8_192 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
