public import Markup

/// What just happened, shown once after an action.
///
/// It leaves by itself after some seconds unless it is bad news, offers an
/// action, or is being read.
public struct Flash: Component {
    var message: HTML
    var tone: Tone
    var undo: (any Component)?

    /// - Parameter undo: usually a ``PostButton`` "Undo".
    public init(_ message: HTML, tone: Tone = .good, undo: (any Component)? = nil) {
        self.message = message
        self.tone = tone
        self.undo = undo
    }

    public var html: HTML {
        "<div\(classes("toast", tone.className))\(attribute: "data-stays", tone == .bad || undo != nil)><span>\(message)</span>\(undo?.html)</div>"
    }
}
