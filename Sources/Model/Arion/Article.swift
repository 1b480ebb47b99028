import Kernel

/// Somebody who writes.
public enum Author: ObjectType {
    public static let object = Object("author", owner: .arion, title: "Author")

    public static let name = Field<String>("name", unique: true, searchable: true)
    public static let bio = Field<String>("bio", kind: .longText, default: "")

    public static var fields: [any AnyField] { [name, bio] }
}

/// An article of a site's journal.
public enum Article: ObjectType {
    public static let object = Object(
        "article", owner: .arion, title: "Article", titleField: "title", unique: [["site", "journal_slug", "slug"]], indexes: [["site", "status", "published_at"]],
        columns: ["title", "journal", "author", "status", "published_at", "updated_at"])

    public static let site = Field<Key<Site>>("site", onDelete: .cascade)
    public static let journal = Field<String>("journal", default: "Signal")
    public static let journalSlug = Field<String>("journal_slug", default: "signal")
    public static let title = Field<String>("title", searchable: true)
    public static let slug = Field<String>("slug", help: "The last part of its address: small letters, digits and hyphens.")
    public static let body = Field<String>("body", kind: .markdown, default: "", searchable: true)
    public static let summary = Field<String?>("summary", kind: .text(max: 300))
    public static let author = Field<Key<Author>?>("author", onDelete: .setNull)
    public static let category = Field<String?>("category")
    public static let tags = Field<String>("tags", default: "", help: "Separated by commas.")
    public static let status = Field<String>("status", kind: .choice([.init("draft", "Draft"), .init("published", "Published", color: "good")]), default: "draft")
    public static let publishedAt = Field<Instant?>("published_at", "Published")

    public static var fields: [any AnyField] { [title, site, journal, journalSlug, slug, author, category, tags, summary, body, status, publishedAt] }
}

/// An article went online.
public struct ArticlePublished: Event {
    public static let name = "arion.article.published"
    public static let title = "Article published"

    public let article: Key<Article>
    public let headline: String

    public init(article: Key<Article>, headline: String) {
        self.article = article
        self.headline = headline
    }

    public var subject: Subject { Subject(article) }
    public var line: EventLine { EventLine("Article ", headline, to: subject, " published") }
}
