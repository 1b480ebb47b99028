public import Markup

/// A sentence the person should not miss, in place.
public struct Notice: Component {
    var tone: Tone
    var title: String?
    var body: HTML

    public init(_ tone: Tone, title: String? = nil, body: HTML) {
        self.tone = tone
        self.title = title
        self.body = body
    }

    public var html: HTML {
        "<div\(classes("notice", tone.className)) role=note>\(title.map { title -> HTML in "<b>\(title)</b> " })\(body)</div>"
    }
}
