import Kernel
import Model

/// What the public may read. Nobody is asked who they are, so it is a short list, and the queries add “published”.
enum SiteReader {
    static let access = Access(.anonymous, matrix: AccessMatrix([
        Grant(Site.object.name, .read, .all),
        Grant(Page.object.name, .read, .all),
        Grant(Article.object.name, .read, .all),
        Grant(Author.object.name, .read, .all),
        Grant(Form.object.name, .read, .all),
    ] + counted.map { Grant(PageView.object.name, .read, field: $0, .all) }))

    /// Enough of a visit to count views and to see what readers go on to; never who it was.
    private static let counted = [PageView.site.name, PageView.path.name, PageView.visitor.name, PageView.day.name]
}
