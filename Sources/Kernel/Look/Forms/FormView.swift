public import Markup

/// Fields under a common heading.
public struct FormSection: Sendable {
    var title: String?
    var help: String?
    var fields: [FormField]

    public init(_ title: String, help: String? = nil, _ fields: [FormField]) {
        self.title = title
        self.help = help
        self.fields = fields
    }

    /// Fields that need no heading.
    public init(_ fields: [FormField]) { self.fields = fields }
}

/// A form that keeps what was typed and says beside each field what is wrong.
///
/// When fields carry errors, a summary on top takes the focus and leads to each.
public struct FormView: Component {
    var url: String
    var sections: [FormSection]
    var submit: String
    var cancelURL: String?
    var error: String?
    var forgery: Forgery
    var more: [any Component]
    var isNarrow: Bool

    /// - Parameters:
    ///   - url: where it posts.
    ///   - submit: the words on the button: what it does ("Create contact").
    ///   - error: what is wrong with the whole ("This contact was changed by Ben a minute ago.").
    ///   - more: markup or inputs below the fields, inside the form (line items, previews).
    ///   - isNarrow: a column of 640 px instead of the full width.
    public init(
        to url: String, _ sections: [FormSection], submit: String, cancelURL: String? = nil, error: String? = nil,
        forgery: Forgery, more: [any Component] = [], isNarrow: Bool = true
    ) {
        self.url = url
        self.sections = sections
        self.submit = submit
        self.cancelURL = cancelURL
        self.error = error
        self.forgery = forgery
        self.more = more
        self.isNarrow = isNarrow
    }

    /// A form of one section.
    public init(
        to url: String, _ fields: [FormField], submit: String, cancelURL: String? = nil, error: String? = nil, forgery: Forgery
    ) {
        self.init(to: url, [FormSection(fields)], submit: submit, cancelURL: cancelURL, error: error, forgery: forgery)
    }

    public var html: HTML {
        """
        <form\(classes("form", isNarrow ? "narrow" : "")) method=post\(attribute: "action", url)\(attribute: "enctype", hasFile ? "multipart/form-data" : nil) novalidate data-form>\(forgery.field)\(summary)\(sections, section)\(more)<div class="buttons foot"><button class="button primary">\(submit)</button>\(cancelURL.map { url -> HTML in "<a class=\"button quiet\"\(attribute: "href", url)>Cancel</a>" })</div></form>
        """
    }

    private var fields: [FormField] { sections.flatMap(\.fields) }

    private var hasFile: Bool {
        fields.contains { if case .file = $0.kind { true } else { false } }
    }

    private var summary: HTML {
        let wrong = fields.filter { $0.error != nil }
        if wrong.isEmpty, error == nil { return "" }
        let title = error ?? (wrong.count == 1 ? "One answer needs another look." : "\(wrong.count) answers need another look.")
        return """
        <div class="notice bad summary" role=alert tabindex=-1 data-summary><b>\(title)</b>\(if: !wrong.isEmpty, "<ul>\(wrong, { "<li><a href=\"#\($0.id)\">\($0.label)</a>: \($0.error)</li>" })</ul>")</div>
        """
    }

    private func section(_ section: FormSection) -> HTML {
        """
        <section class="card fields">\(section.title.map { title -> HTML in "<h2>\(title)</h2>" })\(section.help.map { help -> HTML in "<p class=\"help wide\">\(help)</p>" })\(section.fields)</section>
        """
    }
}
