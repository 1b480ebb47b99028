import Kernel
import Model

/// A page with its headline, its text and the form it leads to.
enum SitePage {
    /// The page that the owner made for `/`, else one made of the newest articles.
    static func front(_ site: SiteRequest) async throws -> SiteDocument {
        if let page = try await document(site, slug: "") { return page }
        let name = site.site[Site.name]
        let newest = site.index.published(at: site.now).prefix(6)
        let teasers = newest.map { line in
            ArticleTeaser(line.title, to: site.place.url(line.path), chip: Chip(line.journal, .platform(.arion)), meta: line.published.formatted(in: .utc, .date), excerpt: line.summary)
        }
        let journal = site.index.journals(at: site.now).first
        let hero = SiteHero(name, lead: site.site[Site.tagline], actions: journal.map { [Button("Read \($0.name)", to: site.place.url("/\($0.slug)"), style: .primary)] } ?? [])
        let list: HTML = teasers.isEmpty ? "" : "<section><h2>New in the journal</h2><div class=related>\(teasers)</div></section>"
        let frame = SiteFrame(
            site: site, title: name, path: "/", description: site.site[Site.tagline], structured: StructuredData.site(site),
            feeds: journal.map { Feed.links(site, below: "/\($0.slug)", title: $0.name) } ?? [])
        return SiteDocument(frame.document(HTML(hero, list)))
    }

    /// Two statements: the page, its form.
    static func document(_ site: SiteRequest, slug: String) async throws -> SiteDocument? {
        guard site.index.pages.contains(where: { $0.slug == slug }) else { return nil }
        let key = site.site.key
        let found = try await site.read { db in
            try db.first(Query(Page.self).where(Page.site == key && Page.slug == slug && Page.status == "published").including(Page.form))
        }
        guard let page = found else { return nil }
        let path = "/" + slug
        let form = page.included(Page.form)
        let shown = form.map { PublicForm.blank($0, on: path, of: site) }
        let lead = page[Page.lead]
        let content: HTML = """
            \(SiteHero(page.title, lead: lead))\(if: !page[Page.body].isEmpty, Prose(Markdown(page[Page.body]).html).html)\(shown)
            """
        let frame = SiteFrame(
            site: site, title: slug.isEmpty ? site.site[Site.name] : page.title, path: path, description: lead, structured: slug.isEmpty ? StructuredData.site(site) : StructuredData.page(site, page.title, path))
        return SiteDocument(frame.document(content), form: form.map(FormStamp.Subject.init))
    }
}
