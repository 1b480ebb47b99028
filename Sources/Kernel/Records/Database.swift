import Store
import Timekeeping

/// A consistent view of one workspace as one caller may see it.
///
/// Every query is compiled with the caller's access; there is no other way to read workspace data.
/// - Important: valid only inside the closure it was handed to.
public class Database {
    public let access: Access
    public let catalog: Catalog
    public let now: Instant
    @_spi(Kernel) public let reader: Reader

    init(_ reader: Reader, access: Access, catalog: Catalog, now: Instant) {
        self.reader = reader
        self.access = access
        self.catalog = catalog
        self.now = now
    }

    /// The records of a query: one statement, and one more for each included relation, however many records there are.
    public func fetch<O>(_ query: Query<O>, fileID: StaticString = #fileID, line: Int = #line) throws -> [Record<O>] {
        try fetch(query.any, fileID: fileID, line: line).map(Record<O>.init)
    }

    public func fetch(_ query: AnyQuery, fileID: StaticString = #fileID, line: Int = #line) throws -> [AnyRecord] {
        try load(query, extra: 0, fileID: fileID, line: line).records
    }

    /// One page of a list, by key: page 1,000 costs what page 1 costs.
    public func page(_ query: AnyQuery, fileID: StaticString = #fileID, line: Int = #line) throws -> Listing<AnyRecord> {
        let (records, selection) = try load(query, extra: 1, fileID: fileID, line: line)
        guard records.count > query.limit else { return Listing(elements: records, next: nil) }
        let shown = Array(records.prefix(query.limit))
        return Listing(elements: shown, next: shown.last.map(selection.cursor(after:)))
    }

    public func first<O>(_ query: Query<O>, fileID: StaticString = #fileID, line: Int = #line) throws -> Record<O>? {
        try fetch(query.limit(1), fileID: fileID, line: line).first
    }

    /// How many records a query has, access included. Counts exactly, so it reads them all.
    public func count(_ query: AnyQuery, fileID: StaticString = #fileID, line: Int = #line) throws -> Int {
        let sql = try select(query).countSQL
        guard case .int(let count) = try reader.value(sql, fileID: fileID, line: line) ?? .int(0) else { return 0 }
        return Int(clamping: count)
    }

    public func count<O>(_ query: Query<O>, fileID: StaticString = #fileID, line: Int = #line) throws -> Int {
        try count(query.any, fileID: fileID, line: line)
    }

    public func find<O>(_ key: Key<O>, including: [String] = [], fileID: StaticString = #fileID, line: Int = #line) throws -> Record<O>? where O: ObjectType {
        try find(O.object.name, key.id, including: including, fileID: fileID, line: line).map(Record<O>.init)
    }

    public func find(_ object: String, _ id: Int64, including: [String] = [], fileID: StaticString = #fileID, line: Int = #line) throws -> AnyRecord? {
        var query = AnyQuery(object)
        query.predicates = [.compare("id", .equal, .int(id))]
        query.includes = including
        query.limit = 1
        return try fetch(query, fileID: fileID, line: line).first
    }

    /// - Throws: `RecordError.notFound`, whether it is missing or not visible.
    public func require<O: ObjectType>(_ key: Key<O>, including: [String] = [], fileID: StaticString = #fileID, line: Int = #line) throws -> Record<O> {
        guard let record = try find(key, including: including, fileID: fileID, line: line) else { throw RecordError.notFound(object: O.object.name) }
        return record
    }

    public func require(_ object: String, _ id: Int64, including: [String] = [], fileID: StaticString = #fileID, line: Int = #line) throws -> AnyRecord {
        guard let record = try find(object, id, including: including, fileID: fileID, line: line) else { throw RecordError.notFound(object: object) }
        return record
    }

    /// Whether the caller may do `verb` to this record.
    public func allows(_ verb: Verb, _ object: String, _ id: Int64) throws -> Bool {
        var query = AnyQuery(object)
        query.predicates = [.compare("id", .equal, .int(id))]
        query.fields = ["id"]
        query.limit = 1
        let selection = try Selection(query, access: access, catalog: catalog, dialect: reader.dialect, now: now, verb: verb)
        return try reader.row(selection.sql(extra: 0, dialect: reader.dialect)) != nil
    }

    /// The most records that one relation of a query brings along.
    static let maxIncluded = 100_000

    // MARK: Loading

    func select(_ query: AnyQuery) throws(RecordError) -> Selection {
        try Selection(query, access: access, catalog: catalog, dialect: reader.dialect, now: now)
    }

    private func load(_ query: AnyQuery, extra: Int, fileID: StaticString, line: Int) throws -> (records: [AnyRecord], selection: Selection) {
        guard query.limit > 0, query.limit <= AnyQuery.maxLimit || access.principal == .system else { throw RecordError.badLimit(max: AnyQuery.maxLimit) }
        let selection = try select(query)
        var records = try reader.rows(selection.sql(extra: extra, dialect: reader.dialect), fileID: fileID, line: line).map(selection.record)
        for reference in query.includes { try include(reference, in: &records, of: selection.object, fileID, line) }
        for children in query.children { try include(children, in: &records, fileID, line) }
        return (records, selection)
    }

    private func include(_ reference: String, in records: inout [AnyRecord], of object: ObjectDefinition, _ fileID: StaticString, _ line: Int) throws {
        let visible = access.of(object, in: catalog)
        guard let index = object.position(of: reference), index > 0, !visible.hidden.contains(index), let target = object.fields[index].kind.target else {
            let known = object.fields.indices.filter { $0 > 0 && object.fields[$0].kind.target != nil && !visible.hidden.contains($0) }
            throw RecordError.unknownField(reference, object: object.name, known: known.map { object.fields[$0].name })
        }
        let ids = Set(records.compactMap { record -> Int64? in if case .int(let id) = record.stored(index).0 { id } else { nil } })
        // A custom reference may outlive the custom object it pointed at.
        guard !ids.isEmpty, let other = catalog[target], access.of(other, in: catalog).rows(.read) > .none else { return }
        let found = try self.records(of: target, where: "id", in: ids, fileID, line)
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for position in records.indices {
            if case .int(let id) = records[position].stored(index).0 { records[position].included[reference] = byID[id] }
        }
    }

    private func include(_ children: AnyQuery.Children, in records: inout [AnyRecord], _ fileID: StaticString, _ line: Int) throws {
        guard !records.isEmpty, access.of(try catalog.require(children.object), in: catalog).rows(.read) > .none else { return }
        let found = try self.records(of: children.object, where: children.field, in: Set(records.map(\.id)), order: children.order, fileID, line)
        let byParent = Dictionary(grouping: found) { child -> Int64 in (child[children.field] as AnyKey?)?.id ?? 0 }
        for position in records.indices { records[position].children[children.object] = byParent[records[position].id] ?? [] }
    }

    private func records(of object: String, where field: String, in ids: Set<Int64>, order: String = "id", _ fileID: StaticString, _ line: Int) throws -> [AnyRecord] {
        var query = AnyQuery(object)
        query.predicates = [.oneOf(field, ids.sorted().map { .int($0) })]
        query.order = [.init(order)]
        query.limit = Self.maxIncluded
        let selection = try select(query)
        let rows = try reader.rows(selection.sql(extra: 1, dialect: reader.dialect), fileID: fileID, line: line)
        // A page with some of its lines missing would be a wrong page.
        guard rows.count <= Self.maxIncluded else { throw RecordError.invalid([FieldProblem("limit", "These records have more than \(Self.maxIncluded) of “\(object)”; ask for fewer at once.")]) }
        return rows.map(selection.record)
    }
}
