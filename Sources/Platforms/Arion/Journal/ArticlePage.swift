import Kernel
import Model

/// An article as the public reads it.
struct ArticlePage: Sendable {
    struct Writer: Sendable {
        let name: String
        let bio: String?
    }

    let line: ArticleLine
    let body: String
    let author: Writer?
    let minutes: Int
    let views: Int
    let related: [(line: ArticleLine, minutes: Int, views: Int)]
    let previous: ArticleLine?
    let next: ArticleLine?

    /// Seven statements at most: the article and its author, what its readers read as well, views, texts of the related.
    static func load(_ site: SiteRequest, journal: String, slug: String, _ sites: PublicSites) async throws -> ArticlePage? {
        let key = site.site.key, now = site.now, workspace = site.request.workspace.slug
        let articles = site.index.articles(in: journal, at: now), everything = site.index.published(at: now)
        return try await site.read { db in
            let query = Query(Article.self).where(Article.site == key && Article.journalSlug == journal && Article.slug == slug && Article.status == "published")
            guard let article = try db.first(query.including(Article.author)) else { return nil }
            let line = ArticleLine(article)
            guard line.published <= now else { return nil }
            let related = RelatedPosts.rank(everything, to: line, alsoRead: try Readership.alsoRead(by: line.path, on: key, in: db))
            let minutes = try sites.cache.minutes(of: related, in: workspace, from: db)
            let views = try Readership.views(of: related.map(\.path) + [line.path], on: key, in: db)
            let position = articles.firstIndex { $0.key == line.key }
            let author = article.included(Article.author)
            return ArticlePage(
                line: line, body: article[Article.body],
                author: author.map { Writer(name: $0[Author.name], bio: $0[Author.bio].isEmpty ? nil : $0[Author.bio]) },
                minutes: Markdown(article[Article.body]).readingMinutes, views: views[line.path] ?? 0,
                related: related.map { ($0, minutes[$0.key] ?? 1, views[$0.path] ?? 0) },
                previous: position.flatMap { $0 + 1 < articles.count ? articles[$0 + 1] : nil },
                next: position.flatMap { $0 > 0 ? articles[$0 - 1] : nil })
        }
    }

    func crumbs(on site: SiteRequest) -> [(title: String, path: String)] {
        [("Home", "/"), (line.journal, "/\(line.journalSlug)"), (line.title, line.path)]
    }

    func document(on site: SiteRequest) -> SiteDocument {
        let place = site.place
        let view = ArticleView(
            crumbs: crumbs(on: site).map { NavLink($0.title, to: place.url($0.path)) }, title: line.title,
            meta: [author?.name, line.published.formatted(in: .utc, .date), "\(minutes) min read", Words.views(views)].compactMap { $0 },
            chips: chips(place), lead: line.summary, body: Markdown(body).html, author: author.map { SiteAuthor($0.name, line: $0.bio) },
            related: related.map { item in
                ArticleTeaser(item.line.title, to: place.url(item.line.path), chip: Chip(item.line.category ?? item.line.journal, .platform(.arion)), meta: "\(item.minutes) min · \(Words.views(item.views))")
            })
        let frame = SiteFrame(
            site: site, title: line.title, path: line.path, description: line.summary ?? Words.opening(of: body), kind: "article",
            structured: StructuredData.article(self, on: site), feeds: Feed.links(site, below: "/\(line.journalSlug)", title: line.journal))
        return SiteDocument(frame.document(HTML(view, neighbours(place))))
    }

    private func chips(_ place: Place) -> [Chip] {
        let category = line.category.map { Chip($0, .platform(.arion), to: place.url("/\(line.journalSlug)/category/\(Markup.slug($0))")) }
        return [category].compactMap { $0 } + line.tags.map { Chip($0, to: place.url("/\(line.journalSlug)/tags/\(Markup.slug($0))")) }
    }

    private func neighbours(_ place: Place) -> HTML {
        if previous == nil, next == nil { return "" }
        return """
            <nav class=pager aria-label="Previous and next article">\(previous.map { line -> HTML in
                "<a rel=prev\(attribute: "href", place.url(line.path))>← \(line.title)</a>"
            })\(next.map { line -> HTML in "<a rel=next\(attribute: "href", place.url(line.path))>\(line.title) →</a>" })</nav>
            """
    }
}

/// Figures in words.
enum Words {
    static func views(_ count: Int) -> String { count == 1 ? "1 view" : "\(count) views" }

    /// The first words of a text, for descriptions; cut at a word, at most 160 characters.
    static func opening(of markdown: String) -> String? {
        let text = Markdown(String(markdown.prefix(2_000))).plainText
        guard text.count > 160 else { return text.isEmpty ? nil : text }
        let head = text.prefix(159)
        let words = head[..<(head.lastIndex(of: " ") ?? head.endIndex)]
        return words.last.map { ".!?".contains($0) } == true ? String(words) : words + "…"
    }
}
