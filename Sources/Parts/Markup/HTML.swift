/// A piece of HTML: a string literal whose interpolations escape themselves.
///
/// ```swift
/// let row: HTML = "<td>\(contact.name)</td><td class=number>\(contact.orders)</td>"
/// ```
///
/// What stands in the literal is trusted; what is interpolated is escaped (`& < > " '`), so it is
/// safe as text and inside a quoted attribute. Interpolation takes only the types listed at
/// ``HTML/StringInterpolation``; anything else does not compile.
///
/// Storage is one UTF-8 buffer. Concatenation copies bytes once; reading ``bytes`` copies nothing.
///
/// - Important: Quote attributes that hold interpolations (`title="\(x)"`), or use
///   `\(attribute: "title", x)`, which quotes for you. For addresses use `\(attribute: "href", x)`
///   or `href="\(url: x)"`, which refuse `javascript:` and its relatives.
public struct HTML: Sendable, Hashable {
    /// The markup as UTF-8. No copy.
    public private(set) var bytes: [UInt8]

    /// Empty markup.
    @inlinable
    public init() { self.init(trustedBytes: []) }

    /// Markup from text, escaped.
    public init(escaping text: some StringProtocol) {
        bytes = []
        bytes.reserveCapacity(text.utf8.count)
        bytes.appendEscaped(text)
    }

    /// Markup taken as it is. Only for strings that this program made or sanitised itself.
    public init(raw trusted: String) {
        bytes = Array(trusted.utf8)
    }

    /// UTF-8 markup taken as it is. Only for bytes that this program made or sanitised itself.
    @usableFromInline
    init(trustedBytes: [UInt8]) { bytes = trustedBytes }

    /// Markup taken as it is. Reads as a warning at the call: `HTML.raw(page.cachedBody)`.
    public static func raw(_ trusted: String) -> HTML { HTML(raw: trusted) }

    /// The markup as a string. Copies once.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var isEmpty: Bool { bytes.isEmpty }

    public mutating func append(_ other: HTML) { bytes += other.bytes }

    public mutating func reserveCapacity(_ byteCount: Int) { bytes.reserveCapacity(byteCount) }

    public static func + (left: HTML, right: HTML) -> HTML {
        var whole = left
        whole.append(right)
        return whole
    }

    public static func += (left: inout HTML, right: HTML) { left.append(right) }
}

extension HTML: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(raw: value) }

    @inlinable
    public init(stringInterpolation: StringInterpolation) {
        self.init(trustedBytes: stringInterpolation.bytes)
    }
}

extension HTML: CustomStringConvertible {
    public var description: String { text }
}

extension Sequence where Element == HTML {
    /// All pieces in order, `separator` between them.
    public func joined(separator: HTML = HTML()) -> HTML {
        var whole = HTML()
        var isFirst = true
        for piece in self {
            if !isFirst { whole.append(separator) }
            isFirst = false
            whole.append(piece)
        }
        return whole
    }
}

extension Sequence {
    /// The markup of every element in order: `"<ul>\(names.html { "<li>\($0)</li>" })</ul>"`.
    @inlinable
    public func html(_ content: (Element) throws -> HTML) rethrows -> HTML {
        var whole = HTML()
        for element in self { whole.append(try content(element)) }
        return whole
    }
}
