import Kernel
import Model

/// A form as visitors see it.
enum PublicForm {
    /// Empty, on one of the site's pages. The same for everybody: its stamp is written in on the way out.
    static func blank(_ form: Record<Form>, on path: String, of site: SiteRequest) -> SiteForm {
        view(form, page: path, of: site, stamp: FormStamp.placeholder)
    }

    /// With what was typed and what is wrong with it.
    static func view(
        _ form: Record<Form>, page: String, of site: SiteRequest, stamp: String, answers: [String: String] = [:], problems: [String: String] = [:], error: String? = nil
    ) -> SiteForm {
        SiteForm(
            form[Form.name], to: site.place.url("/forms/\(form[Form.slug])"),
            fields: FormQuestion.list(form[Form.asks]).map { $0.field(value: answers[$0.name] ?? "", error: problems[$0.name]) },
            consent: form[Form.consentWording], submit: form[Form.button], hiddenFields: [("stamp", stamp), ("page", page)], error: error)
    }

    /// The form on a page of its own.
    static func document(_ site: SiteRequest, slug: String) async throws -> SiteDocument? {
        guard let form = try await find(slug, on: site) else { return nil }
        let path = "/forms/\(slug)"
        let frame = SiteFrame(site: site, title: form[Form.name], path: path)
        return SiteDocument(frame.document("<section class=listing>\(blank(form, on: path, of: site))</section>"), form: FormStamp.Subject(form))
    }

    static func thanks(_ site: SiteRequest, slug: String) async throws -> SiteDocument? {
        guard let form = try await find(slug, on: site) else { return nil }
        let frame = SiteFrame(site: site, title: "Thank you", path: "/forms/\(slug)/thanks", isHidden: true)
        let journal = site.index.journals(at: site.now).first
        let onward = journal.map { Button("Read \($0.name)", to: site.place.url("/\($0.slug)")) } ?? Button("Go to the front page", to: site.place.url("/"))
        return SiteDocument(frame.document(SiteHero("Thank you", lead: form[Form.thanks], actions: [onward]).html))
    }

    static func find(_ slug: String, on site: SiteRequest) async throws -> Record<Form>? {
        let key = site.site.key
        return try await site.read { try $0.first(Query(Form.self).where(Form.site == key && Form.slug == slug)) }
    }
}
