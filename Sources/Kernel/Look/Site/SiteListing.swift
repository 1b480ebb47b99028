public import Markup

/// The journal's front page, a topic, an archive.
public struct SiteListing: Component {
    var title: String
    var lead: String?
    var topics: [NavLink]
    var teasers: [ArticleTeaser]
    var pager: Pager?
    var empty: String

    /// - Parameter topics: tags to narrow the list.
    public init(title: String, lead: String? = nil, topics: [NavLink] = [], teasers: [ArticleTeaser], pager: Pager? = nil, empty: String = "Nothing has been published here yet.") {
        self.title = title
        self.lead = lead
        self.topics = topics
        self.teasers = teasers
        self.pager = pager
        self.empty = empty
    }

    public var html: HTML {
        """
        <section class=listing><h1>\(title)</h1>\(lead.map { lead -> HTML in "<p class=lead>\(lead)</p>" })\(if: !topics.isEmpty, "<nav class=row aria-label=Topics>\(topics, { "<a class=\"chip\(if: $0.isCurrent, " accent")\"\(attribute: "href", $0.url)\(attribute: "aria-current", $0.isCurrent ? "page" : nil)>\($0.title)</a>" })</nav>")\(if: teasers.isEmpty, EmptyState(empty).html, else: "<div class=related>\(teasers)</div>")\(pager)</section>
        """
    }
}
