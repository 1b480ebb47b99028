import Kernel
import Model

/// What workflows did for a contact lately.
enum ContactRunsPanel {
    static let panel = Panel("Workflows", on: [Contact.object.name]) { record, db, links in
        guard db.catalog[Run.object.name].map({ db.access.allows(.read, $0, in: db.catalog) }) ?? false else { return nil }
        let runs = try db.fetch(Query(Run.self).where(Run.contact == Key<Contact>(record.id)).order(by: Run.startedAt, descending: true).limit(5))
        guard !runs.isEmpty else { return nil }
        let filter = Clause(field: "contact", operator: .equal, literal: .string(record.key.text)).source
        return PanelView("Workflows", platform: .argus, to: links.list(Run.object.name, filter: filter), body: """
            <ul class="small stack">\(runs, { run in
                "<li><a\(attribute: "href", links.url(run))>\(run[Run.workflowName])</a> <span class=soft>\(run[Run.status])</span></li>"
            })</ul>
            """)
    }
}
