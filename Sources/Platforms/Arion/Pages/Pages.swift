import Kernel
import Model

/// Pages of a site: the front page, landing pages with a form.
enum Pages {
    static func feature(_ sites: PublicSites) -> Feature {
        Feature(
            "Pages",
            routes: Sites.routes("/") { request in try await sites.answer(request) { try await SitePage.front($0) } }
                + Sites.routes("/{page}") { request in
                    try await sites.answer(request) { site in
                        if let page = try await SitePage.document(site, slug: request.path("page")) { return page }
                        return try await ListingPage.journal(site, request.path("page"), sites)
                    }
                },
            actions: [AnyAction(PublishPage.self), AnyAction(UnpublishPage.self)],
            offers: [Offer(PublishPage.self, isMain: true) { $0.text("status") != "published" }, Offer(UnpublishPage.self) { $0.text("status") == "published" }])
    }
}

/// Puts a page online.
struct PublishPage: Action {
    static let name = "arion.page.publish"
    static let title = "Publish"
    static let parameters = [Parameter.record("page", Page.self)]
    static let permission = Permission(.update, Page.self)

    let page: Key<Page>

    func run(in tx: Transaction) throws -> Outcome {
        var page = try tx.require(page)
        page[Page.status] = "published"
        try tx.save(&page)
        return Outcome("“\(page.title)” is online.", record: Subject(page.key))
    }
}

/// Takes a page offline.
struct UnpublishPage: Action {
    static let name = "arion.page.unpublish"
    static let title = "Take offline"
    static let parameters = [Parameter.record("page", Page.self)]
    static let permission = Permission(.update, Page.self)

    let page: Key<Page>

    func run(in tx: Transaction) throws -> Outcome {
        var page = try tx.require(page)
        page[Page.status] = "draft"
        try tx.save(&page)
        return Outcome("“\(page.title)” is a draft again.", record: Subject(page.key))
    }
}
