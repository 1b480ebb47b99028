import Amounts
import Expressions
import Store
import Timekeeping

/// A CEL condition over the fields that one caller may see of one object.
struct Filter {
    let checked: CheckedExpression
    let columns: VisibleColumns

    /// - Throws: `RecordError.badFilter` with what is wrong and where; hidden fields read as unknown.
    init(_ source: String, on object: ObjectDefinition, access: Access, catalog: Catalog) throws(RecordError) {
        columns = VisibleColumns(object: object, access: access, catalog: catalog)
        do {
            checked = try Expression(parsing: source).check(in: columns.environment)
        } catch {
            throw RecordError.badFilter(error.message, offset: error.position.offset)
        }
        guard checked.type == .bool || checked.type == .dyn else {
            throw RecordError.badFilter("A filter must be true or false, but this is \(checked.type).", offset: nil)
        }
    }

    /// The condition as SQL, and the fields it uses.
    func sql(dialect: Dialect, now: Instant) throws(RecordError) -> SQL {
        columns.now = now
        do {
            let fragment = try checked.compileSQL(dialect: dialect == .sqlite ? .sqlite : .postgres, columns: columns)
            return fragment.sql
        } catch {
            throw RecordError.badFilter(error.message, offset: error.position.offset)
        }
    }

    /// Whether a record in memory satisfies the condition; equal to the SQL answer.
    func matches(_ record: AnyRecord, now: Instant) -> Bool {
        checked.matches(BindingClosure { name in name == "now" ? now.cel : record.cel(name) })
    }
}

/// The columns that a filter may name, as seen by one caller. Remembers which it was asked for.
final class VisibleColumns: ColumnLookup {
    let object: ObjectDefinition
    let access: Access
    let catalog: Catalog
    var now = Instant(microseconds: 0)
    private(set) var used: Set<Int> = []

    init(object: ObjectDefinition, access: Access, catalog: Catalog) {
        self.object = object
        self.access = access
        self.catalog = catalog
    }

    var environment: Environment {
        let object = object, access = access, catalog = catalog
        let visible = access.of(object, in: catalog)
        let names = object.fields.indices.filter { !visible.hidden.contains($0) }.map { object.fields[$0].name }
        return Environment(suggesting: names + ["now"]) { name in
            if name == "now" { return .timestamp }
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            guard let first = parts.first, let index = object.position(of: first), !visible.hidden.contains(index) else { return nil }
            let field = object.fields[index]
            guard parts.count == 2 else { return field.kind.celType.map { field.isRequired ? $0 : .nullable($0) } }
            guard let target = field.kind.target, let other = catalog[target], let far = other.position(of: parts[1]) else { return nil }
            let there = access.of(other, in: catalog)
            guard there.rows(.read) > .none, there.field(far, .read) == there.rows(.read) else { return nil }
            return other.fields[far].kind.celType.map { .nullable($0) }
        }
    }

    func column(named name: String) -> Column? {
        if name == "now" { return .constant(now.cel) }
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard let index = object.position(of: parts[0]) else { return nil }
        used.insert(index)
        let field = object.fields[index]
        guard parts.count == 2 else { return Self.column(field, alias: "t") }
        guard let target = field.kind.target, let other = catalog[target], let far = other.field(parts[1]), let column = Self.column(far, alias: "f") else { return nil }
        var text = "(SELECT \(column.sql) FROM \"\(other.name)\" AS f WHERE f.\"id\" = t.\"\(field.name)\""
        let scope = access.of(other, in: catalog).rows(.read)
        // Every value in an access predicate is a number or the object's own name, so it can stand in the text.
        if let rows = access.rows(scope, of: other, alias: "f", catalog: catalog) { text += " AND " + rows.inlined }
        return Column(sql: text + ")", type: column.type, nullable: true, kind: column.kind)
    }

    private static func column(_ field: FieldDefinition, alias: String) -> Column? {
        guard let type = field.kind.celType else { return nil }
        let plain = "\(alias).\"\(field.name)\""
        switch field.kind {
        case .reference: return Column(sql: plain, type: type, nullable: !field.isRequired, kind: .key(space: "key", decode: { text in AnyKey(text).flatMap { $0.text == text ? $0.id : nil } }))
        case .instant: return Column(sql: plain, type: type, nullable: !field.isRequired, kind: .instant)
        case .money:
            let divisor = "CASE \(alias).\"\(field.name)_currency\" \(Currency.exceptionalExponents.map { "WHEN '\($0.code)' THEN \($0.divisor)" }.joined(separator: " ")) ELSE 100.0 END"
            return Column(sql: "(CAST(\(plain) AS DOUBLE PRECISION) / \(divisor))", type: type, nullable: !field.isRequired, kind: .plain)
        case .decimal(let scale):
            return Column(sql: "(CAST(\(plain) AS DOUBLE PRECISION) / 1\(String(repeating: "0", count: scale)).0)", type: type, nullable: !field.isRequired, kind: .plain)
        default: return Column(sql: plain, type: type, nullable: !field.isRequired, kind: .plain)
        }
    }
}

extension Currency {
    /// Currencies that do not have two decimals, with what their minor units are divided by.
    static let exceptionalExponents: [(code: String, divisor: String)] = Currency.active.filter { $0.exponent != 2 }
        .map { ($0.code, "1" + String(repeating: "0", count: $0.exponent) + ".0") }
}

extension SQLFragment {
    var sql: SQL {
        var sql: SQL = ""
        for piece in pieces {
            switch piece {
            case .text(let text): sql.append(SQL(raw: text))
            case .bind(let value): sql.append("\(value.stored)")
            }
        }
        return sql
    }
}

extension CELValue {
    var stored: SQLValue {
        switch self {
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .uint(let uint): .int(Int64(clamping: uint))
        case .double(let double): .double(double)
        case .string(let text): .text(text)
        default: .null
        }
    }
}

extension Instant {
    var cel: CELValue { CELTimestamp(microseconds: microseconds).map { .timestamp($0) } ?? .null }
}

extension AnyRecord {
    /// A field, or one field of an included record, as CEL sees it; `nil` where it is unknown or masked.
    public func cel(_ name: String) -> CELValue? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard let index = object.position(of: parts[0]), !masked.contains(index) else { return nil }
        if parts.count == 2 { return included(parts[0])?.cel(parts[1]) ?? .null }
        let (first, second) = stored(index)
        switch (object.fields[index].kind, first) {
        case (_, .null): return .null
        case (.reference, .int(let id)): return .string(AnyKey(id).text)
        case (.instant, .int(let microseconds)): return Instant(microseconds: microseconds).cel
        case (.money, .int(let minor)):
            guard case .text(let code) = second, let currency = Currency(code) else { return .null }
            return .double(Double(minor) / Double.powerOfTen(currency.exponent))
        case (.decimal(let scale), .int(let units)): return .double(Double(units) / Double.powerOfTen(scale))
        case (.boolean, .int(let int)): return .bool(int != 0)
        case (_, .bool(let bool)): return .bool(bool)
        case (_, .int(let int)): return .int(int)
        case (_, .double(let double)): return .double(double)
        case (_, .text(let text)): return .string(text)
        case (_, .blob): return nil
        }
    }
}

extension Double {
    static func powerOfTen(_ exponent: Int) -> Double { (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 } }
}
