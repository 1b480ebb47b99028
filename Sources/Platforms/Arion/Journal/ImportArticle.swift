import Kernel
import Model

/// Publishes a Markdown file with front matter. The same slug again changes the article instead of making a second one.
struct ImportArticle: Action {
    static let name = "arion.article.import"
    static let title = "Publish Markdown"
    static let parameters = [
        Parameter("markdown", "Markdown with front matter", .markdown, help: "Begins with ---, then lines such as “title: …”, “tags: [a, b]”, then --- and the text."),
        Parameter.record("site", Site.self, required: false),
    ]
    static let permission = Permission(.create, Article.self)

    let markdown: String
    let site: Key<Site>?

    func run(in tx: Transaction) throws -> Outcome {
        let draft = try ArticleDraft(FrontMatter(parsing: markdown))
        let directory = try SiteDirectory(in: tx)
        let site = try self.site.map { try tx.require($0) } ?? directory.standard ?? Self.firstSite(named: draft.journal, in: tx)
        let journal = Markup.slug(draft.journal)
        let known = try tx.first(Query(Article.self).where(Article.site == site.key && Article.journalSlug == journal && Article.slug == draft.slug))
        var article = known ?? tx.new(Article.self)
        let wasPublished = article[Article.status] == "published"
        article[Article.site] = site.key
        article[Article.journal] = draft.journal
        article[Article.journalSlug] = journal
        article[Article.slug] = draft.slug
        article[Article.title] = draft.title
        article[Article.body] = draft.body
        article[Article.summary] = draft.summary
        article[Article.category] = draft.category
        article[Article.tags] = draft.tags.joined(separator: ", ")
        if let name = draft.author { article[Article.author] = try Self.author(name, bio: draft.bio, in: tx) }
        article[Article.status] = "published"
        article[Article.publishedAt] = draft.date ?? article[Article.publishedAt] ?? tx.now
        try tx.save(&article)
        if !wasPublished { try tx.record(ArticlePublished(article: article.key, headline: article.title)) }
        let path = SiteDirectory(directory.sites.isEmpty ? [site] : directory.sites).path(of: site) + "/\(journal)/\(draft.slug)"
        let url = site[Site.host].map { "https://\($0)\(path)" } ?? path
        return Outcome(
            "“\(article.title)” is online at \(url).", record: Subject(article.key),
            values: ["url": .string(url), "path": .string(path), "article": .string(article.key.text), "created": .bool(known == nil)])
    }

    private static func author(_ name: String, bio: String?, in tx: Transaction) throws -> Key<Author> {
        var author = try tx.first(Query(Author.self).where(Author.name == name)) ?? tx.new(Author.self)
        author[Author.name] = name
        if let bio { author[Author.bio] = bio }
        return try tx.save(&author)
    }

    /// A workspace without a site gets one named after the journal, so that the first article can be read at once.
    private static func firstSite(named name: String, in tx: Transaction) throws -> Record<Site> {
        var site = tx.new(Site.self)
        site[Site.name] = name
        site[Site.slug] = Markup.slug(name)
        try tx.save(&site)
        return site
    }
}

/// What the front matter of an article says, checked.
struct ArticleDraft: Sendable, Equatable {
    let title: String
    let journal: String
    let slug: String
    let category: String?
    let tags: [String]
    let author: String?
    let bio: String?
    let summary: String?
    let date: Instant?
    let body: String

    static let keys = ["title", "journal", "category", "tags", "author", "author_bio", "slug", "summary", "date"]

    /// - Throws: `FrontMatterError` naming the line.
    init(_ matter: FrontMatter) throws(FrontMatterError) {
        if let unknown = matter.entries.first(where: { !Self.keys.contains($0.key) }) {
            throw FrontMatterError(unknown.line, "“\(unknown.key)” is not known here. Known are \(Self.keys.joined(separator: ", ")).")
        }
        guard let title = try matter.text("title", longest: 500) else { throw FrontMatterError(1, "There is no title; add a line “title: …”.") }
        self.title = title
        journal = try matter.text("journal", longest: 100) ?? "Signal"
        guard !Markup.slug(journal).isEmpty else { throw FrontMatterError(matter["journal"]?.line ?? 1, "The journal's name makes no address; use Latin letters or digits.") }
        slug = try Self.slug(matter, title)
        category = try matter.text("category", longest: 100)
        tags = try Self.tags(matter)
        author = try matter.text("author", longest: 200)
        bio = try matter.text("author_bio", longest: 2_000)
        summary = try matter.text("summary", longest: 300)
        date = try Self.date(matter)
        body = matter.body
        guard !body.trimmed.isEmpty else { throw FrontMatterError(1, "There is no text after the front matter.") }
    }

    private static func slug(_ matter: FrontMatter, _ title: String) throws(FrontMatterError) -> String {
        guard let given = try matter.text("slug", longest: 100) else {
            let made = Markup.slug(title)
            guard !made.isEmpty else { throw FrontMatterError(matter["title"]?.line ?? 1, "The title makes no address; add a line “slug: my-article”.") }
            return made
        }
        guard Markup.slug(given, limit: 100) == given else {
            throw FrontMatterError(matter["slug"]?.line ?? 1, "“\(given)” is not an address; use small letters, digits and hyphens, such as “\(Markup.slug(given))”.")
        }
        return given
    }

    private static func tags(_ matter: FrontMatter) throws(FrontMatterError) -> [String] {
        guard let entry = matter["tags"] else { return [] }
        let tags = switch entry.value {
        case .list(let items): items
        case .text(let text): Tags.list(text)
        }
        if let bad = tags.first(where: { $0.contains(",") || Markup.slug($0).isEmpty }) { throw FrontMatterError(entry.line, "“\(bad)” cannot be a tag; tags have Latin letters or digits and no commas.") }
        guard tags.joined(separator: ", ").unicodeScalars.count <= 500 else { throw FrontMatterError(entry.line, "These tags are longer than 500 characters together.") }
        return tags
    }

    private static func date(_ matter: FrontMatter) throws(FrontMatterError) -> Instant? {
        guard let entry = matter["date"], let text = try matter.text("date", longest: 40) else { return nil }
        if let date = LocalDate(text) { return Zone.utc.startOfDay(date) }
        guard let instant = Instant(text) else { throw FrontMatterError(entry.line, "“\(text)” is not a date; write 2026-11-22 or 2026-11-22T14:05:00Z.") }
        return instant
    }
}

extension FrontMatter {
    /// One text; empty is the same as absent.
    fileprivate func text(_ key: String, longest: Int) throws(FrontMatterError) -> String? {
        guard let entry = self[key] else { return nil }
        guard case .text(let text) = entry.value else { throw FrontMatterError(entry.line, "“\(key)” is one text, not a list.") }
        guard text.unicodeScalars.count <= longest else { throw FrontMatterError(entry.line, "“\(key)” has \(text.unicodeScalars.count) characters; \(longest) are allowed.") }
        return text.isEmpty ? nil : text
    }
}
