public import Markup

/// One page for every record: facts left, one timeline in the middle, what
/// matters next to the right. On a phone they follow each other.
public struct RecordView: Component {
    var head: Head
    var facts: [any Component]
    var middle: [any Component]
    var panels: [any Component]

    /// - Parameters:
    ///   - facts: cards with ``Facts``.
    ///   - middle: the ``Timeline``, or what the record is made of (lines of an invoice).
    ///   - panels: ``PanelView`` values of the platforms.
    public init(_ head: Head, facts: [any Component], middle: [any Component], panels: [any Component]) {
        self.head = head
        self.facts = facts
        self.middle = middle
        self.panels = panels
    }

    public var html: HTML {
        "\(head)<div class=record>\(Stack(facts))\(Stack(middle))\(Stack(panels))</div>"
    }
}
