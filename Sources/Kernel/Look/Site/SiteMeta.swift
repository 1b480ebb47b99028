public import Markup

/// What search engines and link previews read; goes into ``PageDocument``'s `head`.
public struct SiteMeta: Component {
    var description: String?
    var canonical: String?
    var image: String?
    var title: String
    var kind: String
    var structured: String?
    var feeds: [NavLink]
    var isHidden: Bool

    /// - Parameters:
    ///   - kind: Open Graph type, "website" or "article".
    ///   - structured: JSON-LD, already valid JSON.
    ///   - feeds: RSS or Atom.
    ///   - isHidden: asks search engines to leave the page out.
    public init(
        title: String, description: String? = nil, canonical: String? = nil, image: String? = nil, kind: String = "website",
        structured: String? = nil, feeds: [NavLink] = [], isHidden: Bool = false
    ) {
        self.title = title
        self.description = description
        self.canonical = canonical
        self.image = image
        self.kind = kind
        self.structured = structured
        self.feeds = feeds
        self.isHidden = isHidden
    }

    public var html: HTML {
        """
        \(description.map { text -> HTML in "<meta name=description content=\"\(text)\"><meta property=\"og:description\" content=\"\(text)\">" })\(canonical.map { url -> HTML in "<link rel=canonical\(attribute: "href", url)><meta property=\"og:url\" content=\"\(url)\">" })<meta property="og:title" content="\(title)"><meta property="og:type" content="\(kind)">\(image.map { url -> HTML in "<meta property=\"og:image\" content=\"\(url)\"><meta name=\"twitter:card\" content=summary_large_image>" })\(feeds, { "<link rel=alternate type=\"application/rss+xml\" title=\"\($0.title)\"\(attribute: "href", $0.url)>" })\(if: isHidden, "<meta name=robots content=noindex>")\(structured.map { json -> HTML in "<script type=\"application/ld+json\">\(json: json)</script>" })
        """
    }
}
