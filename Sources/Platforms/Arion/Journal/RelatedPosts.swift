import Kernel

/// What to read next: articles that share most tags, then those that this one's readers went on to, then the newest.
enum RelatedPosts {
    /// - Parameter alsoRead: how many of this article's readers also read a path.
    static func rank(_ candidates: [ArticleLine], to article: ArticleLine, alsoRead: [String: Int], limit: Int = 3) -> [ArticleLine] {
        let tags = Set(article.tags.map { Markup.slug($0) })
        let ranked = candidates.filter { $0.key != article.key }.map { line in
            (line: line, shared: line.tags.count { tags.contains(Markup.slug($0)) }, readers: alsoRead[line.path] ?? 0)
        }
        return ranked.sorted { ($0.shared, $0.readers, $0.line.published, $0.line.key) > ($1.shared, $1.readers, $1.line.published, $1.line.key) }
            .prefix(limit).map(\.line)
    }
}
