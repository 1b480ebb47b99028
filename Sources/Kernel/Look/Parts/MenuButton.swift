public import Markup

/// A button that opens a short list of links and buttons.
public struct MenuButton: Component {
    var title: String
    var items: [any Component]
    var style: ButtonStyle
    var label: String?

    /// - Parameters:
    ///   - items: ``Button`` and ``PostButton`` values, or any markup; each is one row.
    ///   - label: for screen readers when `title` is a sign like "…".
    public init(_ title: String, _ items: [any Component], style: ButtonStyle = .plain, label: String? = nil) {
        self.title = title
        self.items = items
        self.style = style
        self.label = label
    }

    public var html: HTML {
        """
        <details class=menu><summary class="\(style.className)"\(attribute: "aria-label", label)>\(title)</summary><ul class=sheet>\(items, { "<li>\($0.html)</li>" })</ul></details>
        """
    }
}
