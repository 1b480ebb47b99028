public import Markup

/// Running text as Markdown gives it: headings, lists, quotes, code, tables.
public struct Prose: Component {
    var body: HTML

    /// - Parameter body: markup that is already clean.
    public init(_ body: HTML) { self.body = body }

    public var html: HTML { "<div class=prose>\(body)</div>" }
}

/// Text of a machine, kept as it is and scrollable.
public struct CodeBlock: Component {
    var code: String
    var label: String

    /// - Parameter label: what it is, for screen readers ("JSON of the request").
    public init(_ code: String, label: String) {
        self.code = code
        self.label = label
    }

    public var html: HTML { "<pre class=code tabindex=0 role=region aria-label=\"\(label)\"><code>\(code)</code></pre>" }
}
