import Expressions
import Look
import Markup
@_spi(Kernel) import Records

/// The list of any object: filter, search, sort, columns, pages by key.
///
/// Costs one statement, one more for each shown reference, and one when the total is asked for.
enum ListPage {
    static let limit = 50

    static func show(_ visit: Visit) async throws -> Answer {
        let object = try visit.object()
        let state = State(visit, object)
        if let canonical = state.withNewConditions() { return .redirect(canonical) }
        var query = AnyQuery(object.name)
        query.filter = state.filter
        query.search = state.search.isEmpty ? nil : state.search
        query.order = [AnyQuery.Order(state.sort)]
        query.cursor = state.cursor
        query.limit = limit
        query.includes = state.columns.compactMap { column in object.field(column).flatMap { $0.kind.target != nil && $0.name != "id" ? $0.name : nil } }
        do {
            let asked = query, isCounted = state.isCounted
            let (page, total) = try await visit.read { db in
                let page = try db.page(asked)
                return (page, isCounted ? try db.count(asked) : nil)
            }
            return draw(visit, object, state, page.elements, next: page.next, total: total, error: nil)
        } catch let error as RecordError {
            guard case .badFilter(let message, let offset) = error else { throw error }
            let sentence = offset.map { "At character \($0 + 1): \(message)" } ?? message
            return draw(visit, object, state, [], next: nil, total: nil, error: sentence)
        }
    }

    private static func draw(_ visit: Visit, _ object: ObjectDefinition, _ state: State, _ records: [AnyRecord], next: String?, total: Int?, error: String?) -> Answer {
        let showing = Showing(visit)
        let columns = state.columns.compactMap { object.field($0) }
        let titleName = columns.first { $0.name == object.object.titleField }?.name ?? columns.first?.name
        let table = TableView(
            object.object.plural,
            columns: columns.map { field in
                let sort = field.kind.isOrdered ? TableView.Sort(to: state.url(sort: state.sort == field.name ? "-" + field.name : field.name), order: state.order(of: field.name)) : nil
                return field.kind.isNumber ? .number(field.title, sort: sort) : TableView.Column(field.title, sort: sort)
            },
            rows: records.map { record in
                TableView.Row(columns.map { showing.cell(record, $0, isTitle: $0.name == titleName) }, key: nil, name: record.title, url: visit.url(record))
            },
            empty: empty(visit, object, state, error))
        let filters = FilterBar(
            to: state.base, conditions: state.conditions, fields: state.filterFields, expression: state.filter ?? "", error: error, search: state.search, keeps: state.keeps)
        let pager = Pager(
            shown: records.count, first: state.cursor == nil ? nil : state.url(cursor: nil), next: next.map { state.url(cursor: $0) },
            countAll: total == nil && (next != nil || state.cursor != nil) ? state.url(isCounted: true) : nil, total: total)
        let title = object.object.plural
        var actions: [any Component] = [ColumnsMenu(to: state.base, options: state.options, keeps: state.keepsWithoutColumns)]
        if visit.allows(.create, object.name) { actions.append(Button("New \(object.object.title.lowercased())", to: state.base + "/new", style: .primary, key: "c")) }
        let sorted = object.field(state.sort.hasPrefix("-") ? String(state.sort.dropFirst()) : state.sort)?.title.lowercased() ?? "id"
        let truth: HTML = "\(state.filter == nil && state.search.isEmpty ? "Everyone’s" : "Filtered") · sorted by \(sorted)"
        return visit.page(
            title, on: object.object.owner.brand, crumbs: [NavLink(title, to: state.base)], status: error == nil ? 200 : 422,
            HTML(Head(title, truth: truth, actions: actions), filters, table, pager))
    }

    private static func empty(_ visit: Visit, _ object: ObjectDefinition, _ state: State, _ error: String?) -> EmptyState {
        let things = object.object.plural.lowercased()
        if error != nil { return EmptyState("The filter is not understood yet. Correct it above; nothing is lost.") }
        if state.filter != nil || !state.search.isEmpty { return EmptyState("No \(things) match this.", action: Button("Show all", to: state.base)) }
        let action = visit.allows(.create, object.name) ? Button("New \(object.object.title.lowercased())", to: state.base + "/new", style: .primary) : nil
        return EmptyState("There are no \(things) yet.", action: action)
    }

