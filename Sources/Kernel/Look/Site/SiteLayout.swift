public import Markup

/// The public site around a page: header, page, footer. Use with
/// ``Asset/siteSheets`` and ``Asset/siteScripts``.
public struct SiteLayout: Component {
    /// What stands in the footer.
    public struct Footer: Sendable {
        var columns: [(title: String, links: [NavLink])]
        var note: HTML?

        /// - Parameter note: address, imprint, year.
        public init(columns: [(title: String, links: [NavLink])] = [], note: HTML? = nil) {
            self.columns = columns
            self.note = note
        }
    }

    var name: String
    var homeURL: String
    var logo: String?
    var links: [NavLink]
    var menu: HTML?
    var action: Button?
    var footer: Footer
    var content: HTML

    /// - Parameters:
    ///   - logo: address of an image; the sextant when nil.
    ///   - menu: more navigation, beside the name; left out on a phone.
    ///   - action: the one thing a visitor should do, kept in sight on the phone.
    public init(name: String, homeURL: String = "/", logo: String? = nil, links: [NavLink] = [], menu: HTML? = nil, action: Button? = nil, footer: Footer = Footer(), content: HTML) {
        self.name = name
        self.homeURL = homeURL
        self.logo = logo
        self.links = links
        self.menu = menu
        self.action = action
        self.footer = footer
        self.content = content
    }

    public var html: HTML {
        """
        <a class=skip href="#main">Skip to the page</a><div class=site><header class=site-head><a class=brand\(attribute: "href", homeURL)>\(emblem)<span>\(name)</span></a>\(menu)<nav class=site-nav aria-label=Main>\(links, { "<a\(attribute: "href", $0.url)\(attribute: "aria-current", $0.isCurrent ? "page" : nil)>\($0.title)</a>" })\(action)</nav>\(phoneMenu)</header><main id=main tabindex=-1>\(content)</main>\(foot)</div>
        """
    }

    private var emblem: HTML {
        logo.map { url -> HTML in "<img\(attribute: "src", url) alt=\"\" height=28>" } ?? SextantMark().html
    }

    private var phoneMenu: HTML {
        if links.isEmpty { return "" }
        return """
        <details class="menu site-menu"><summary class=button>Menu</summary><ul class=sheet>\(links, { "<li><a\(attribute: "href", $0.url)>\($0.title)</a></li>" })</ul></details>
        """
    }

    private var foot: HTML {
        """
        <footer class=site-foot>\(footer.columns, { column in
            "<nav aria-label=\"\(column.title)\"><h2>\(column.title)</h2><ul>\(column.links, { "<li><a\(attribute: "href", $0.url)>\($0.title)</a></li>" })</ul></nav>"
        })\(footer.note.map { note -> HTML in "<p class=\"small soft\">\(note)</p>" })</footer>
        """
    }
}
