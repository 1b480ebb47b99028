public import Markup

/// Views of the same thing beside each other. Each is a page of its own.
public struct Tabs: Component {
    var label: String
    var links: [NavLink]

    /// - Parameter label: what the tabs are about, for screen readers ("Views of this deal").
    public init(_ label: String, _ links: [NavLink]) {
        self.label = label
        self.links = links
    }

    public var html: HTML {
        """
        <nav class=tabs aria-label="\(label)">\(links, { link in
            "<a\(attribute: "href", link.url)\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\(link.title)\(link.count.map { count -> HTML in " <span class=count>\(count)</span>" })</a>"
        })</nav>
        """
    }
}
