public import Markup

/// Names and values of a thing.
public struct Facts: Component {
    /// One fact.
    public struct Fact: Sendable {
        var name: String
        var value: HTML
        var edit: InlineEdit?

        /// - Parameter value: what is shown; a dash when empty.
        public init(_ name: String, _ value: HTML, edit: InlineEdit? = nil) {
            self.name = name
            self.value = value
            self.edit = edit
        }
    }

    /// A fact's own little form, opened in place: posts the one field.
    public struct InlineEdit: Sendable {
        var url: String
        var field: FormField
        var forgery: Forgery
        var isOpen: Bool

        /// - Parameter isOpen: opened from the start, when the answer was refused.
        public init(to url: String, field: FormField, forgery: Forgery, isOpen: Bool = false) {
            self.url = url
            self.field = field
            self.forgery = forgery
            self.isOpen = isOpen
        }
    }

    var facts: [Fact]

    public init(_ facts: [Fact]) { self.facts = facts }

    public var html: HTML {
        "<dl class=facts>\(facts, { fact in "<dt>\(fact.name)</dt><dd>\(value(fact))</dd>" })</dl>"
    }

    private func value(_ fact: Fact) -> HTML {
        let shown: HTML = fact.value.isEmpty ? "<span class=soft>–</span>" : fact.value
        guard let edit = fact.edit else { return shown }
        return """
        <span class=editable>\(shown)<details class="menu inline"\(attribute: "open", edit.isOpen)><summary aria-label="Edit \(fact.name)">Edit</summary><form class=sheet method=post\(attribute: "action", edit.url)>\(edit.forgery.field)\(edit.field)<div class=buttons><button class="button primary">Save</button></div></form></details></span>
        """
    }
}
