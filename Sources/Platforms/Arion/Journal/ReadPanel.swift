import Kernel
import Model

/// On an article: who reads it, and the way to the public page.
enum ReadPanel {
    static let panel = Panel("arion.read", on: [Article.object.name]) { record, db, links in
        let article = Record<Article>(record)
        guard article[Article.status] == "published" else {
            return PanelView("Read", platform: .arion, body: EmptyState("A draft. Publish it, and its views stand here.").html)
        }
        let directory = try SiteDirectory(in: db)
        guard let site = directory.sites.first(where: { $0.key == article[Article.site] }) else { return nil }
        let path = "/\(article[Article.journalSlug])/\(article[Article.slug])"
        let since = Zone.utc.local(db.now).date.adding(days: -6)
        let week = try Readership.views(of: [path], on: site.key, since: since, in: db)[path] ?? 0
        let total = try Readership.views(of: [path], on: site.key, in: db)[path] ?? 0
        let base = site[Site.host].map { "https://\($0)" } ?? directory.path(of: site)
        return PanelView("Read", platform: .arion, to: "/app/arion/visits", body: """
            <div class=figure>\(Words.views(week))</div><p class="small soft">in 7 days, \(total) in all, one a visitor and day</p><ul class="row small"><li><a\(attribute: "href", base + path)>Public page</a></li><li><a\(attribute: "href", "\(base)/\(article[Article.journalSlug])/feed.xml")>Feed</a></li></ul>
            """)
    }
}
