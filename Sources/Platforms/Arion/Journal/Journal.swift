import Kernel
import Model

/// The journal: articles, their lists and feeds, publishing from Markdown.
enum Journal {
    static func feature(_ sites: PublicSites) -> Feature {
        Feature(
            "Journal", routes: articles(sites) + lists(sites) + feeds(sites),
            actions: [AnyAction(PublishArticle.self), AnyAction(UnpublishArticle.self), AnyAction(ImportArticle.self)],
            panels: [ReadPanel.panel],
            offers: [Offer(PublishArticle.self, isMain: true) { $0.text("status") != "published" }, Offer(UnpublishArticle.self) { $0.text("status") == "published" }],
            checks: [
                Check(.brand, "First article", detail: "Something worth reading in the journal.", to: "/app/arion/articles/new", action: "Write an article") { db in
                    try db.first(Query(Article.self).where(Article.status == "published")) != nil
                },
            ])
    }

    private static func articles(_ sites: PublicSites) -> [Route] {
        Sites.routes("/{journal}/{article}") { request in
            try await sites.answer(request) { site in
                let journal = request.path("journal"), name = request.path("article")
                if let format = Feed.Format(rawValue: name) { return try await feed(site, journal, format) }
                return try await ArticlePage.load(site, journal: journal, slug: name, sites)?.document(on: site)
            }
        }
    }

    private static func lists(_ sites: PublicSites) -> [Route] {
        Sites.routes("/{journal}/tags/{tag}") { request in
            try await sites.answer(request) { try await ListingPage.list($0, request.path("journal"), tag: request.path("tag"), category: nil)?.document(on: $0, sites) }
        } + Sites.routes("/{journal}/category/{category}") { request in
            try await sites.answer(request) { try await ListingPage.list($0, request.path("journal"), tag: nil, category: request.path("category"))?.document(on: $0, sites) }
        }
    }

    private static func feeds(_ sites: PublicSites) -> [Route] {
        Sites.routes("/{journal}/tags/{tag}/{feed}") { request in
            try await sites.answer(request) { try await feed($0, request.path("journal"), Feed.Format(rawValue: request.path("feed")), tag: request.path("tag")) }
        } + Sites.routes("/{journal}/category/{category}/{feed}") { request in
            try await sites.answer(request) { try await feed($0, request.path("journal"), Feed.Format(rawValue: request.path("feed")), category: request.path("category")) }
        }
    }

    private static func feed(_ site: SiteRequest, _ journal: String, _ format: Feed.Format?, tag: String? = nil, category: String? = nil) async throws -> SiteDocument? {
        guard let format, let list = try ListingPage.list(site, journal, tag: tag, category: category) else { return nil }
        return try await Feed.document(list, format, on: site)
    }
}
