import Kernel
import Model

extension Contacts {
    /// What a contact allowed, and the evidence: one statement.
    static let consentPanel = Panel("Consent", on: ["contact"], place: .facts) { record, db, _ in
        let consents = try db.fetch(Query(Consent.self).where(Consent.contact == record.key.of(Contact.self)).order(by: Consent.channel).limit(10))
        guard !consents.isEmpty else {
            return PanelView("Consent", platform: .spark, body: "<p class=\"small soft\">Nothing allowed yet. A form with a consent sentence asks for it.</p>")
        }
        let facts = consents.flatMap { consent -> [Facts.Fact] in
            let isGiven = consent[Consent.state] == "given"
            let day = consent[Consent.givenAt].formatted(in: .utc, .day)
            return [
                Facts.Fact(consent[Consent.channel] == "phone" ? "Phone" : "Newsletter", "\(Chip(isGiven ? "given" : "withdrawn", isGiven ? .good : .bad)) \(day)"),
                Facts.Fact("Evidence", "\(consent[Consent.source]), wording v\(consent[Consent.wordingVersion])"),
            ]
        }
        return PanelView("Consent", platform: .spark, body: Facts(facts).html)
    }

    /// The people of a company: two statements.
    static let companyPanel = Panel("Contacts", on: ["company"]) { record, db, links in
        let query = Query(Contact.self).where(Contact.company == record.key.of(Company.self)).order(by: Contact.name)
        let people = try db.fetch(query.limit(10))
        let all = people.count < 10 ? people.count : try db.count(query)
        let list: HTML = people.isEmpty ? "<p class=\"small soft\">Nobody known here yet.</p>" : """
            <ul class=small>\(people, { "<li><a\(attribute: "href", links.url($0))>\($0.title)</a>\($0[Contact.jobTitle].map { title -> HTML in " <span class=soft>· \(title)</span>" })</li>" })</ul>
            """
        let more: HTML = all > people.count ? "<p class=\"small soft\">and \(all - people.count) more</p>" : ""
        return PanelView("Contacts", platform: .spark, to: links.list("contact", filter: "company == \"\(record.key.text)\""), body: HTML(list, more))
    }

    /// New leads of the last seven days: one statement.
    static let leadsDigest = Digest("Leads") { db, links in
        let since = db.now - .days(7)
        var query = Query(Contact.self).where(Contact.stage == "lead").any
        query.filter = "created_at >= timestamp(\"\(since)\")"
        let count = try db.count(query)
        return [
            TileView(
                "New leads", platform: .spark, figure: "\(count)", caption: "in the last 7 days",
                to: links.list("contact", filter: "stage == \"lead\" && created_at >= timestamp(\"\(since)\")")),
        ]
    }
}
