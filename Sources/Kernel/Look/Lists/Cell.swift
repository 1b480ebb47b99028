public import Markup

/// What stands in one field of a table.
public enum Cell: Sendable, ExpressibleByStringLiteral {
    /// Plain text.
    case text(String)
    /// Text that matters less: times, sources.
    case soft(String)
    /// The name of a thing, leading to it.
    case link(String, to: String)
    /// A formatted figure with its unit ("CHF 3,911.00"); put it in a column with `.number` alignment.
    case number(String)
    /// A figure that leads to what it counts.
    case numberLink(String, to: String)
    /// One state.
    case chip(String, Tone)
    /// Several states.
    case chips([Chip])
    /// Anything else.
    case html(HTML)
    /// No value; drawn as a dash.
    case none

    public init(stringLiteral value: String) { self = .text(value) }

    /// The text, or the dash when there is none.
    public static func optional(_ text: String?) -> Cell { text.map(Cell.text) ?? .none }

    /// Short words stay on one line, so that rows keep their height.
    var isShort: Bool {
        switch self {
        case .text(let text), .soft(let text), .link(let text, _): text.utf8.count <= 16
        case .number, .numberLink, .chip: true
        case .chips, .html, .none: false
        }
    }

    var content: HTML {
        switch self {
        case .text(let text), .number(let text): "\(text)"
        case .soft(let text): "<span class=soft>\(text)</span>"
        case .link(let text, let url), .numberLink(let text, let url): "<a\(attribute: "href", url)>\(text)</a>"
        case .chip(let text, let tone): Chip(text, tone).html
        case .chips(let chips): "<span class=row>\(chips)</span>"
        case .html(let html): html
        case .none: "<span class=soft aria-label=none role=img>–</span>"
        }
    }
}
