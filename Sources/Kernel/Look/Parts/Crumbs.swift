public import Markup

/// Where this page lies. The last entry is the page itself.
public struct Crumbs: Component {
    var links: [NavLink]

    public init(_ links: [NavLink]) { self.links = links }

    public var html: HTML {
        guard let last = links.last else { return "<nav class=crumbs id=crumbs aria-label=Breadcrumb></nav>" }
        return """
        <nav class=crumbs id=crumbs aria-label=Breadcrumb>\(links.dropLast(), { "<a\(attribute: "href", $0.url)>\($0.title)</a><span aria-hidden=true>›</span>" })<span aria-current=page>\(last.title)</span></nav>
        """
    }
}
