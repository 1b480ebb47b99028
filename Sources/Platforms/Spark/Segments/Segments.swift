import Kernel
import Model

/// Contacts picked by a condition.
enum Segments {
    static let feature = Feature(
        "Segments",
        actions: [AnyAction(CheckCondition.self)],
        panels: [previewPanel],
        checks: [
            Check(.brand, "A segment", detail: "Contacts that belong together, picked by a condition.", to: "/app/spark/segments", action: "Make a segment") { db in
                try db.first(Query(Segment.self)) != nil
            },
        ])

    /// The contacts of a condition, as a query.
    static func contacts(where condition: String) -> AnyQuery {
        var query = AnyQuery(Contact.object.name)
        query.filter = condition
        return query
    }

    struct CheckCondition: Action {
        static let name = "spark.segment.check"
        static let title = "Check"
        static let permission = Permission(.read, Segment.self)
        static let parameters: [Parameter] = [.record("segment", Segment.self)]

        let segment: Key<Segment>

        func run(in tx: Transaction) throws -> Outcome {
            let segment = try tx.require(segment)
            let count = try tx.count(Segments.contacts(where: segment[Segment.condition]))
            return Outcome(
                "“\(segment.title)” has \(count == 1 ? "1 contact" : "\(count) contacts").", record: Subject(segment.key), values: ["contacts": .int(Int64(count))])
        }
    }

    /// Who is in it: two statements; or what is wrong with the condition.
    static let previewPanel = Panel("Contacts", on: ["segment"], place: .facts) { record, db, links in
        let condition: String = record["condition"] ?? ""
        var query = contacts(where: condition)
        query.order = [.init("name")]
        query.limit = 10
        do {
            let people = try db.fetch(query)
            let count = people.count < 10 ? people.count : try db.count(query)
            let list: HTML = people.isEmpty ? "<p class=\"small soft\">Nobody yet.</p>" : "<ul class=small>\(people, { "<li><a\(attribute: "href", links.url($0))>\($0.title)</a></li>" })</ul>"
            let figure: HTML = "<div class=figure>\(count)</div>"
            return PanelView("Contacts", platform: .spark, to: links.list("contact", filter: condition), body: HTML(figure, list))
        } catch let error as RecordError {
            guard case .badFilter(_, _) = error else { throw error }
            let explanation = error.explanation
            return PanelView("Contacts", platform: .spark, body: Notice(.bad, title: explanation.says, body: "Correct the condition; until then nobody is in this segment.").html)
        }
    }
}
