public import Markup

/// The frame of every page inside the product: rail, top bar, page.
///
/// ``html`` goes into a ``PageDocument``. When a request carries the header
/// `Sextant-Partial: main`, answer with ``partial`` instead (`text/html`, and
/// `Vary: Sextant-Partial`): `navigate.js` swaps it in.
public struct Shell: Component {
    /// The business somebody works in, and the others they may switch to.
    public struct Workspace: Sendable {
        var name: String
        var others: [NavLink]
        var newURL: String?

        /// - Parameters:
        ///   - others: links that switch.
        ///   - newURL: where a new workspace begins; nil when this person may not.
        public init(_ name: String, others: [NavLink] = [], newURL: String? = nil) {
            self.name = name
            self.others = others
            self.newURL = newURL
        }
    }

    /// Who is signed in.
    public struct Person: Sendable {
        var name: String
        var role: String
        var links: [NavLink]
        var signOut: PostButton?

        /// - Parameter links: profile, settings and so on.
        public init(_ name: String, role: String, links: [NavLink] = [], signOut: PostButton? = nil) {
            self.name = name
            self.role = role
            self.links = links
            self.signOut = signOut
        }
    }

    var title: String
    var workspace: Workspace
    var person: Person
    var platform: PlatformBrand?
    var platforms: [PlatformBrand]
    var sections: [NavLink]
    var saved: [NavLink]
    var crumbs: Crumbs
    var flash: Flash?
    var content: HTML

    /// - Parameters:
    ///   - title: of the document ("Contacts · Harbour Coffee"); the same as the ``PageDocument``'s.
    ///   - platform: where the person is; nil for settings and the like.
    ///   - platforms: those this person may open, Home first.
    ///   - sections: the pages of the current platform, drawn under it in the rail.
    ///   - saved: the person's saved lists.
    ///   - flash: what the last action did.
    ///   - content: the page: a ``Head`` and what follows.
    public init(
        title: String, workspace: Workspace, person: Person, platform: PlatformBrand?,
        platforms: [PlatformBrand] = PlatformBrand.allCases, sections: [NavLink] = [], saved: [NavLink] = [],
        crumbs: [NavLink] = [], flash: Flash? = nil, content: HTML
    ) {
        self.title = title
        self.workspace = workspace
        self.person = person
        self.platform = platform
        self.platforms = platforms
        self.sections = sections
        self.saved = saved
        self.crumbs = Crumbs(crumbs)
        self.flash = flash
        self.content = content
    }

    public var html: HTML {
        """
        <a class=skip href="#main">Skip to the page</a><div class=shell><aside class=rail aria-label=Sextant>\(switcher)<nav id=platforms aria-label=Platforms>\(platforms, entry)</nav>\(savedLists)\(who)</aside><div class=sheet-area><header class=top>\(crumbs)<button type=button class=palette data-palette aria-keyshortcuts="Control+K Meta+K" aria-haspopup=dialog><span>Search<i>, or do anything</i></span><kbd>Ctrl K</kbd></button></header>\(strip)\(page)</div></div>\(toasts)
        """
    }

    /// What changes from page to page: title, crumbs, sections, page, toast.
    public var partial: HTML {
        "<title>\(title)</title><nav id=platforms aria-label=Platforms>\(platforms, entry)</nav>\(crumbs)\(strip)\(page)\(toasts)"
    }

    private var page: HTML {
        "<main id=main tabindex=-1\(attribute: "data-platform", platform?.rawValue)>\(content)</main>"
    }

    private var toasts: HTML { "<div class=toasts id=toasts role=status aria-live=polite>\(flash)</div>" }

    private var switcher: HTML {
        if workspace.others.isEmpty, workspace.newURL == nil {
            return "<a class=brand href=\"/app\">\(SextantMark())<span>\(workspace.name)</span></a>"
        }
        return """
        <details class="menu switcher"><summary class=brand aria-label="Workspace \(workspace.name), switch">\(SextantMark())<span>\(workspace.name)</span></summary><ul class=sheet>\(workspace.others, { "<li><a data-full\(attribute: "href", $0.url)\(attribute: "aria-current", $0.isCurrent ? "true" : nil)>\($0.title)</a></li>" })\(workspace.newURL.map { url -> HTML in "<li><a class=soft\(attribute: "href", url)>New workspace</a></li>" })</ul></details>
        """
    }

    private func entry(_ entry: PlatformBrand) -> HTML {
        let isHere = entry == platform
        let inside: HTML = isHere && !sections.isEmpty
            ? "<ul class=sections>\(sections, { "<li><a\(attribute: "href", $0.url)\(attribute: "aria-current", $0.isCurrent ? "page" : nil)>\($0.title)\($0.count.map { count -> HTML in "<span class=count>\(count)</span>" })</a></li>" })</ul>"
            : HTML()
        let current = isHere ? (sections.contains(where: \.isCurrent) ? "true" : "page") : nil
        return "<a\(attribute: "href", entry.url)\(attribute: "aria-current", current) data-go=\(entry.key)>\(Dot(.platform(entry)))<span>\(entry.title)</span></a>\(inside)"
    }

    private var savedLists: HTML {
        if saved.isEmpty { return "" }
        return """
        <nav class=second aria-label=Saved>\(saved, { link in
            "<a\(attribute: "href", link.url)>\(Dot(link.platform.map(Tone.platform) ?? .neutral))<span>\(link.title)</span>\(link.count.map { count -> HTML in "<span class=count>\(count)</span>" })</a>"
        })</nav>
        """
    }

    /// The sections again for the phone, where the rail has no room for them.
    private var strip: HTML {
        """
        <nav class=strip id=strip aria-label=Sections>\(sections, { "<a\(attribute: "href", $0.url)\(attribute: "aria-current", $0.isCurrent ? "page" : nil)>\($0.title)</a>" })</nav>
        """
    }

    private var who: HTML {
        if person.links.isEmpty, person.signOut == nil {
            return "<div class=\"who small soft\">\(person.name) · \(person.role)</div>"
        }
        return """
        <details class="menu who"><summary class="small soft">\(person.name) · \(person.role)</summary><ul class=sheet>\(person.links, { "<li><a\(attribute: "href", $0.url)>\($0.title)</a></li>" })\(person.signOut.map { button -> HTML in "<li>\(button)</li>" })</ul></details>
        """
    }
}

/// The sextant.
public struct SextantMark: Component {
    var size: Int

    public init(size: Int = 22) { self.size = size }

    public var html: HTML {
        """
        <svg class=mark\(attribute: "width", size)\(attribute: "height", size) viewBox="0 0 24 24" fill=none stroke=currentColor stroke-width=1.7 stroke-linecap=round aria-hidden=true><path d="M4 18a11.5 11.5 0 0 0 16 0M12 4 6.2 19.6M12 4l5.8 15.6M12 4v6"/><circle cx=12 cy=4 r=1.6 /><circle cx=12 cy=13 r=2.2 /></svg>
        """
    }
}
