import Kernel
import Model

/// A list of articles for feed readers: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.
struct Feed: Sendable {
    enum Format: String, Sendable, CaseIterable {
        case rss = "feed.xml", atom = "atom.xml", json = "feed.json"

        var type: String {
            switch self {
            case .rss: "application/rss+xml"
            case .atom: "application/atom+xml"
            case .json: "application/feed+json"
            }
        }

        var title: String {
            switch self {
            case .rss: "RSS"
            case .atom: "Atom"
            case .json: "JSON Feed"
            }
        }
    }

    /// Where a feed is, for `<head>` and for people.
    struct Link: Sendable {
        let title: String
        let url: String
        let format: Format

        var html: HTML { "<link rel=alternate type=\"\(format.type)\" title=\"\(title) (\(format.title))\"\(attribute: "href", url)>" }
        var anchor: HTML { "<a\(attribute: "href", url)>\(format.title)</a>" }
    }

    struct Entry: Sendable {
        let line: ArticleLine
        let url: String
        let content: String

        /// The same through every edit and every move: made of the article's key alone.
        var id: String { "urn:sextant:article:\(line.key.text)" }
    }

    let title: String
    let description: String
    /// The page that lists the same articles, and the feed itself.
    let page: String
    let address: String
    let entries: [Entry]

    static let length = 20

    static func links(_ site: SiteRequest, below path: String, title: String) -> [Link] {
        Format.allCases.map { Link(title: title, url: site.place.url("\(path)/\($0.rawValue)"), format: $0) }
    }

    /// One statement, for the texts.
    static func document(_ list: ListingPage, _ format: Format, on site: SiteRequest) async throws -> SiteDocument {
        let lines = Array(list.articles.prefix(length))
        let bodies = try await site.read { try $0.bodies(of: lines) }
        let name = site.site[Site.name]
        let feed = Feed(
            title: list.title == name ? name : "\(list.title) · \(name)", description: site.site[Site.tagline] ?? "\(list.title) on \(name)",
            page: site.place.canonical(list.path), address: site.place.canonical("\(list.path)/\(format.rawValue)"),
            entries: lines.map { Entry(line: $0, url: site.place.canonical($0.path), content: Markdown(bodies[$0.key] ?? "").html.text) })
        return SiteDocument(feed.text(format), type: "\(format.type); charset=utf-8")
    }

    func text(_ format: Format) -> HTML {
        switch format {
        case .rss: rss
        case .atom: atom
        case .json: HTML.raw(json.description)
        }
    }

    private var updated: Instant { entries.map(\.line.updated).max() ?? .epoch }

    private var rss: HTML {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>\(xml: title)</title><link>\(xml: page)</link><description>\(xml: description)</description><lastBuildDate>\(updated.mailDate)</lastBuildDate><atom:link href="\(xml: address)" rel="self" type="application/rss+xml"/>\(entries, { entry in
            """
            <item><title>\(xml: entry.line.title)</title><link>\(xml: entry.url)</link><guid isPermaLink="false">\(xml: entry.id)</guid><pubDate>\(entry.line.published.mailDate)</pubDate>\(entry.line.author.map { name -> HTML in "<dc:creator>\(xml: name)</dc:creator>" })\(entry.topics, { "<category>\(xml: $0)</category>" })\(entry.line.summary.map { text -> HTML in "<description>\(xml: text)</description>" })<content:encoded>\(xml: entry.content)</content:encoded></item>
            """
        })</channel></rss>
        """
    }

    private var atom: HTML {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom"><title>\(xml: title)</title><subtitle>\(xml: description)</subtitle><id>\(xml: address)</id><updated>\(updated.description)</updated><link rel="self" type="application/atom+xml" href="\(xml: address)"/><link rel="alternate" type="text/html" href="\(xml: page)"/>\(entries, { entry in
            """
            <entry><title>\(xml: entry.line.title)</title><id>\(xml: entry.id)</id><link rel="alternate" type="text/html" href="\(xml: entry.url)"/><published>\(entry.line.published.description)</published><updated>\(entry.line.updated.description)</updated><author><name>\(xml: entry.line.author ?? title)</name></author>\(entry.topics, { "<category term=\"\(xml: $0)\"/>" })\(entry.line.summary.map { text -> HTML in "<summary>\(xml: text)</summary>" })<content type="html">\(xml: entry.content)</content></entry>
            """
        })</feed>
        """
    }

    private var json: JSON {
        let items = entries.map { entry -> JSON in
            var item: JSONObject = [
                "id": JSON(entry.id), "url": JSON(entry.url), "title": JSON(entry.line.title), "content_html": JSON(entry.content),
                "date_published": JSON(entry.line.published.description), "date_modified": JSON(entry.line.updated.description),
                "tags": JSON(entry.topics.map { JSON($0) }),
            ]
            if let summary = entry.line.summary { item["summary"] = JSON(summary) }
            if let author = entry.line.author { item["authors"] = JSON([JSON.object(["name": JSON(author)])]) }
            return .object(item)
        }
        return .object([
            "version": "https://jsonfeed.org/version/1.1", "title": JSON(title), "description": JSON(description), "home_page_url": JSON(page),
            "feed_url": JSON(address), "items": JSON(items),
        ])
    }
}

extension Feed.Entry {
    var topics: [String] { [line.category].compactMap { $0 } + line.tags }
}

extension HTML.StringInterpolation {
    /// Text in XML 1.0, which has no control characters but tab and line ends.
    mutating func appendInterpolation(xml text: String) {
        appendInterpolation(String(String.UnicodeScalarView(text.unicodeScalars.filter {
            $0.value >= 0x20 ? $0.value != 0xFFFE && $0.value != 0xFFFF : $0 == "\t" || $0 == "\n" || $0 == "\r"
        })))
    }
}

extension Instant {
    /// RFC 5322 in UTC: `Sun, 22 Nov 2026 14:05:31 GMT`.
    var mailDate: String {
        let local = Zone.utc.local(self)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = switch local.date.weekday {
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        case .sunday: "Sun"
        }
        let date = local.date.formatted()
        return "\(day), \(date.prefix { $0 != " " }.count == 1 ? "0" : "")\(date) \(two(local.time.hour)):\(two(local.time.minute)):\(two(local.time.second)) GMT"
    }
}