    /// What the address of a list says.
    private struct State {
        let object: ObjectDefinition
        let base: String
        let filter: String?
        let search: String
        let sort: String
        let columns: [String]
        let hasOwnColumns: Bool
        let cursor: String?
        let isCounted: Bool
        private let query: [(name: String, value: String)]
        private let visible: [FieldDefinition]

        init(_ visit: Visit, _ object: ObjectDefinition) {
            self.object = object
            base = visit.suite.listURL(of: object.name, in: visit.catalog)
            query = visit.request.query
            visible = visit.visibleFields(of: object)
            let visible = visible
            filter = visit.request.query("filter").flatMap { $0.isEmpty ? nil : $0 }
            search = visit.request.query("q") ?? ""
            sort = visit.request.query("sort").flatMap { $0.isEmpty ? nil : $0 } ?? "-updated_at"
            let chosen = (query.filter { $0.name == "column" }.map(\.value) + (visit.request.query("columns") ?? "").split(separator: ",").map(String.init))
                .filter { name in visible.contains { $0.name == name } }
            hasOwnColumns = !chosen.isEmpty
            // Fields that a customer added show up by themselves.
            let standard = object.listColumns + object.fields.filter(\.isCustom).prefix(3).map(\.name)
            columns = chosen.isEmpty ? standard.filter { name in visible.contains { $0.name == name } } : chosen
            cursor = visit.request.query("cursor")
            isCounted = visit.request.query("count") == "exact"
        }

        var keepsWithoutColumns: [(name: String, value: String)] {
            var keeps: [(name: String, value: String)] = [("sort", sort)]
            if let filter { keeps.append(("filter", filter)) }
            if !search.isEmpty { keeps.append(("q", search)) }
            return keeps
        }

        var keeps: [(name: String, value: String)] { [("sort", sort)] + (hasOwnColumns ? [("columns", columns.joined(separator: ","))] : []) }

        func url(sort: String? = nil, filter: String?? = nil, cursor: String? = nil, isCounted: Bool = false) -> String {
            var parts = ["sort=" + Incoming.encode(sort ?? self.sort)]
            if let filter = filter ?? self.filter { parts.append("filter=" + Incoming.encode(filter)) }
            if !search.isEmpty { parts.append("q=" + Incoming.encode(search)) }
            if hasOwnColumns { parts.append("columns=" + Incoming.encode(columns.joined(separator: ","))) }
            if let cursor { parts.append("cursor=" + cursor) }
            if isCounted { parts.append("count=exact") }
            return base + "?" + parts.joined(separator: "&")
        }

        func order(of field: String) -> TableView.Sort.Order? {
            sort == field ? .ascending : sort == "-" + field ? .descending : nil
        }

        /// The object's own fields first; those that every record has after them.
        var options: [ColumnsMenu.Option] {
            let own = Set(object.ownFields.map(\.name)), asked = visible.filter { $0.kind != .json && $0.name != "version" }
            return (asked.filter { own.contains($0.name) } + asked.filter { !own.contains($0.name) }).map { .init($0.name, title: $0.title, isShown: columns.contains($0.name)) }
        }

        // MARK: Conditions

        private var clauses: [Clause]? {
            guard let filter, let expression = try? Expression(parsing: filter) else { return nil }
            return expression.clauses
        }

        var conditions: [FilterBar.Condition] {
            guard let filter else { return [] }
            guard let clauses else { return [FilterBar.Condition(filter, removeURL: url(filter: .some(nil)))] }
            return clauses.indices.map { index in
                var rest = clauses
                rest.remove(at: index)
                return FilterBar.Condition(words(clauses[index]), removeURL: url(filter: .some(rest.isEmpty ? nil : Expression.source(from: rest))))
            }
        }

