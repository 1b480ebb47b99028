/// What a ``Sanitiser`` lets through: elements, their attributes, and schemes of addresses.
///
/// Everything not named is dropped. Whatever the policy says, elements that run code or switch the
/// parser (`script`, `style`, `svg`, `math`, `iframe`, `template`, …), `style` and `on…` attributes
/// never pass; naming them has no effect.
public struct SanitiserPolicy: Sendable {
    /// Lower-case element names and the attributes allowed on each.
    public var elements: [String: Set<String>]

    /// Attributes allowed on every allowed element.
    public var globalAttributes: Set<String>

    /// Lower-case schemes of absolute addresses, without colon. Relative addresses always pass.
    public var schemes: Set<String>

    /// The `rel` written on every link with an address (`"nofollow ugc"`); nil writes none.
    public var linkRelation: String?

    /// How deep elements may nest; deeper tags are dropped, their text stays. At most 256.
    public var maximumDepth: Int

    public init(
        elements: [String: Set<String>],
        globalAttributes: Set<String> = ["title", "lang", "dir"],
        schemes: Set<String> = SafeURL.standardSchemes,
        linkRelation: String? = nil,
        maximumDepth: Int = 64
    ) {
        self.elements = elements.filter { !Self.neverAllowed.contains($0.key) }
        self.globalAttributes = globalAttributes
        self.schemes = schemes
        self.linkRelation = linkRelation
        self.maximumDepth = min(max(maximumDepth, 1), 256)
    }

    /// Articles, comments and mail bodies: text, headings, lists, tables, links, pictures, code.
    ///
    /// `class` passes on `code` and `pre` as `language-…` only; `id` and `name` never pass, so
    /// content cannot shadow names of the page. `input` passes as a disabled checkbox (task lists).
    public static let richText = SanitiserPolicy(elements: [
        "a": ["href"], "abbr": [], "b": [], "blockquote": ["cite"], "br": [], "caption": [], "cite": [],
        "code": ["class"], "col": ["span"], "colgroup": ["span"], "dd": [], "del": ["cite", "datetime"],
        "details": ["open"], "dfn": [], "div": [], "dl": [], "dt": [], "em": [], "figcaption": [], "figure": [],
        "h1": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "hr": [], "i": [],
        "img": ["src", "alt", "width", "height"], "input": [], "ins": ["cite", "datetime"], "kbd": [], "li": ["value"],
        "mark": [], "ol": ["start", "reversed", "type"], "p": [], "pre": ["class"], "q": ["cite"], "rp": [], "rt": [],
        "ruby": [], "s": [], "samp": [], "section": [], "small": [], "span": [], "strong": [], "sub": [], "summary": [],
        "sup": [], "table": [], "tbody": [], "td": ["align", "colspan", "rowspan"], "tfoot": [],
        "th": ["align", "colspan", "rowspan", "scope"], "thead": [], "time": ["datetime"], "tr": ["align"], "u": [],
        "ul": [], "var": [], "wbr": [],
    ])

    /// One line: emphasis, code and links only.
    public static let inline = SanitiserPolicy(elements: [
        "a": ["href"], "b": [], "code": [], "del": [], "em": [], "i": [], "kbd": [], "mark": [], "q": [], "s": [],
        "small": [], "span": [], "strong": [], "sub": [], "sup": [], "u": [], "br": [],
    ])

    /// Elements whose content is not text of the page: dropped together with it.
    static let droppedWithContent: Set<String> = [
        "script", "style", "svg", "math", "iframe", "object", "applet", "template", "noscript", "noembed",
        "noframes", "xmp", "plaintext", "textarea", "title", "select", "frameset", "canvas", "audio", "video",
    ]

    static let neverAllowed: Set<String> = droppedWithContent.union([
        "html", "head", "body", "base", "basefont", "link", "meta", "embed", "frame", "form", "button", "portal",
        "image", "isindex", "listing", "param", "source", "track", "slot",
    ])
}
