public import Markup

/// How loudly a button speaks. A page has one primary action at most.
public enum ButtonStyle: String, Sendable, Hashable {
    case plain, primary, danger, quiet

    var className: String { self == .plain ? "button" : "button \(rawValue)" }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
public struct Button: Component {
    var title: String
    var url: String
    var style: ButtonStyle
    var key: String?
    var opensNewTab: Bool

    /// - Parameters:
    ///   - key: a single letter that presses it from anywhere on the page (`c` creates, `e` edits).
    ///   - opensNewTab: for addresses outside the product.
    public init(_ title: String, to url: String, style: ButtonStyle = .plain, key: String? = nil, opensNewTab: Bool = false) {
        self.title = title
        self.url = url
        self.style = style
        self.key = key
        self.opensNewTab = opensNewTab
    }

    public var html: HTML {
        "<a class=\"\(style.className)\"\(attribute: "href", url)\(attribute: "data-key", key)\(attribute: "aria-keyshortcuts", key)\(attribute: "target", opensNewTab ? "_blank" : nil)\(attribute: "rel", opensNewTab ? "noopener" : nil)>\(title)</a>"
    }
}

/// A button that changes something: a form of its own that posts.
public struct PostButton: Component {
    var title: String
    var url: String
    var fields: [(name: String, value: String)]
    var style: ButtonStyle
    var forgery: Forgery
    var key: String?
    var label: String?

    /// - Parameters:
    ///   - fields: what is posted besides the forgery token.
    ///   - label: the whole sentence for screen readers when the words alone do not say it ("Remove Ana from the team").
    public init(
        _ title: String, to url: String, fields: [(name: String, value: String)] = [], style: ButtonStyle = .plain,
        forgery: Forgery, key: String? = nil, label: String? = nil
    ) {
        self.title = title
        self.url = url
        self.fields = fields
        self.style = style
        self.forgery = forgery
        self.key = key
        self.label = label
    }

    public var html: HTML {
        """
        <form class=inline-form method=post\(attribute: "action", url)>\(forgery.field)\(hidden(fields))<button class="\(style.className)"\(attribute: "data-key", key)\(attribute: "aria-keyshortcuts", key)\(attribute: "aria-label", label)>\(title)</button></form>
        """
    }
}

/// Hidden inputs for name and value pairs.
func hidden(_ fields: [(name: String, value: String)]) -> HTML {
    fields.html { "<input type=hidden name=\"\($0.name)\" value=\"\($0.value)\">" }
}
