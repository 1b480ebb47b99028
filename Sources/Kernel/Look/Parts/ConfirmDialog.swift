public import Markup

/// A button that asks once before it does what cannot be undone by itself.
///
/// It opens in place, works without JavaScript, and closes with Escape.
public struct ConfirmDialog: Component {
    var title: String
    var question: String
    var consequence: HTML
    var action: PostButton

    /// - Parameters:
    ///   - title: the words on the closed button ("Delete…").
    ///   - question: what is asked ("Delete Mirjam Oberholzer?").
    ///   - consequence: what happens then, and how to come back ("It stays in the bin for 30 days.").
    ///   - action: the button that does it, usually in style `.danger`.
    public init(_ title: String, question: String, consequence: HTML, action: PostButton) {
        self.title = title
        self.question = question
        self.consequence = consequence
        self.action = action
    }

    public var html: HTML {
        """
        <details class="menu confirm"><summary class=button>\(title)</summary><div class=sheet role=group aria-label="\(question)"><b>\(question)</b><p class="small soft">\(consequence)</p><div class=buttons><button type=button class=button data-close hidden>Cancel</button>\(action)</div></div></details>
        """
    }
}
