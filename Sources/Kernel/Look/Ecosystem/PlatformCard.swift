public import Markup

/// One platform on the page "Explore the full ecosystem".
public struct PlatformCard: Component {
    var platform: PlatformBrand
    var facts: [NavLink]

    /// - Parameter facts: what it holds here, with counts ("Contacts", 1,204), each leading there.
    public init(_ platform: PlatformBrand, facts: [NavLink] = []) {
        self.platform = platform
        self.facts = facts
    }

    public var html: HTML {
        """
        <section class="card platform-card \(platform.className)"><h2>\(Dot(.platform(platform)))<a\(attribute: "href", platform.url)>\(platform.title.uppercased())</a><span class=more>\(platform.purpose)</span></h2><p>\(platform.line)</p>\(if: !facts.isEmpty, "<ul class=\"row small\">\(facts, { "<li><a\(attribute: "href", $0.url)>\($0.title)\($0.count.map { count -> HTML in " <span class=count>\(count)</span>" })</a></li>" })</ul>")<div class=buttons>\(Button("Open \(platform.title)", to: platform.url))\(platform.path.map { path -> HTML in "<a class=\"small soft\" href=\"#path-\(path.rawValue)\">\(path.title)</a>" })</div></section>
        """
    }
}

/// Cards beside each other, three in a row where there is room.
public struct CardGrid: Component {
    var cards: [any Component]

    public init(_ cards: [any Component]) { self.cards = cards }

    public var html: HTML { "<div class=card-grid>\(cards)</div>" }
}
