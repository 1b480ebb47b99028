import Events
import JSON
import Look
import Markup
@_spi(Kernel) import Records
import Store
import Timekeeping

/// The page of any record: its facts, the one timeline of all platforms, and what the platforms add.
///
/// Costs one statement for the record, one for each kind of record it refers to, one for the timeline and one for the names
/// in it, and what the panels state; the same for a record with one event and with a thousand.
enum RecordPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let object = try visit.object(), id = try visit.recordID(object)
        let references = visit.visibleFields(of: object).filter { $0.kind.target != nil && $0.name != "id" }.map(\.name)
        let panels = visit.suite.panels.filter { $0.objects.contains(object.name) || $0.objects.contains("*") }
        let links = visit.links
        let before = visit.request.query("before").flatMap { Int64($0) } ?? .max
        let (record, events, actors, facts, middle, side) = try await visit.read { db in
            let record = try db.require(object.name, id, including: references)
            let events = try db.timeline(of: id, before: before)
            let actors = try db.names(of: Set(events.compactMap(\.actor)))
            var facts: [any Component] = [], middle: [any Component] = [], side: [any Component] = []
            for panel in panels {
                guard let drawn = try panel.load(record, db, links) else { continue }
                switch panel.place {
                case .facts: facts.append(drawn)
                case .middle: middle.append(drawn)
                case .side: side.append(drawn)
                }
            }
            return (record, events, actors, facts, middle, side)
        }
        let base = visit.suite.listURL(of: object.name, in: visit.catalog)
        let older = events.count == 50 ? events.last.map { "\(visit.url(record))?before=\($0.id)" } : nil
        let page = RecordView(
            head(visit, object, record), facts: [details(visit, object, record)] + facts,
            middle: texts(visit, object, record) + middle + [Timeline(items(events, actors, visit), olderURL: older)], panels: side)
        return visit.page(record.title, on: object.object.owner.brand, crumbs: [NavLink(object.object.plural, to: base), NavLink(record.title, to: visit.url(record))], page.html)
    }

    private static func head(_ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord) -> Head {
        let showing = Showing(visit)
        func shown(_ limit: Int, _ suits: (FieldDefinition) -> Bool) -> [HTML] {
            object.ownFields.filter { suits($0) && record.isVisible($0.name) && !showing.text(record, $0).isEmpty }.prefix(limit).map { showing.html(record, $0) }
        }
        let truth: [HTML] = ["\(object.object.title)"] + shown(2) { $0.kind.target != nil && $0.name != object.object.titleField } + shown(2) { if case .choice = $0.kind { true } else { false } }
            + ["changed \(record.updatedAt.formatted(in: visit.zone, .relative(to: visit.now)))"]
        return Head(record.title, truth: truth.joined(separator: " · "), actions: actions(visit, object, record))
    }

    /// At most three buttons and a menu: the next thing to do is the primary one, else editing is.
    private static func actions(_ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord) -> [any Component] {
        let (main, others) = visit.suite.offered(on: record, for: visit)
        let shown = others.count <= 2 ? others.count : 1
        var actions: [any Component] = others.prefix(shown).map { button($0, record, visit) }
        let rest = others.dropFirst(shown)
        if !rest.isEmpty { actions.append(MenuButton("More", rest.map { button($0, record, visit) })) }
        if visit.allows(.update, object.name) { actions.append(Button("Edit", to: visit.url(record) + "/edit", style: main == nil ? .primary : .plain, key: "e")) }
        if let main { actions.append(button(main, record, visit, style: .primary)) }
        return actions
    }

    /// An action without further questions is done at once; one with questions opens its form.
    private static func button(_ action: AnyAction, _ record: AnyRecord, _ visit: Visit, style: ButtonStyle = .plain) -> any Component {
        let subject = action.subject?.field.name ?? "record"
        if action.parameters.allSatisfy({ $0.field.name == subject }) {
            return PostButton(action.title, to: "/app/actions/\(action.name)", fields: [(subject, record.key.text)], style: style, forgery: visit.forgery)
        }
        return Button(action.title, to: "/app/actions/\(action.name)?\(subject)=\(record.key.text)", style: style)
    }

    private static func details(_ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord) -> any Component {
        let showing = Showing(visit)
        let fields = object.ownFields.filter { $0.name != object.object.titleField && record.isVisible($0.name) && !$0.isHidden && $0.kind != .json && $0.kind != .markdown }
        let filled = fields.filter { !showing.text(record, $0).isEmpty }
        var facts = filled.map { field in
            Facts.Fact(field.title, field.isCustom ? "\(showing.html(record, field)) \(Chip("custom"))" : showing.html(record, field))
        }
        if let owner = record.included("owner") { facts.append(Facts.Fact("Owner", "\(owner.title)")) }
        facts.append(Facts.Fact("Created", "\(record.createdAt.formatted(in: visit.zone, .dateTime))"))
        let hidden = fields.count - filled.count
        let note: HTML = hidden > 0 ? "<p class=\"small soft\">\(hidden) empty field\(hidden == 1 ? "" : "s") not shown</p>" : ""
        return Card("Details", body: "\(Facts(facts))\(note)")
    }

    /// Long texts read better in the wide column than among the facts.
    private static func texts(_ visit: Visit, _ object: ObjectDefinition, _ record: AnyRecord) -> [any Component] {
        let showing = Showing(visit)
        return object.ownFields.filter { $0.kind == .markdown && record.isVisible($0.name) && !$0.isHidden }.compactMap { field in
            let text = showing.text(record, field)
            return text.isEmpty ? nil : Card(field.title, body: Prose(Markdown(text).html).html)
        }
    }

    // MARK: Timeline

    private static func items(_ events: [StoredEvent], _ actors: [Int64: String], _ visit: Visit) -> [Timeline.Item] {
        events.filter { !isTold($0, by: events, visit) }.compactMap { event in
            let at = Instant(microseconds: event.at)
            let time = at.formatted(in: visit.zone, .relative(to: visit.now))
            let by = event.actor.flatMap { actors[$0] }
            guard let told = tell(event, visit) else { return nil }
            let detail = [told.detail, by.map { "by \($0)" }].compactMap { $0 }.joined(separator: " · ")
            return Timeline.Item(told.brand, told.title, detail: detail.isEmpty ? nil : "\(detail)", time: time, instant: at.description)
        }
    }

    /// Whether a change of fields says again what an event of the same act says better: “Invoice paid” needs no “Status: Paid”.
    private static func isTold(_ event: StoredEvent, by events: [StoredEvent], _ visit: Visit) -> Bool {
        guard visit.suite.event(named: event.kind) == nil, let subject = event.subject else { return false }
        let isPart = visit.catalog[subject.object]?.object.parent != nil
        return events.contains { other in
            other.at == event.at && other.cause == event.cause && abs(other.id - event.id) <= 20 && visit.suite.event(named: other.kind) != nil
                && (isPart || other.subject == subject)
        }
    }

    private static func tell(_ event: StoredEvent, _ visit: Visit) -> (brand: PlatformBrand, title: HTML, detail: String?)? {
        if let kind = visit.suite.event(named: event.kind) {
            let brand = PlatformBrand(rawValue: String(event.kind.prefix { $0 != "." })) ?? .home
            guard let line = try? kind.tell(event.payload) else { return (brand, "\(kind.title)", nil) }
            let linked: HTML = line.linked.map { words in
                guard let target = line.target else { return "\(words)" }
                return "<a\(attribute: "href", visit.url(target.object, target.id))>\(words)</a>"
            } ?? ""
            return (brand, "\(line.before)\(linked)\(line.after)", line.detail)
        }
        return change(event, visit)
    }

    /// A created, updated or deleted record, told from its fields.
    private static func change(_ event: StoredEvent, _ visit: Visit) -> (brand: PlatformBrand, title: HTML, detail: String?)? {
        let parts = event.kind.split(separator: ".").map(String.init)
        guard parts.count == 2, let object = visit.catalog[parts[0]] else { return nil }
        let brand = object.object.owner.brand
        let visible = Set(visit.visibleFields(of: object).map(\.name))
        let changes = (event.payload["changes"]?.objectValue ?? JSONObject()).filter { visible.contains($0.key) }
        switch parts[1] {
        case "created": return (brand, "\(object.object.title) created", nil)
        case "deleted": return (brand, "\(object.object.title) deleted", nil)
        default:
            let shown = changes.filter { object.field($0.key).map { !$0.isHidden && $0.kind != .json } ?? true }
            guard !shown.isEmpty else { return nil }
            let told = shown.prefix(3).map { change -> String in
                let field = object.field(change.key)
                let title = field?.title ?? change.key
                if field?.kind.target != nil { return "\(title) changed" }
                guard let after = change.value[1], let text = plain(after, field, of: object, visit), text.count <= 60 else { return "\(title) changed" }
                return after.isNull ? "\(title) cleared" : "\(title): \(text)"
            }
            let more = shown.count > 3 ? " and \(shown.count - 3) more" : ""
            return (brand, "\(told.joined(separator: " · "))\(more)", nil)
        }
    }

    /// The value as the facts show it; `nil` where the field has gone or takes other values now.
    private static func plain(_ value: JSON, _ field: FieldDefinition?, of object: ObjectDefinition, _ visit: Visit) -> String? {
        guard let field, let index = object.position(of: field.name) else { return nil }
        var record = AnyRecord(new: object)
        do { record.set(index, try field.parse(value)) } catch { return nil }
        return Showing(visit).text(record, field)
    }
}

extension Database {
    /// The names of users, in one statement.
    func names(of users: Set<Int64>) throws -> [Int64: String] {
        guard !users.isEmpty, let object = catalog["user"], access.allows(.read, object, in: catalog) else { return [:] }
        var query = AnyQuery("user")
        query.predicates = [.oneOf("id", users.sorted().map { .int($0) })]
        query.limit = Swift.min(AnyQuery.maxLimit, users.count)
        return Dictionary(try fetch(query).map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Visit {
    var links: Links { Links(suite: suite, catalog: catalog, forgery: forgery, zone: zone) }
}
