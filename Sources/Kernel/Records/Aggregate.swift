import Amounts
import Store

/// A grouped total over an object, under the caller's access: what metrics and board headers are made of.
public struct Aggregate: Sendable {
    public enum Measure: Sendable, Hashable {
        case count
        case sum(String)
        case average(String)
        case minimum(String)
        case maximum(String)
        case distinct(String)
    }

    public var query: AnyQuery
    public var measure: Measure
    /// A field of the object, or one behind a reference (`contact.first_source`).
    public var group: String?

    public init(_ query: AnyQuery, _ measure: Measure, by group: String? = nil) {
        self.query = query
        self.measure = measure
        self.group = group
    }

    public struct Line: Sendable {
        /// The value of the group's field; `.null` for the ungrouped total and for the empty group.
        public let group: SQLValue
        public let currency: String?
        /// As the column holds it: minor units for money, value × 10^scale for decimals, microseconds for instants.
        public let value: Double
        public let records: Int
    }
}

extension Database {
    /// One statement. Money is summed per currency and never across.
    public func aggregate(_ aggregate: Aggregate, fileID: StaticString = #fileID, line: Int = #line) throws -> [Aggregate.Line] {
        var query = aggregate.query
        let measured = aggregate.measure.field
        // Naming a field in a predicate that is always true makes the selection narrow its rows to where it may be seen.
        let used = [measured, aggregate.group?.split(separator: ".").first.map(String.init)].compactMap { $0 }
        query.predicates += used.map { .or([.isNull($0), .not(.isNull($0))]) }
        let selection = try select(query)
        let object = selection.object
        if let measured, let kind = object.field(measured)?.kind, !aggregate.measure.suits(kind) {
            throw RecordError.invalid([FieldProblem(measured, "“\(measured)” has no number to calculate with.")])
        }
        let isMoney = measured.flatMap { object.field($0)?.kind } == .money
        let currency: SQL = isMoney ? "t.\(name: (measured ?? "") + "_currency")" : "NULL"
        let group = try aggregate.group.map { try self.column($0, of: object) } ?? "NULL"
        let value: SQL = switch aggregate.measure {
        case .count: "count(*)"
        case .sum(let field): "sum(t.\(name: field))"
        case .average(let field): "avg(t.\(name: field))"
        case .minimum(let field): "min(t.\(name: field))"
        case .maximum(let field): "max(t.\(name: field))"
        case .distinct(let field): "count(DISTINCT t.\(name: field))"
        }
        // By position: PostgreSQL takes two spellings of one expression with bound values for two expressions.
        let keys: SQL? = aggregate.group == nil ? (isMoney ? "2" : nil) : isMoney ? "1, 2" : "1"
        let rows = try reader.rows(
            selection.groupSQL(select: group + ", " + currency + ", CAST(" + value + " AS DOUBLE PRECISION), count(*)", group: keys),
            fileID: fileID, line: line)
        let lines = rows.map { row in
            let value: Double = switch row[2] { case .double(let double): double; case .int(let int): Double(int); default: 0 }
            let currency: String? = if case .text(let code) = row[1] { code } else { nil }
            let records: Int = if case .int(let count) = row[3] { Int(clamping: count) } else { 0 }
            return Aggregate.Line(group: row[0], currency: currency, value: value, records: records)
        }
        return isMoney ? Self.foldingUnpriced(lines) : lines
    }

    /// Records without an amount count in their group but are no money of their own: they go with its first currency.
    private static func foldingUnpriced(_ lines: [Aggregate.Line]) -> [Aggregate.Line] {
        let unpriced = Dictionary(lines.filter { $0.currency == nil }.map { ($0.group, $0.records) }, uniquingKeysWith: +)
        var folded: [Aggregate.Line] = []
        var seen: Set<SQLValue> = []
        for line in lines where line.currency != nil {
            let isFirst = seen.insert(line.group).inserted
            folded.append(.init(group: line.group, currency: line.currency, value: line.value, records: line.records + (isFirst ? unpriced[line.group] ?? 0 : 0)))
        }
        return folded + lines.filter { $0.currency == nil && !seen.contains($0.group) }
    }

    private func column(_ path: String, of object: ObjectDefinition) throws -> SQL {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // One name was checked with the predicates; a path is checked here.
        guard parts.count > 1 else { return "t.\(name: path)" }
        guard parts.count == 2, let reference = object.field(parts[0]), let target = reference.kind.target, let other = catalog[target] else {
            throw RecordError.unknownField(path, object: object.name, known: [])
        }
        let there = access.of(other, in: catalog)
        guard let index = other.position(of: parts[1]), !other.fields[index].isHidden, there.field(index, .read) > .none else {
            throw RecordError.unknownField(path, object: object.name, known: [])
        }
        let rows = access.rows(there.field(index, .read), of: other, alias: "g", catalog: catalog).map { " AND " + $0 } ?? ""
        return "(SELECT g.\(name: parts[1]) FROM \(name: target) AS g WHERE g.\(name: "id") = t.\(name: parts[0])" + rows + ")"
    }
}

extension Aggregate.Measure {
    /// Whether a field of this kind can be measured so.
    func suits(_ kind: FieldKind) -> Bool {
        switch (self, kind) {
        case (.count, _), (.distinct, _): true
        case (_, .integer), (_, .number), (_, .decimal), (_, .money): true
        case (.minimum, .instant), (.maximum, .instant): true
        default: false
        }
    }

    var field: String? {
        switch self {
        case .count: nil
        case .sum(let field), .average(let field), .minimum(let field), .maximum(let field), .distinct(let field): field
        }
    }
}
