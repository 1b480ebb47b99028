import Kernel
import Model

/// A figure's definition, checked against the catalog.
struct Metric: Sendable {
    enum Grouping: Sendable, Equatable {
        case none
        /// A field of the object, or one behind a reference (`stage.name`).
        case field(String)
        /// The month of a date or an instant.
        case month(String)
    }

    let name: String
    let title: String
    let object: ObjectDefinition
    let measure: Aggregate.Measure
    /// In CEL; `today` stands for the current date.
    let filter: String?
    let grouping: Grouping
    /// What is measured; `nil` for a count.
    let measured: FieldDefinition?
    /// What the groups are values of; for `stage.name` the field behind the reference.
    let grouped: FieldDefinition?
}

extension Metric {
    init(_ record: Record<MetricDefinition>, in catalog: Catalog) throws(MetricError) {
        try self.init(
            name: record[MetricDefinition.name], title: record[MetricDefinition.title], object: record[MetricDefinition.on], measure: record[MetricDefinition.measure],
            field: record[MetricDefinition.field], filter: record[MetricDefinition.filter], group: record[MetricDefinition.groupBy], in: catalog)
    }

    init(name: String, title: String, object: String, measure: String, field: String?, filter: String?, group: String?, in catalog: Catalog) throws(MetricError) {
        guard let definition = catalog[object], !definition.object.isInternal else { throw MetricError(name, "There is no object “\(object)”.") }
        self.name = name
        self.title = title
        self.object = definition
        self.filter = filter.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        (self.measure, measured) = try Self.measure(measure, field, of: definition, name)
        (grouping, grouped) = try Self.grouping(group, of: definition, in: catalog, name)
    }

    private static func measure(_ measure: String, _ field: String?, of object: ObjectDefinition, _ name: String) throws(MetricError) -> (Aggregate.Measure, FieldDefinition?) {
        if measure == "count" { return (.count, nil) }
        guard let field, let definition = object.field(field), !definition.isHidden else {
            throw MetricError(name, "“\(object.name)” has no field “\(field ?? "")” to measure.")
        }
        switch measure {
        case "distinct": return (.distinct(field), nil)
        case "sum", "average":
            guard definition.kind.isNumeric else { throw MetricError(name, "“\(definition.title)” is no number, so it has no \(measure).") }
            return (measure == "sum" ? .sum(field) : .average(field), definition)
        default: throw MetricError(name, "“\(measure)” is not a measure; there are count, sum, average and distinct.")
        }
    }

    private static func grouping(_ group: String?, of object: ObjectDefinition, in catalog: Catalog, _ name: String) throws(MetricError) -> (Grouping, FieldDefinition?) {
        guard let group, !group.allSatisfy(\.isWhitespace) else { return (.none, nil) }
        if group.hasPrefix("month("), group.hasSuffix(")") {
            let field = String(group.dropFirst(6).dropLast())
            guard let definition = object.field(field), definition.kind == .date || definition.kind == .instant else {
                throw MetricError(name, "“\(field)” is no date, so it has no months.")
            }
            return (.month(field), definition)
        }
        let parts = group.split(separator: ".").map(String.init)
        guard let first = parts.first.flatMap({ object.field($0) }), !first.isHidden else { throw MetricError(name, "“\(object.name)” has no field “\(group)” to group by.") }
        guard parts.count == 2 else { return (.field(group), first) }
        guard let target = first.kind.target.flatMap({ catalog[$0] }), let second = target.field(parts[1]), !second.isHidden, second.kind != .money else {
            throw MetricError(name, "“\(group)” leads to no field.")
        }
        return (.field(group), second)
    }

    /// The metric as one statement of the operational store.
    func aggregate(today: LocalDate) -> Aggregate {
        var query = AnyQuery(object.name)
        query.filter = condition(today: today)
        let group: String? = switch grouping {
        case .none: nil
        case .field(let field), .month(let field): field
        }
        return Aggregate(query, measure, by: group)
    }

    /// The filter with `today` filled in.
    func condition(today: LocalDate) -> String? { filter.map { Today.fill($0, with: today) } }
}

extension FieldKind {
    fileprivate var isNumeric: Bool {
        switch self {
        case .integer, .number, .decimal, .money: true
        default: false
        }
    }
}

/// A figure whose definition cannot be followed.
struct MetricError: Explained, Equatable {
    let metric: String
    let reason: String

    init(_ metric: String, _ reason: String) {
        self.metric = metric
        self.reason = reason
    }

    var explanation: Explanation { Explanation(.invalid, says: "The metric “\(metric)” cannot be computed. \(reason)", advice: "Correct its definition.") }
}
