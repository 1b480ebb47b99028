public import Markup

/// What happened, newest first, of all platforms.
public struct Timeline: Component {
    /// One thing that happened.
    public struct Item: Sendable {
        var platform: PlatformBrand
        var title: HTML
        var detail: HTML?
        var time: String
        var instant: String?

        /// - Parameters:
        ///   - title: a sentence with its links ("Invoice <a …>HC-2026-0142</a> paid").
        ///   - time: as the person reads it ("today 09:12").
        ///   - instant: the same as ISO 8601, for machines and the tooltip.
        public init(_ platform: PlatformBrand, _ title: HTML, detail: HTML? = nil, time: String, instant: String? = nil) {
            self.platform = platform
            self.title = title
            self.detail = detail
            self.time = time
            self.instant = instant
        }
    }

    var title: String
    var items: [Item]
    var filters: [NavLink]
    var olderURL: String?
    var empty: EmptyState
    var composer: HTML?

    /// - Parameters:
    ///   - filters: all · mail · money · web.
    ///   - olderURL: the page of earlier items.
    ///   - composer: a form above the items ("Write a note").
    public init(
        _ items: [Item], title: String = "Timeline", filters: [NavLink] = [], olderURL: String? = nil,
        composer: HTML? = nil, empty: EmptyState = EmptyState("Nothing has happened here yet.")
    ) {
        self.title = title
        self.items = items
        self.filters = filters
        self.olderURL = olderURL
        self.empty = empty
        self.composer = composer
    }

    public var html: HTML {
        """
        <section class=card data-live=timeline><h2><span>\(title)</span>\(ways)</h2>\(composer)\(if: items.isEmpty, empty.html, else: list)\(olderURL.map { url -> HTML in "<p class=\"small soft older\"><a\(attribute: "href", url)>Earlier</a></p>" })</section>
        """
    }

    private var ways: HTML {
        if filters.isEmpty { return "" }
        return """
        <nav class="more ways" aria-label="Show in the timeline">\(filters, { link in
            "<a\(attribute: "href", link.url)\(attribute: "aria-current", link.isCurrent ? "true" : nil)>\(link.title)</a>"
        })</nav>
        """
    }

    private var list: HTML {
        """
        <ul class=timeline>\(items, { item in
            "<li class=\(item.platform.className)><div><div>\(item.title)</div>\(item.detail.map { detail -> HTML in "<div class=\"small soft\">\(detail)</div>" })</div><time class=\"small soft\"\(attribute: "datetime", item.instant)\(attribute: "title", item.instant)>\(item.time)</time></li>"
        })</ul>
        """
    }
}
