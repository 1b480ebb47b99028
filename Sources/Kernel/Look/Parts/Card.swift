public import Markup

/// A raised sheet of paper with a title.
public struct Card: Component {
    var title: String?
    var platform: PlatformBrand?
    var more: HTML?
    var isFlush: Bool
    var live: String?
    var body: HTML

    /// - Parameters:
    ///   - platform: draws the diamond before the title.
    ///   - more: small words at the right of the title, usually a link.
    ///   - isFlush: no padding around `body`, for tables.
    ///   - live: the name of the live region that replaces this card (see `live.js`).
    public init(
        _ title: String? = nil, platform: PlatformBrand? = nil, more: HTML? = nil, isFlush: Bool = false,
        live: String? = nil, body: HTML
    ) {
        self.title = title
        self.platform = platform
        self.more = more
        self.isFlush = isFlush
        self.live = live
        self.body = body
    }

    public var html: HTML {
        """
        <section\(classes("card", isFlush ? "flush" : ""))\(attribute: "data-live", live)>\(heading)\(body)</section>
        """
    }

    private var heading: HTML {
        guard let title else { return "" }
        return "<h2>\(platform.map { Dot(.platform($0)) })<span>\(title)</span>\(more.map { more -> HTML in "<span class=more>\(more)</span>" })</h2>"
    }
}

/// A platform's contribution to somebody else's page.
public struct PanelView: Component {
    var card: Card

    /// - Parameters:
    ///   - url: where "all" leads; nil leaves it out.
    public init(_ title: String, platform: PlatformBrand, to url: String? = nil, body: HTML) {
        card = Card(title, platform: platform, more: url.map { "<a\(attribute: "href", $0) aria-label=\"All of \(title)\">all</a>" }, body: body)
    }

    public var html: HTML { card.html }
}

/// Components below each other with the page's usual gap.
public struct Stack: Component {
    var parts: [any Component]

    public init(_ parts: [any Component]) { self.parts = parts }

    public var html: HTML { "<div class=stack>\(parts)</div>" }
}

/// Components beside each other, wrapping. Not a row of a table: that is ``TableView/Row``, and a row of a result is `Store.Row`.
public struct Row: Component {
    var parts: [any Component]

    public init(_ parts: [any Component]) { self.parts = parts }

    public var html: HTML { "<div class=row>\(parts)</div>" }
}
