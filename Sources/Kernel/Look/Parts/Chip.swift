public import Markup

/// A word of state: "Customer", "paid", "score 71".
public struct Chip: Component {
    var title: String
    var tone: Tone
    var url: String?

    /// - Parameter url: makes the chip a link.
    public init(_ title: String, _ tone: Tone = .neutral, to url: String? = nil) {
        self.title = title
        self.tone = tone
        self.url = url
    }

    public var html: HTML {
        if let url { return "<a\(classes("chip", tone.className))\(attribute: "href", url)>\(title)</a>" }
        return "<span\(classes("chip", tone.className))>\(title)</span>"
    }
}

/// The diamond in a platform's colour.
public struct Dot: Component {
    var tone: Tone

    public init(_ tone: Tone) { self.tone = tone }

    public var html: HTML { "<span\(classes("dot", tone.className)) aria-hidden=true></span>" }
}

/// A person's initials in a circle.
public struct Face: Component {
    var name: String

    /// - Parameter name: the full name; up to two initials are drawn.
    public init(_ name: String) { self.name = name }

    public var html: HTML {
        let words = name.split(separator: " ")
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first }.map { $0.uppercased() }
        return "<span class=face aria-hidden=true>\(letters.joined())</span>"
    }
}
