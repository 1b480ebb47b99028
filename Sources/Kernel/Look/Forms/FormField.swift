public import Markup

/// One question of a form, with its answer so far and what is wrong with it.
public struct FormField: Component {
    /// What kind of answer is expected.
    public enum Kind: Sendable {
        case text
        /// Several lines.
        case longText(rows: Int)
        case email
        case phone
        case url
        /// - `autocomplete`: "current-password" or "new-password".
        case password(autocomplete: String)
        /// One-time code of a second factor.
        case code
        /// A number; `step` as HTML takes it ("1", "0.01", "any").
        case number(step: String, min: String?, max: String?)
        /// An amount. Posts `name` and `name.currency`. One currency is fixed, several are chosen from.
        case money(currency: String, currencies: [String])
        /// A calendar day, `2026-11-22`.
        case date
        /// A time of day, `14:05`.
        case time
        /// A local date and time, `2026-11-22T14:05`; the zone's name is printed beside it.
        case dateTime(zone: String)
        /// One of a few, as a drop-down.
        case choice([Choice])
        /// One of very few, all in sight.
        case radio([Choice])
        /// Any of a few; posts `name` once for each.
        case choices([Choice])
        /// Yes or no; posts `name=true` when ticked.
        case checkbox
        /// Another record. Posts its key as `name`, the shown words as `name.title`.
        /// Suggestions come from `/app/lookup/<object>?q=` as `[{"key","title","hint"}]`.
        /// Without JavaScript only `name.title` is typed; resolve it when `name` is empty.
        case reference(object: String, title: String)
        /// Markdown with its marks explained.
        case markdown(rows: Int)
        /// JSON, SQL, CEL, Liquid, Python: monospaced, no spelling.
        case source(language: String, rows: Int)
        /// A file; the form becomes multipart by itself. `accept` as HTML takes it.
        case file(accept: String)
        /// A colour, `#rrggbb`.
        case color
        /// Sent, not shown.
        case hidden
        /// Shown, not asked.
        case fixed
        /// Your own inputs.
        case custom(HTML)
    }

    /// One answer to choose.
    public struct Choice: Sendable, Hashable {
        var value: String
        var title: String
        var hint: String?

        /// - Parameter hint: a second line, shown with radio buttons.
        public init(_ value: String, _ title: String, hint: String? = nil) {
            self.value = value
            self.title = title
            self.hint = hint
        }
    }

    /// How much of the form's width it takes.
    public enum Width: String, Sendable { case full, half, third }

    public var name: String
    public var label: String
    public var kind: Kind
    /// The answer so far, as it was typed: a refused form shows it again.
    public var value: String
    /// The ticked answers of `.choices`.
    public var values: Set<String>
    public var help: String?
    /// What is wrong and what to do.
    public var error: String?
    public var isRequired: Bool
    public var isDisabled: Bool
    public var placeholder: String?
    public var autocomplete: String?
    public var maxLength: Int?
    public var width: Width
    /// Takes the cursor when the page opens; one field a page.
    public var hasFocus: Bool

    public init(
        _ name: String, label: String, _ kind: Kind = .text, value: String = "", values: Set<String> = [],
        help: String? = nil, error: String? = nil, isRequired: Bool = false, isDisabled: Bool = false,
        placeholder: String? = nil, autocomplete: String? = nil, maxLength: Int? = nil, width: Width = .full,
        hasFocus: Bool = false
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.values = values
        self.help = help
        self.error = error
        self.isRequired = isRequired
        self.isDisabled = isDisabled
        self.placeholder = placeholder
        self.autocomplete = autocomplete
        self.maxLength = maxLength
        self.width = width
        self.hasFocus = hasFocus
    }

    var id: String { identifier("field", name) }

    public var html: HTML {
        switch kind {
        case .hidden: "<input type=hidden name=\"\(name)\" value=\"\(value)\">"
        case .checkbox: tickBox
        case .radio(let choices): group(choices, type: "radio", ticked: [value])
        case .choices(let choices): group(choices, type: "checkbox", ticked: values)
        default: "<div\(frame)>\(labelLine)\(input)\(helpLine)\(errorLine)</div>"
        }
    }

    private var frame: HTML { classes("field", width == .full ? "" : width.rawValue, error == nil ? "" : "wrong") }

    private var labelLine: HTML {
        if case .fixed = kind { return "<span class=label>\(label)</span>" }
        return "<label for=\"\(id)\">\(label)\(mark)</label>"
    }

    private var mark: HTML { isRequired ? " <span class=required aria-hidden=true>*</span>" : "" }

    private var helpLine: HTML { help.map { help -> HTML in "<p class=help id=\"\(id)-help\">\(help)</p>" } ?? "" }

    private var errorLine: HTML { error.map { error -> HTML in "<p class=error id=\"\(id)-error\">\(error)</p>" } ?? "" }

