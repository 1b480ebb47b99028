import Kernel
import Model

/// What this business added to a contact, deal or company, and the way to add more.
enum OwnFieldsPanel {
    static let panel = Panel("Your own fields", on: ["contact", "company", "deal"]) { record, db, links in
        let own = record.object.fields.filter { $0.isCustom && record.isVisible($0.name) }
        guard let fields = db.catalog[CustomField.object.name], db.access.allows(.create, fields, in: db.catalog) else { return nil }
        let facts = own.map { Facts.Fact($0.title, "\(record.text($0.name))") }
        let lead: HTML = facts.isEmpty ? "<p class=\"small soft\">Nothing of your own yet.</p>" : Facts(facts).html
        return PanelView("Your own fields", platform: .forge, to: Builder.url(record.object), body: "\(lead)<p class=\"small\"><a\(attribute: "href", Builder.url(record.object))>Add a field</a></p>")
    }
}
