public import Markup

/// Nothing here yet: one sentence, one action.
public struct EmptyState: Component {
    var sentence: String
    var action: (any Component)?

    /// - Parameter action: the one thing to do next, usually a primary ``Button``.
    public init(_ sentence: String, action: (any Component)? = nil) {
        self.sentence = sentence
        self.action = action
    }

    public var html: HTML { "<div class=empty><p>\(sentence)</p>\(action?.html)</div>" }
}
