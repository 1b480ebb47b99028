public import Markup

/// Something went wrong: what, why, what to do.
///
/// Stands alone in a ``PageDocument``, or in a ``Shell`` with `isInShell`.
public struct ErrorView: Component {
    var status: Int
    var what: String
    var why: HTML?
    var advice: HTML
    var trace: String?
    var actions: [any Component]
    var isInShell: Bool

    /// - Parameters:
    ///   - what: one sentence ("There is nothing at this address.").
    ///   - why: the cause, when it is known and theirs to see.
    ///   - advice: what to do next.
    ///   - trace: the number that finds the cause in the log.
    ///   - actions: ways out; a button home when empty.
    public init(status: Int, what: String, why: HTML? = nil, advice: HTML, trace: String? = nil, actions: [any Component] = [], isInShell: Bool = false) {
        self.status = status
        self.what = what
        self.why = why
        self.advice = advice
        self.trace = trace
        self.actions = actions
        self.isInShell = isInShell
    }

    public var html: HTML {
        isInShell ? card : "<main class=gate id=main><div class=brand>\(SextantMark())<span>Sextant</span></div>\(card)</main>"
    }

    private var card: HTML {
        let ways: [any Component] = actions.isEmpty ? [Button("Go home", to: isInShell ? "/app" : "/", style: .primary)] : actions
        return """
        <section class="card fault"><p class="small soft number">\(status)</p><h1 tabindex=-1>\(what)</h1>\(why.map { why -> HTML in "<p>\(why)</p>" })<p>\(advice)</p><div class=buttons>\(ways)</div>\(trace.map { trace -> HTML in "<p class=\"small soft\">If you ask for help, name the number <code>\(trace)</code>.</p>" })</section>
        """
    }
}
