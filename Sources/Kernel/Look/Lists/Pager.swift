public import Markup

/// How much of a list is shown, and the ways onward. A total is counted only when asked.
public struct Pager: Component {
    var shown: Int
    var first: String?
    var previous: String?
    var next: String?
    var countAll: String?
    var total: Int?

    /// - Parameters:
    ///   - first: back to the beginning; nil on the first page.
    ///   - countAll: the address of this page with its total counted.
    ///   - total: the counted total, when it was asked for.
    public init(shown: Int, first: String? = nil, previous: String? = nil, next: String? = nil, countAll: String? = nil, total: Int? = nil) {
        self.shown = shown
        self.first = first
        self.previous = previous
        self.next = next
        self.countAll = countAll
        self.total = total
    }

    public var html: HTML {
        "<nav class=pager aria-label=Pages><span>\(grouped(shown)) shown\(total.map { total -> HTML in " of \(grouped(total))" })</span>\(way("First", first))\(way("Previous", previous, rel: "prev"))\(way("Next", next, rel: "next"))\(way("Count all", countAll))</nav>"
    }

    private func way(_ title: String, _ url: String?, rel: String? = nil) -> HTML {
        guard let url else { return "" }
        return "<a\(attribute: "href", url)\(attribute: "rel", rel)>\(title)</a>"
    }
}
