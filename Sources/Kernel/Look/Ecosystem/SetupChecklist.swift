public import Markup

/// A build path: its steps with ticks that are computed from the data, never clicked.
public struct SetupChecklist: Component {
    /// One step.
    public struct Step: Sendable {
        var title: String
        var detail: String
        var url: String
        var action: String
        var isDone: Bool

        /// - Parameters:
        ///   - detail: why it matters, or what was found when done ("3 pages published").
        ///   - action: the words on the button while it is open ("Publish a page").
        public init(_ title: String, detail: String, to url: String, action: String, isDone: Bool) {
            self.title = title
            self.detail = detail
            self.url = url
            self.action = action
            self.isDone = isDone
        }
    }

    var path: BuildPath
    var steps: [Step]
    var isLeading: Bool
    var open: Int?
    var allURL: String?

    /// - Parameters:
    ///   - isLeading: draws the next step's button as the page's primary action; one checklist a page.
    ///   - open: shows only so many of the steps that are still open; nil shows every step.
    ///   - allURL: where the whole list stands.
    public init(_ path: BuildPath, _ steps: [Step], isLeading: Bool = false, open: Int? = nil, allURL: String? = nil) {
        self.path = path
        self.steps = steps
        self.isLeading = isLeading
        self.open = open
        self.allURL = allURL
    }

    public var html: HTML {
        let done = steps.count { $0.isDone }
        let shown = open.map { steps.filter { !$0.isDone }.prefix($0) } ?? steps[...]
        let count: HTML = "\(done) of \(steps.count)"
        let more = allURL.map { url -> HTML in "<a\(attribute: "href", url)>\(count)</a>" } ?? count
        let nextIndex = shown.firstIndex { !$0.isDone }.map { $0 - shown.startIndex }
        return """
        <section class="card path" id="path-\(path.rawValue)"><h2>\(path.platforms.map { Dot(.platform($0)) })<span>\(path.title)</span><span class=more>\(more)</span></h2><p class="small soft">\(path.line)</p><progress\(attribute: "max", max(steps.count, 1))\(attribute: "value", done) aria-label="\(path.title)"></progress><ol class=checklist>\(shown.enumerated(), { index, step in
            "<li\(classes(step.isDone ? "done" : ""))><span class=tickmark aria-hidden=true></span><div><div>\(if: step.isDone, "<span class=hidden>Done: </span>")<a\(attribute: "href", step.url)>\(step.title)</a></div><div class=\"small soft\">\(step.detail)</div></div>\(if: !step.isDone, Button(step.action, to: step.url, style: isLeading && index == nextIndex ? .primary : .plain).html)</li>"
        })</ol></section>
        """
    }
}
