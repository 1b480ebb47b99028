import Kernel
import Model

/// The design around every page of a site: head, navigation, footer.
struct SiteFrame {
    let site: SiteRequest
    let title: String
    let path: String
    var description: String?
    var kind = "website"
    var structured: JSON?
    var feeds: [Feed.Link] = []
    var isHidden = false

    /// The whole document around `content`.
    func document(_ content: HTML) -> HTML {
        let name = site.site[Site.name]
        let written = site.site.navigation(base: site.place.base, current: site.place.url(path))
        let links = written.isEmpty ? journals : Array(written.dropLast())
        let meta = SiteMeta(
            title: title, description: description, canonical: isHidden ? nil : site.place.canonical(path), kind: kind,
            structured: structured?.description, isHidden: isHidden)
        let layout = SiteLayout(
            name: name, homeURL: site.place.url("/"), links: links, menu: Ecosystem.menu,
            action: written.last.map { Button($0.title, to: $0.url, style: .primary) }, footer: Ecosystem.footer(of: site),
            content: content)
        let full = title == name ? name : "\(title) · \(name)"
        return PageDocument(
            title: full, body: layout, nonce: "", sheets: Asset.siteSheets, scripts: Asset.siteScripts,
            head: "\(meta)<meta property=\"og:site_name\" content=\"\(name)\"><meta name=\"twitter:card\" content=summary>\(feeds, { $0.html })"
        ).html
    }

    /// Until the owner wrote a navigation, the journals are one.
    private var journals: [NavLink] {
        site.index.journals(at: site.now).map { NavLink($0.name, to: site.place.url("/\($0.slug)"), isCurrent: path == "/\($0.slug)") }
    }
}

extension Record<Site> {
    /// The links that the site's owner wrote, one a line: `Title | /path`. The last is the main action.
    func navigation(base: String, current: String) -> [NavLink] {
        self[Site.navigation].split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: "|", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2, !parts[0].isEmpty, SafeURL.allows(parts[1]) else { return nil }
            let url = parts[1].hasPrefix("/") && !parts[1].hasPrefix("//") ? base + parts[1] : parts[1]
            return NavLink(parts[0], to: url, isCurrent: url == current)
        }
    }
}

/// The six platforms and the four build paths, as every site's navigation shows them.
enum Ecosystem {
    static let motto = "One login. One data model. Six platforms. Zero app-switching."

    static let menu: HTML = """
        <nav class=site-platforms aria-label="Platform and build paths"><details class="menu"><summary class="button quiet">Platform</summary><ul class=sheet>\(PlatformBrand.suite, {
            "<li><a\(attribute: "href", $0.url)>\(Dot(.platform($0)))<span><b>\($0.title.uppercased())</b> <span class=\"small soft\">\($0.purpose): \($0.line)</span></span></a></li>"
        })\(BuildPath.allCases, {
            "<li><a href=\"/app/ecosystem#path-\($0.rawValue)\"><span><b>\($0.title)</b> <span class=\"small soft\">\($0.line)</span></span></a></li>"
        })<li class="small soft">\(motto)</li></ul></details></nav>
        """

    static func footer(of site: SiteRequest) -> SiteLayout.Footer {
        let journals = site.index.journals(at: site.now).map { NavLink($0.name, to: site.place.url("/\($0.slug)")) }
        return SiteLayout.Footer(
            columns: (journals.isEmpty ? [] : [("Journal", journals)]) + [
                ("Platform", PlatformBrand.suite.map { NavLink("\($0.title.uppercased()): \($0.purpose). \($0.line)", to: $0.url) }),
                ("Build paths", BuildPath.allCases.map { NavLink("\($0.title): \($0.line)", to: "/app/ecosystem#path-\($0.rawValue)") }),
            ],
            note: "\(site.site[Site.name])\(site.site[Site.tagline].map { tagline -> HTML in " · \(tagline)" })<br>\(motto)")
    }
}
