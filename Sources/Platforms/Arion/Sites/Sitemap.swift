import Kernel
import Model

/// `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`.
enum Sitemap {
    /// Everything published, each with the time its content really changed. At most 10,000 addresses, so one file is enough.
    static func document(_ site: SiteRequest) -> SiteDocument {
        let articles = site.index.published(at: site.now)
        var entries: [(path: String, changed: Instant?)] = []
        if !site.index.pages.contains(where: { $0.slug.isEmpty }) { entries.append(("/", articles.map(\.updated).max())) }
        entries += site.index.pages.map { ("/" + $0.slug, $0.updated) }
        for journal in site.index.journals(at: site.now) {
            entries.append(("/" + journal.slug, articles.filter { $0.journalSlug == journal.slug }.map(\.updated).max()))
        }
        entries += articles.map { ($0.path, $0.updated) }
        let rows = entries.html { entry in
            "<url><loc>\(site.place.canonical(entry.path))</loc>\(entry.changed.map { changed -> HTML in "<lastmod>\(changed.description)</lastmod>" })</url>\n"
        }
        let xml: HTML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(rows)</urlset>\n"
        return SiteDocument(xml, type: "application/xml; charset=utf-8")
    }

    static func robots(_ site: SiteRequest) -> SiteDocument {
        SiteDocument("User-agent: *\nAllow: /\nDisallow: /app\nSitemap: \(site.place.canonical("/sitemap.xml"))\n", type: "text/plain; charset=utf-8")
    }
}
