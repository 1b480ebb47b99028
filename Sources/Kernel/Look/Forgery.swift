public import Markup

/// The token that proves a form came from our own page. Every component that
/// posts asks for it; ``field`` is what it prints into its form.
public struct Forgery: Sendable, Hashable {
    /// The name of the form field and of the `meta` tag.
    public static let name = "forgery"

    /// The token as text.
    public let token: String

    public init(_ token: String) { self.token = token }

    /// The hidden form field.
    public var field: HTML { "<input type=hidden name=forgery value=\"\(token)\">" }
}
