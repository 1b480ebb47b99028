import Kernel
import Model

/// What a site has published, without the texts: enough for lists, neighbours, feeds' order and the sitemap.
///
/// Holds the newest 5,000 articles; older ones keep their address but are in no list.
struct SiteIndex: Sendable {
    let articles: [ArticleLine]
    let pages: [PageLine]
    let forms: [String]

    /// Four statements, however much there is.
    init(of site: Key<Site>, in db: Database) throws {
        var articles = Query(Article.self).where(Article.site == site && Article.status == "published")
            .order(by: Article.publishedAt, descending: true).limit(5_000)
        articles.any.fields = [Article.title, Article.journal, Article.journalSlug, Article.slug, Article.tags].map(\.name)
            + [Article.category.name, Article.summary.name, Article.author.name, Article.publishedAt.name, "created_at", "updated_at"]
        articles.any.includes = [Article.author.name]
        var pages = Query(Page.self).where(Page.site == site && Page.status == "published").limit(5_000)
        pages.any.fields = [Page.title.name, Page.slug.name, "updated_at"]
        self.articles = try db.fetch(articles).map(ArticleLine.init)
        self.pages = try db.fetch(pages).map { PageLine(title: $0[Page.title], slug: $0[Page.slug], updated: $0.updatedAt) }
        forms = try db.fetch(Query(Form.self).where(Form.site == site).limit(500)).map { $0[Form.slug] }
    }

    init(articles: [ArticleLine], pages: [PageLine] = [], forms: [String] = []) {
        self.articles = articles
        self.pages = pages
        self.forms = forms
    }

    /// What is online at `now`, newest first.
    func published(at now: Instant) -> [ArticleLine] { articles.filter { $0.published <= now }.sorted { $0.published > $1.published } }

    func articles(in journal: String, at now: Instant) -> [ArticleLine] { published(at: now).filter { $0.journalSlug == journal } }

    /// The journals' names by slug, the one with the newest article first.
    func journals(at now: Instant) -> [(slug: String, name: String)] {
        var seen: Set<String> = []
        return published(at: now).filter { seen.insert($0.journalSlug).inserted }.map { ($0.journalSlug, $0.journal) }
    }

    /// The title of what stands at a path of the site; `nil` where nothing does, so that made-up paths are not counted.
    func title(ofPath path: String, at now: Instant) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        switch parts.count {
        case 0: return "Home"
        case 1:
            if let page = pages.first(where: { $0.slug == parts[0] }) { return page.title }
            return journals(at: now).first { $0.slug == parts[0] }?.name
        case 2:
            if parts[0] == "forms" { return forms.contains(parts[1]) ? "Form" : nil }
            return articles.first { $0.journalSlug == parts[0] && $0.slug == parts[1] && $0.published <= now }?.title
        case 3 where parts[0] == "forms" && parts[2] == "thanks": return forms.contains(parts[1]) ? "Thank you" : nil
        case 3:
            return articles(in: parts[0], at: now).lazy.flatMap { parts[1] == "tags" ? $0.tags : parts[1] == "category" ? [$0.category].compactMap { $0 } : [] }
                .first { Markup.slug($0) == parts[2] }
        default: return nil
        }
    }
}

/// A published article without its text.
struct ArticleLine: Sendable, Hashable {
    let key: Key<Article>
    let version: Int64
    let title: String
    let journal: String
    let journalSlug: String
    let slug: String
    let category: String?
    let tags: [String]
    let summary: String?
    let author: String?
    let published: Instant
    let updated: Instant

    var path: String { "/\(journalSlug)/\(slug)" }

    init(
        key: Key<Article>, version: Int64 = 1, title: String, journal: String = "Signal", slug: String, category: String? = nil, tags: [String] = [],
        summary: String? = nil, author: String? = nil, published: Instant, updated: Instant? = nil
    ) {
        self.key = key
        self.version = version
        self.title = title
        self.journal = journal
        journalSlug = Markup.slug(journal)
        self.slug = slug
        self.category = category
        self.tags = tags
        self.summary = summary
        self.author = author
        self.published = published
        self.updated = updated ?? published
    }

    init(_ article: Record<Article>) {
        key = article.key
        version = article.version
        title = article[Article.title]
        journal = article[Article.journal]
        journalSlug = article[Article.journalSlug]
        slug = article[Article.slug]
        category = article[Article.category]
        tags = Tags.list(article[Article.tags])
        summary = article[Article.summary]
        author = article.included(Article.author)?[Author.name]
        published = article[Article.publishedAt] ?? article.createdAt
        updated = article.updatedAt
    }
}

struct PageLine: Sendable, Hashable {
    let title: String
    let slug: String
    let updated: Instant
}

/// Tags as they are typed: separated by commas.
enum Tags {
    static func list(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty && seen.insert(Markup.slug($0)).inserted }
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
