import Kernel
import Model

/// Puts an article online, now or at the time it carries.
struct PublishArticle: Action {
    static let name = "arion.article.publish"
    static let title = "Publish"
    static let parameters = [Parameter.record("article", Article.self)]
    static let permission = Permission(.update, Article.self)

    let article: Key<Article>

    func run(in tx: Transaction) throws -> Outcome {
        var article = try tx.require(article)
        guard article[Article.status] != "published" else { return Outcome("“\(article.title)” was online already.", record: Subject(article.key)) }
        article[Article.status] = "published"
        if article[Article.publishedAt] == nil { article[Article.publishedAt] = tx.now }
        try tx.save(&article)
        try tx.record(ArticlePublished(article: article.key, headline: article.title))
        return Outcome("“\(article.title)” is online.", record: Subject(article.key))
    }
}

/// Takes an article offline. Its first date of publication stays, should it come back.
struct UnpublishArticle: Action {
    static let name = "arion.article.unpublish"
    static let title = "Take offline"
    static let parameters = [Parameter.record("article", Article.self)]
    static let permission = Permission(.update, Article.self)

    let article: Key<Article>

    func run(in tx: Transaction) throws -> Outcome {
        var article = try tx.require(article)
        article[Article.status] = "draft"
        try tx.save(&article)
        return Outcome("“\(article.title)” is a draft again.", record: Subject(article.key))
    }
}
