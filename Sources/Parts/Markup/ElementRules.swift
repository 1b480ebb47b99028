/// The few rules of the HTML syntax that keep rewritten markup balanced as its author meant it.
enum ElementRules {
    static let void: Set<String> = ["br", "hr", "img", "input", "wbr", "col", "area", "embed", "source", "track"]

    /// Content is not markup up to the end tag.
    static let rawText: Set<String> = [
        "script", "style", "iframe", "noscript", "noembed", "noframes", "xmp", "textarea", "title",
    ]

    static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

    static let breaksText: Set<String> = headings.union([
        "p", "div", "br", "li", "tr", "td", "th", "hr", "pre", "blockquote", "section", "ul", "ol", "dl", "dt", "dd",
        "table", "figure", "figcaption", "article", "header", "footer",
    ])

    /// Which open elements a start tag closes, and which elements it does not look beyond
    /// (optional end tags, WHATWG HTML §13.1.2.4).
    static func closed(by name: String) -> (elements: Set<String>, boundary: Set<String>)? {
        switch name {
        case "li": (["li"], ["ul", "ol"])
        case "dt", "dd": (["dt", "dd"], ["dl"])
        case "td", "th": (["td", "th"], ["table", "tr"])
        case "tr": (["tr", "caption", "colgroup"], ["table"])
        case "tbody", "thead", "tfoot": (["tbody", "thead", "tfoot", "caption", "colgroup"], ["table"])
        case "a": (["a"], ["table", "td", "th"])
        case "p", "div", "ul", "ol", "dl", "table", "pre", "blockquote", "hr", "section", "figure", "details":
            (["p"], ["td", "th", "li", "blockquote", "div", "section", "table", "figure", "details", "dd"])
        case "h1", "h2", "h3", "h4", "h5", "h6":
            (headings.union(["p"]), ["td", "th", "li", "blockquote", "div", "section", "table"])
        default: nil
        }
    }
}
