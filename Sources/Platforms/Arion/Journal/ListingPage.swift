import Kernel
import Model

/// A list of articles: a journal, one of its tags, one of its categories.
struct ListingPage {
    static let perPage = 12

    let title: String
    let lead: String?
    let path: String
    let crumbs: [(title: String, path: String)]
    let articles: [ArticleLine]
    let topics: [NavLink]

    static func journal(_ site: SiteRequest, _ journal: String, _ sites: PublicSites) async throws -> SiteDocument? {
        try await list(site, journal, tag: nil, category: nil)?.document(on: site, sites)
    }

    /// The list at one of the journal's addresses; `nil` where nothing published belongs there.
    static func list(_ site: SiteRequest, _ journal: String, tag: String?, category: String?) throws -> ListingPage? {
        let all = site.index.articles(in: journal, at: site.now)
        guard let name = all.first?.journal else { return nil }
        let base = "/\(journal)"
        var title = name, path = base, shown = all
        if let tag {
            shown = all.filter { $0.tags.contains { Markup.slug($0) == tag } }
            title = shown.first?.tags.first { Markup.slug($0) == tag } ?? tag
            path = "\(base)/tags/\(tag)"
        } else if let category {
            shown = all.filter { $0.category.map { Markup.slug($0) } == category }
            title = shown.first?.category ?? category
            path = "\(base)/category/\(category)"
        }
        guard !shown.isEmpty else { return nil }
        let crumbs = [("Home", "/"), (name, base)] + (path == base ? [] : [(title, path)])
        return ListingPage(
            title: title, lead: path == base ? nil : "From \(name)", path: path, crumbs: crumbs, articles: shown,
            topics: topics(all, base: site.place.url(base), current: tag))
    }

    /// Two statements: texts for the reading times, and views.
    func document(on site: SiteRequest, _ sites: PublicSites) async throws -> SiteDocument? {
        let number = site.pageNumber, first = (number - 1) * Self.perPage
        guard first < articles.count else { return nil }
        let shown = Array(articles[first..<min(first + Self.perPage, articles.count)])
        let key = site.site.key, workspace = site.request.workspace.slug
        let (minutes, views) = try await site.read { db in
            (try sites.cache.minutes(of: shown, in: workspace, from: db), try Readership.views(of: shown.map(\.path), on: key, in: db))
        }
        let place = site.place
        let teasers = shown.map { line in
            ArticleTeaser(
                line.title, to: place.url(line.path), chip: line.category.map { Chip($0, .platform(.arion)) },
                meta: "\(line.published.formatted(in: .utc, .date)) · \(minutes[line.key] ?? 1) min · \(Words.views(views[line.path] ?? 0))", excerpt: line.summary)
        }
        let listing = SiteListing(title: title, lead: lead, topics: topics, teasers: teasers, pager: pager(number, shown.count, place))
        let feeds = Feed.links(site, below: path, title: title)
        let content: HTML = "\(Crumbs(crumbs.map { NavLink($0.title, to: place.url($0.path)) }))\(listing)<p class=\"small soft\">Follow: \(feeds.map { $0.anchor }.joined(separator: " · "))</p>"
        let frame = SiteFrame(
            site: site, title: number == 1 ? title : "\(title), page \(number)", path: number == 1 ? path : "\(path)?page=\(number)",
            description: "\(title): \(articles.count == 1 ? "one article" : "\(articles.count) articles") on \(site.site[Site.name]).",
            structured: StructuredData.listing(crumbs, on: site), feeds: feeds)
        return SiteDocument(frame.document(content))
    }

    private func pager(_ number: Int, _ shown: Int, _ place: Place) -> Pager? {
        guard articles.count > Self.perPage else { return nil }
        func way(_ number: Int) -> String { place.url(number == 1 ? path : "\(path)?page=\(number)") }
        return Pager(
            shown: shown, first: number > 1 ? way(1) : nil, previous: number > 1 ? way(number - 1) : nil,
            next: number * Self.perPage < articles.count ? way(number + 1) : nil, total: articles.count)
    }

    /// The journal's most used tags.
    private static func topics(_ articles: [ArticleLine], base: String, current: String?) -> [NavLink] {
        var counts: [String: (name: String, count: Int)] = [:]
        for tag in articles.flatMap(\.tags) { counts[Markup.slug(tag), default: (tag, 0)].count += 1 }
        return counts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(12)
            .map { NavLink($0.value.name, to: "\(base)/tags/\($0.key)", isCurrent: $0.key == current) }
    }
}
