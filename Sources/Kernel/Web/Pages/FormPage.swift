import JSON
import Look
import Markup
@_spi(Kernel) import Records
import Store

/// The form of any object. What is refused comes back with everything that was typed.
enum FormPage {
    static func new(_ visit: Visit) async throws -> Answer {
        let object = try visit.object()
        // `?contact=0G3…` fills in what the page before knew.
        let given = Dictionary(visit.request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        let record = AnyRecord(new: object)
        let values = Dictionary(uniqueKeysWithValues: fields(visit, object, nil).map { ($0.name, given[$0.name] ?? record.text($0.name)) })
        return try await draw(visit, object, nil, values, [:])
    }

    static func edit(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        let record = try await visit.read { try $0.require(object.name, id) }
        let values = Dictionary(uniqueKeysWithValues: fields(visit, object, record).map { ($0.name, record.text($0.name)) })
        return try await draw(visit, object, record, values, [:])
    }

    static func create(_ visit: Visit) async throws -> Answer {
        let object = try visit.object()
        let posted = posted(visit, fields(visit, object, nil))
        do {
            let record = try await visit.write { tx in
                var record = AnyRecord(new: object)
                try record.assign(posted.filterValues { !$0.isBlank }, as: tx.access, in: tx.catalog)
                try tx.saveGuarded(&record)
                return record
            }
            return visit.redirect(visit.url(record), saying: "\(object.object.title) “\(record.title)” created.")
        } catch RecordError.invalid(let problems) {
            return try await draw(visit, object, nil, posted.texts, Self.errors(problems), problems: problems)
        }
    }

    static func update(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        let version = visit.request.form["version"].flatMap { Int64($0) }
        let current = try await visit.read { try $0.require(object.name, id) }
        let posted = posted(visit, fields(visit, object, current))
        do {
            let record = try await visit.write { tx in
                var record = try tx.require(object.name, id)
                if let version, version != record.version { throw RecordError.stale(object: object.name) }
                try record.assign(posted, as: tx.access, in: tx.catalog)
                try tx.saveGuarded(&record)
                return record
            }
            return visit.redirect(visit.url(record), saying: "Saved.")
        } catch RecordError.invalid(let problems) {
            return try await draw(visit, object, current, posted.texts, Self.errors(problems), problems: problems)
        }
    }

    static func delete(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        let title = try await visit.write { tx in
            let record = try tx.require(object.name, id)
            try tx.deleteGuarded(record)
            return record.title
        }
        return visit.redirect(visit.suite.listURL(of: object.name, in: visit.catalog), saying: "\(object.object.title) “\(title)” deleted.")
    }

    // MARK: Drawing

    private static func draw(
        _ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord?, _ values: [String: String], _ errors: [String: String], problems: [FieldProblem] = []
    ) async throws -> Answer {
        let showing = Showing(visit)
        let fields = fields(visit, object, record)
        let titles = try await titles(visit, fields, values)
        let asked = fields.enumerated().map { index, field in
            showing.question(field, value: values[field.name] ?? "", title: titles[field.name] ?? "", error: errors[field.name], hasFocus: index == 0 && errors.isEmpty)
        }
        let general = problems.filter { problem in !fields.contains { $0.name == problem.field } }.map(\.message)
        let version = record.map { FormField("version", label: "", .hidden, value: "\($0.version)") }
        let base = visit.suite.listURL(of: object.name, in: visit.catalog)
        let url = record.map { visit.url($0) } ?? base
        let name = object.object.title.lowercased()
        let form = FormView(
            to: url, [FormSection(asked + [version].compactMap { $0 })], submit: record == nil ? "Create \(name)" : "Save", cancelURL: url,
            error: general.isEmpty ? nil : general.joined(separator: " "), forgery: visit.forgery)
        let title = record.map { "Edit \($0.title)" } ?? "New \(name)"
        var actions: [any Component] = []
        if let record, visit.allows(.delete, object.name) {
            actions.append(ConfirmDialog(
                "Delete", question: "Delete “\(record.title)”?", consequence: "It goes with what belongs to it. What refers to it without belonging to it stays.",
                action: PostButton("Delete \(name)", to: url + "/delete", style: .danger, forgery: visit.forgery)))
        }
        return visit.page(
            title, on: object.object.owner.brand, crumbs: [NavLink(object.object.plural, to: base), NavLink(title, to: url)],
            status: problems.isEmpty ? 200 : 422, HTML(Head(title, actions: actions), form))
    }

    /// The fields that this person may fill in.
    private static func fields(_ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord?) -> [FieldDefinition] {
        let own = visit.access.writableFields(of: object, record == nil ? .create : .update, in: visit.catalog).filter { record?.isVisible($0.name) ?? true }
        return own.filter { $0.name != "team" && $0.name != "owner" } + own.filter { $0.name == "owner" }
    }

    private static func posted(_ visit: Visit, _ fields: [FieldDefinition]) -> PostedValues {
        let form = visit.request.form
        var texts: [String: String] = [:]
        for field in fields {
            var text = form[field.name] ?? ""
            if field.kind == .money, !text.isEmpty { text = "\(form[field.name + ".currency"] ?? "CHF") \(text)" }
            if field.kind == .boolean { text = text.isEmpty ? "false" : text }
            texts[field.name] = text
        }
        // What the form did not ask is named, not dropped.
        var unknown: [String: String] = [:]
        for (name, value) in form.fields where texts[name] == nil && !["forgery", "version"].contains(name) && !name.hasSuffix(".currency") && !name.hasSuffix(".title") {
            unknown[name] = value
        }
        return PostedValues(texts: texts.merging(unknown) { known, _ in known })
    }

    private static func errors(_ problems: [FieldProblem]) -> [String: String] {
        Dictionary(problems.map { ($0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the records that are referred to are called; one statement for each object.
    private static func titles(_ visit: Visit, _ fields: [FieldDefinition], _ values: [String: String]) async throws -> [String: String] {
        let asked = fields.compactMap { field in field.kind.target.flatMap { target in AnyKey(values[field.name] ?? "").map { (field.name, target, $0.id) } } }
        guard !asked.isEmpty else { return [:] }
        return try await visit.read { db in
            var titles: [String: String] = [:]
            for (target, group) in Dictionary(grouping: asked, by: { $0.1 }) {
                var query = AnyQuery(target)
                query.predicates = [.oneOf("id", group.map { .int($0.2) })]
                let found = Dictionary(try db.fetch(query).map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
                for (name, _, id) in group { titles[name] = found[id] }
            }
            return titles
        }
    }
}

/// What a form sent, as text.
struct PostedValues: Sendable {
    let texts: [String: String]

    func filterValues(_ keep: (JSON) -> Bool) -> JSONObject { JSONObject(json.filter { keep($0.value) }.map { ($0.key, $0.value) }) }

    var json: JSONObject { JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }) }
}

extension AnyRecord {
    mutating func assign(_ posted: PostedValues, as access: Access, in catalog: Catalog) throws(RecordError) {
        try assign(posted.json, as: access, in: catalog)
    }
}

extension JSON {
    var isBlank: Bool { stringValue?.isEmpty == true }
}
