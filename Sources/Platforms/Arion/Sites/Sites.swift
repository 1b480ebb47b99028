import Kernel
import Model

/// Public web sites: which one a request means, their frame, sitemap and robots.
enum Sites {
    static func feature(_ sites: PublicSites) -> Feature {
        Feature(
            "Sites",
            routes: routes("/sitemap.xml") { request in try await sites.answer(request) { Sitemap.document($0) } }
                + routes("/robots.txt") { request in try await sites.answer(request) { Sitemap.robots($0) } }
                + [Route(.get, "/sites/{site}/**", needs: .nobody) { request in try await sites.answer(request) { _ in nil } }],
            reactions: [Reaction("arion.sites.drop_cache", when: changesContent) { _, _ in sites.cache.drop() }],
            checks: [
                Check(.brand, "Your site is live", detail: "A site with a page or an article that everybody can read.", to: "/app/arion/sites", action: "Make a site") { db in
                    let page = try db.first(Query(Page.self).where(Page.status == "published")) != nil
                    return try page || db.first(Query(Article.self).where(Article.status == "published")) != nil
                },
            ],
            hosts: [HostSource { db in try db.fetch(Query(Site.self).where(!Site.host.isEmpty()).limit(500)).compactMap { $0[Site.host] } }])
    }

    /// A public route at `/…` and at `/sites/{site}/…`.
    static func routes(
        _ path: String, method: Incoming.Method = .get, bodyLimit: Int = 1 << 20, fileID: String = #fileID, line: Int = #line,
        _ handler: @escaping @Sendable (Request) async throws -> Answer
    ) -> [Route] {
        ["", "/sites/{site}"].map { Route(method, $0 + path, needs: .nobody, bodyLimit: bodyLimit, fileID: fileID, line: line, handler) }
    }

    private static func changesContent(_ event: String) -> Bool {
        let parts = event.split(separator: ".")
        return parts.count == 2 && shown.contains(String(parts[0]))
    }

    private static let shown: Set<String> = [Site.object.name, Page.object.name, Article.object.name, Author.object.name, Form.object.name]
}