        private func words(_ clause: Clause) -> String {
            let field = object.field(String(clause.field.prefix { $0 != "." }))
            let title = field.map { clause.field.contains(".") ? "\($0.title) \(clause.field.drop { $0 != "." }.dropFirst())" : $0.title } ?? clause.field
            var value = if case .string(let text) = clause.literal { text } else { clause.literal.source }
            if case .choice(let choices)? = field?.kind { value = choices.first { $0.value == value }?.title ?? value }
            return switch clause.operator {
            case .equal: "\(title) is \(value)"
            case .notEqual: "\(title) is not \(value)"
            case .less: "\(title) < \(value)"
            case .lessOrEqual: "\(title) ≤ \(value)"
            case .greater: "\(title) > \(value)"
            case .greaterOrEqual: "\(title) ≥ \(value)"
            case .contains: "\(title) contains \(value)"
            case .startsWith: "\(title) starts with \(value)"
            case .endsWith: "\(title) ends with \(value)"
            case .isIn: "\(title) is one of \(value)"
            case .isEmpty: "\(title) is empty"
            case .isNotEmpty: "\(title) is filled in"
            }
        }

        var filterFields: [FilterBar.Field] {
            visible.compactMap { field in
                switch field.kind {
                case .json, .code, .longText, .markdown: nil
                case .integer, .number, .decimal, .money: .init(field.name, title: field.title, kind: .number)
                case .date, .instant: .init(field.name, title: field.title, kind: .date)
                case .boolean: .init(field.name, title: field.title, kind: .yesNo)
                case .choice(let choices): .init(field.name, title: field.title, kind: .choice(choices.map { .init($0.value, $0.title) }))
                case .reference: field.name == "id" ? nil : .init(field.name + "." + "name", title: field.title, kind: .text)
                default: .init(field.name, title: field.title, kind: .text)
                }
            }
        }

        /// The address with what the filter form adds; `nil` when it adds nothing.
        func withNewConditions() -> String? {
            let fields = query.filter { $0.name == "field" }.map(\.value)
            guard !fields.isEmpty else { return nil }
            let operators = query.filter { $0.name == "operator" }.map(\.value), values = query.filter { $0.name == "value" }.map(\.value)
            let added = zip(fields, zip(operators, values)).compactMap { field, rest in clause(field, rest.0, rest.1)?.source }
            let before = filter.map { clauses == nil && !added.isEmpty ? "(\($0))" : $0 }
            let all = [before].compactMap { $0 } + added
            return url(filter: .some(all.isEmpty ? nil : all.joined(separator: " && ")))
        }

        private func clause(_ name: String, _ sign: String, _ value: String) -> Clause? {
            guard let field = object.field(String(name.prefix { $0 != "." })), let sign = FilterBar.Operator(rawValue: sign) else { return nil }
            let sign2: Clause.Operator = switch sign {
            case .equals: .equal
            case .differs: .notEqual
            case .contains: .contains
            case .startsWith: .startsWith
            case .above: .greater
            case .atLeast: .greaterOrEqual
            case .below: .less
            case .atMost: .lessOrEqual
            case .isEmpty: .isEmpty
            case .isFilled: .isNotEmpty
            }
            if !sign.takesValue { return Clause(field: name, operator: sign2) }
            guard !value.isEmpty else { return nil }
            let literal: CELValue = switch field.kind {
            case .integer: Int64(value).map { .int($0) } ?? .string(value)
            case .number, .decimal, .money: Double(value).map { .double($0) } ?? .string(value)
            case .boolean: .bool(value == "true")
            case .instant: CELTimestamp(rfc3339: value.contains("T") ? value : value + "T00:00:00Z").map { .timestamp($0) } ?? .string(value)
            default: .string(value)
            }
            return Clause(field: name, operator: sign2, literal: literal)
        }
    }
}

extension FieldKind {
    var isNumber: Bool {
        switch self {
        case .integer, .number, .decimal, .money: true
        default: false
        }
    }
}

extension Visit {
    /// The object that the path names.
    ///
    /// - Throws: `RecordError.unknownObject`, also where the platform in the path is not its owner's.
    func object() throws -> ObjectDefinition {
        guard let object = catalog.object(atPath: path("objects")), !object.object.isInternal else { throw RecordError.unknownObject(path("objects")) }
        if let platform = captured["platform"], platform != object.object.owner.brand.rawValue { throw RecordError.unknownObject(path("objects")) }
        return object
    }

    /// The key of a record of any object in the path.
    func recordID(_ object: ObjectDefinition) throws -> Int64 {
        guard let key = AnyKey(path("id")) else { throw RecordError.notFound(object: object.name) }
        return key.id
    }

    func visibleFields(of object: ObjectDefinition) -> [FieldDefinition] { access.visibleFields(of: object, in: catalog) }
}
