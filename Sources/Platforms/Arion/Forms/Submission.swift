import Kernel
import Model

/// A checked form on its way into the data: contact, consent, answers, and the visits that led to it, in one transaction.
struct Submission: Sendable {
    let form: Record<Form>
    let site: Key<Site>
    let answers: [String: String]
    let questions: [FormQuestion]
    let hasConsented: Bool
    let page: String?
    /// The visitor's name of today; `nil` where they asked not to be followed.
    let visitor: String?

    func save(in tx: Transaction) throws {
        let visits = try anonymousVisits(in: tx)
        let source = visits.first?.origin.label
        let contact = try upsert(first: visits.first, in: tx)
        if hasConsented, let wording = form[Form.consentWording] { try agree(contact, wording, in: tx) }
        var sent = tx.new(FormSubmission.self)
        sent[FormSubmission.form] = form.key
        sent[FormSubmission.contact] = contact
        sent[FormSubmission.summary] = [answers["name"], answers["email"]].compactMap { $0 }.joined(separator: " · ")
        sent[FormSubmission.answers] = JSON.object(JSONObject(questions.compactMap { question in answers[question.name].map { (question.name, JSON($0)) } })).description
        sent[FormSubmission.page] = page
        sent[FormSubmission.source] = source
        try tx.save(&sent)
        try join(visits, to: contact, in: tx)
        try tx.record(FormSent(
            submission: sent.key, form: form.key, formName: form[Form.name], formSlug: form[Form.slug], contact: contact, page: page, source: source))
    }

    /// Today's visits of this visitor that belong to nobody yet, earliest first.
    private func anonymousVisits(in tx: Transaction) throws -> [Record<PageView>] {
        guard let visitor else { return [] }
        var query = Query(PageView.self).where(PageView.site == site && PageView.visitor == visitor && PageView.contact.isEmpty()).limit(500)
        query.any.order = [.init("id")]
        return try tx.fetch(query)
    }

    private func upsert(first: Record<PageView>?, in tx: Transaction) throws -> Key<Contact> {
        var input = JSONObject()
        for question in questions where question.isAboutContact {
            if let answer = answers[question.name] { input[question.name == "company" ? "company_name" : question.name] = JSON(answer) }
        }
        if let first {
            input["first_source"] = JSON(first.origin.label)
            input["first_page"] = JSON(first[PageView.path])
        } else if let page { input["first_page"] = JSON(page) }
        guard let contact = try tx.act("spark.contact.upsert", input).record else { throw RecordError.notFound(object: Contact.object.name) }
        return Key(contact.id)
    }

    private func agree(_ contact: Key<Contact>, _ wording: String, in tx: Transaction) throws {
        _ = try tx.act("spark.consent.give", [
            "contact": JSON(contact.text), "channel": "newsletter", "wording": JSON(wording), "version": JSON(form[Form.consentVersion]),
            "source": JSON("Form “\(form[Form.name])”"),
        ])
    }

    private func join(_ visits: [Record<PageView>], to contact: Key<Contact>, in tx: Transaction) throws {
        guard let first = visits.first else { return }
        for var visit in visits {
            visit[PageView.contact] = contact
            try tx.save(&visit)
        }
        try tx.record(PagesRead(contact: contact, pages: visits.count, first: first[PageView.pageTitle] ?? first[PageView.path], source: first.origin.label))
    }
}
