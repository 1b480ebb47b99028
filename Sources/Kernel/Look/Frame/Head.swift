public import Markup

/// The top of a page: the thing, the truth about it, what can be done.
public struct Head: Component {
    var title: String
    var truth: HTML?
    var actions: [any Component]

    /// - Parameters:
    ///   - title: the thing, in the person's words ("Where the money comes from").
    ///   - truth: the line under it: period, zone, "true as of", state.
    ///   - actions: ``Button``, ``PostButton``, ``MenuButton``; the primary one last.
    public init(_ title: String, truth: HTML? = nil, actions: [any Component] = []) {
        self.title = title
        self.truth = truth
        self.actions = actions
    }

    public var html: HTML {
        """
        <div class=head><div><h1 tabindex=-1>\(title)</h1>\(truth.map { truth -> HTML in "<div class=\"small soft truth\">\(truth)</div>" })</div>\(if: !actions.isEmpty, "<div class=actions>\(actions)</div>")</div>
        """
    }
}
