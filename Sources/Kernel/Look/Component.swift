public import Markup

/// A piece of a page: a value that knows how to print itself.
///
/// Components are plain values in, `HTML` out: no clock, no database, no
/// request. Print one with `"\(component)"` inside any `HTML` literal, or
/// with ``html``. `String` inputs are text and are escaped; `HTML` inputs are
/// markup and are printed as they are.
public protocol Component: Sendable {
    /// The markup of this piece.
    var html: HTML { get }
}

extension HTML: Component {
    /// Markup is its own component, so any slot for components takes it.
    public var html: HTML { self }
}

extension HTML {
    /// Components one after another: a page reads `HTML(Head("Contacts"), filters, table, pager)`.
    public init(_ parts: any Component...) {
        self.init()
        for part in parts { append(part.html) }
    }
}

extension HTML.StringInterpolation {
    /// Prints a component.
    public mutating func appendInterpolation(_ component: some Component) {
        appendInterpolation(component.html)
    }

    /// Prints a component, or nothing.
    public mutating func appendInterpolation(_ component: (some Component)?) {
        if let component { appendInterpolation(component.html) }
    }

    /// Prints components one after another.
    public mutating func appendInterpolation(_ components: [some Component]) {
        for component in components { appendInterpolation(component.html) }
    }

    /// Prints components of several kinds one after another.
    public mutating func appendInterpolation(_ components: [any Component]) {
        for component in components { appendInterpolation(component.html) }
    }
}
