public import Markup

/// Who wrote it.
public struct SiteAuthor: Sendable {
    var name: String
    var line: String?
    var url: String?

    /// - Parameter line: who that is, in one sentence.
    public init(_ name: String, line: String? = nil, url: String? = nil) {
        self.name = name
        self.line = line
        self.url = url
    }
}

/// One article in a list.
public struct ArticleTeaser: Component {
    var title: String
    var url: String
    var chip: Chip?
    var meta: String?
    var excerpt: String?
    var image: String?

    /// - Parameter meta: "4 min · 311 views".
    public init(_ title: String, to url: String, chip: Chip? = nil, meta: String? = nil, excerpt: String? = nil, image: String? = nil) {
        self.title = title
        self.url = url
        self.chip = chip
        self.meta = meta
        self.excerpt = excerpt
        self.image = image
    }

    public var html: HTML {
        """
        <a class="card teaser"\(attribute: "href", url)>\(image.map { url -> HTML in "<img\(attribute: "src", url) alt=\"\" loading=lazy>" })\(chip)<b>\(title)</b>\(excerpt.map { text -> HTML in "<span class=\"small excerpt\">\(text)</span>" })\(meta.map { text -> HTML in "<span class=\"small soft\">\(text)</span>" })</a>
        """
    }
}

/// An article of the journal.
public struct ArticleView: Component {
    var crumbs: [NavLink]
    var title: String
    var meta: [String]
    var chips: [Chip]
    var lead: String?
    var body: HTML
    var author: SiteAuthor?
    var related: [ArticleTeaser]
    var after: HTML?

    /// - Parameters:
    ///   - meta: author, date, "3 min read", "128 views".
    ///   - body: clean markup.
    ///   - after: between the text and the author: a form, a call to action.
    public init(
        crumbs: [NavLink] = [], title: String, meta: [String] = [], chips: [Chip] = [], lead: String? = nil, body: HTML,
        author: SiteAuthor? = nil, related: [ArticleTeaser] = [], after: HTML? = nil
    ) {
        self.crumbs = crumbs
        self.title = title
        self.meta = meta
        self.chips = chips
        self.lead = lead
        self.body = body
        self.author = author
        self.related = related
        self.after = after
    }

    public var html: HTML {
        """
        <article class=article>\(if: !crumbs.isEmpty, Crumbs(crumbs).html)<h1>\(title)</h1>\(if: !(meta.isEmpty && chips.isEmpty), "<div class=meta>\(meta, { "<span>\($0)</span>" })\(chips)</div>")\(lead.map { lead -> HTML in "<p class=lead>\(lead)</p>" })\(Prose(body))\(after)\(author.map(card))</article>\(others)
        """
    }

    private func card(_ author: SiteAuthor) -> HTML {
        let name: HTML = author.url.map { url -> HTML in "<a\(attribute: "href", url)>\(author.name)</a>" } ?? "\(author.name)"
        return "<section class=\"card author\" aria-label=Author>\(Face(author.name))<div><b>\(name)</b>\(author.line.map { line -> HTML in "<p class=\"small soft\">\(line)</p>" })</div></section>"
    }

    private var others: HTML {
        if related.isEmpty { return "" }
        return "<section class=related-posts aria-label=\"Related posts\"><h2>Related posts</h2><div class=related>\(related)</div></section>"
    }
}