    /// `aria-describedby` and friends, the same on every input.
    private var state: HTML {
        let described = [help.map { _ in "\(id)-help" }, error.map { _ in "\(id)-error" }].compactMap(\.self)
        return """
        \(attribute: "required", isRequired)\(attribute: "disabled", isDisabled)\(attribute: "aria-invalid", error == nil ? nil : "true")\(attribute: "aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))\(attribute: "autofocus", hasFocus)
        """
    }

    private var common: HTML {
        """
        \(attribute: "id", id)\(attribute: "name", name)\(state)\(attribute: "placeholder", placeholder)\(attribute: "autocomplete", autocomplete)\(attribute: "maxlength", maxLength.map { String($0) })
        """
    }

    private func box(_ type: String, _ more: HTML = "") -> HTML {
        "<input\(attribute: "type", type)\(common)\(more) value=\"\(value)\">"
    }

    private func area(rows: Int, _ more: HTML = "") -> HTML {
        "<textarea\(common)\(attribute: "rows", rows)\(more)>\n\(value)</textarea>"
    }

    private var input: HTML {
        switch kind {
        case .text: box("text")
        case .longText(let rows): area(rows: rows)
        case .email: box("email", " inputmode=email spellcheck=false")
        case .phone: box("tel")
        case .url: box("url", " spellcheck=false")
        case .password(let autocomplete): "<input type=password\(common)\(attribute: "autocomplete", autocomplete)>"
        case .code: box("text", " inputmode=numeric autocomplete=one-time-code pattern=\"[0-9 ]*\" class=one-time")
        case .number(let step, let min, let max):
            box("number", "\(attribute: "step", step)\(attribute: "min", min)\(attribute: "max", max) inputmode=decimal class=number")
        case .money(let currency, let currencies): money(currency, currencies)
        case .date: box("date")
        case .time: box("time")
        case .dateTime(let zone): "<div class=row>\(box("datetime-local"))<span class=\"small soft\">\(zone)</span></div>"
        case .choice(let choices): dropDown(choices)
        case .reference(let object, let title): reference(object, title)
        case .markdown(let rows):
            "\(area(rows: rows))<p class=help>**bold**, *italic*, [link](address), # heading, - list</p>"
        case .source(let language, let rows):
            area(rows: rows, " class=mono spellcheck=false autocapitalize=off\(attribute: "data-language", language)")
        case .file(let accept): "<input type=file\(common)\(attribute: "accept", accept)>"
        case .color: box("color")
        case .fixed: "<p class=fixed>\(value)</p>"
        case .custom(let html): html
        case .checkbox, .radio, .choices, .hidden: HTML()
        }
    }

    private func money(_ currency: String, _ currencies: [String]) -> HTML {
        let unit: HTML = currencies.count > 1
            ? "<select name=\"\(name).currency\" aria-label=\"Currency of \(label)\">\(currencies, { "<option\(attribute: "selected", $0 == currency)>\($0)</option>" })</select>"
            : "<span class=unit>\(currency)</span><input type=hidden name=\"\(name).currency\" value=\"\(currency)\">"
        return "<div class=money>\(unit)\(box("text", " inputmode=decimal class=number"))</div>"
    }

    private func dropDown(_ choices: [Choice]) -> HTML {
        let isUnknown = !choices.contains { $0.value == value }
        return """
        <select\(common)>\(if: isUnknown, "<option value=\"\(value)\" selected>\(value.isEmpty ? (placeholder ?? "Choose…") : value)</option>")\(choices, { choice in
            "<option value=\"\(choice.value)\"\(attribute: "selected", choice.value == value)>\(choice.title)</option>"
        })</select>
        """
    }

    private func reference(_ object: String, _ title: String) -> HTML {
        """
        <div class=lookup data-lookup="\(object)"><input type=hidden name="\(name)" value="\(value)"><input type=text\(attribute: "id", id) name="\(name).title" value="\(title)"\(state) placeholder="\(placeholder ?? "Type to search")" autocomplete=off></div>
        """
    }

    private var tickBox: HTML {
        """
        <div\(frame)><label class=tick for="\(id)"><input type=checkbox\(common) value=true\(attribute: "checked", value == "true")> <span>\(label)\(mark)</span></label>\(helpLine)\(errorLine)</div>
        """
    }

    private func group(_ choices: [Choice], type: String, ticked: Set<String>) -> HTML {
        """
        <fieldset\(frame)\(attribute: "id", id)\(attribute: "aria-describedby", error == nil ? nil : "\(id)-error") tabindex=-1><legend>\(label)\(mark)</legend><div class=ticks>\(choices, { choice in
            "<label class=tick><input\(attribute: "type", type) name=\"\(name)\" value=\"\(choice.value)\"\(attribute: "checked", ticked.contains(choice.value))\(attribute: "disabled", isDisabled)\(attribute: "required", isRequired && type == "radio")> <span>\(choice.title)\(choice.hint.map { hint -> HTML in "<span class=\"small soft\">\(hint)</span>" })</span></label>"
        })</div>\(helpLine)\(errorLine)</fieldset>
        """
    }
}
