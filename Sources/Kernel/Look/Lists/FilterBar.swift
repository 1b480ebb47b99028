public import Markup

/// The conditions of a list as chips, and the builder that adds more.
///
/// The builder is a GET form. It sends `filter` (the present expression, or
/// what the person typed under "Advanced"), and for each new condition one
/// `field`, one `operator` and one `value`, in that order, repeated. The server
/// joins them into one expression and redirects or shows it.
public struct FilterBar: Component {
    /// One condition in force.
    public struct Condition: Sendable {
        var title: String
        var removeURL: String

        /// - Parameters:
        ///   - title: in words ("stage is not Lost").
        ///   - removeURL: this page without the condition.
        public init(_ title: String, removeURL: String) {
            self.title = title
            self.removeURL = removeURL
        }
    }

    /// Something that can be asked about.
    public struct Field: Sendable {
        /// Its kind decides the operators and the input.
        public enum Kind: Sendable {
            case text, number, date, yesNo
            case choice([FormField.Choice])

            var name: String {
                switch self {
                case .text: "text"
                case .number: "number"
                case .date: "date"
                case .yesNo: "yesNo"
                case .choice: "choice"
                }
            }
        }

        var name: String
        var title: String
        var kind: Kind

        public init(_ name: String, title: String, kind: Kind) {
            self.name = name
            self.title = title
            self.kind = kind
        }
    }

    /// What is asked; the raw value is what the form posts as `operator`.
    public enum Operator: String, Sendable, CaseIterable {
        case equals, differs, contains, startsWith, above, atLeast, below, atMost, isEmpty, isFilled

        var title: String {
            switch self {
            case .equals: "is"
            case .differs: "is not"
            case .contains: "contains"
            case .startsWith: "starts with"
            case .above: "is above"
            case .atLeast: "is at least"
            case .below: "is below"
            case .atMost: "is at most"
            case .isEmpty: "is empty"
            case .isFilled: "is filled in"
            }
        }

        var kinds: String {
            switch self {
            case .equals, .differs: "text number date yesNo choice"
            case .contains, .startsWith: "text"
            case .above, .atLeast, .below, .atMost: "number date"
            case .isEmpty, .isFilled: "text number date choice"
            }
        }

        /// Whether a value belongs to it.
        public var takesValue: Bool { self != .isEmpty && self != .isFilled }
    }

    var url: String
    var conditions: [Condition]
    var fields: [Field]
    var expression: String
    var error: String?
    var search: String?
    var keeps: [(name: String, value: String)]
    var saveURL: String?

    /// - Parameters:
    ///   - url: the list's address without its query.
    ///   - expression: the filter in force, as CEL.
    ///   - error: why the typed expression was not understood.
    ///   - search: the words searched for; sent as `q`. Nil leaves the search box out.
    ///   - keeps: other parameters of the page (sort, columns).
    ///   - saveURL: where "Save this list" leads.
    public init(
        to url: String, conditions: [Condition] = [], fields: [Field], expression: String = "", error: String? = nil,
        search: String? = nil, keeps: [(name: String, value: String)] = [], saveURL: String? = nil
    ) {
        self.url = url
        self.conditions = conditions
        self.fields = fields
        self.expression = expression
        self.error = error
        self.search = search
        self.keeps = keeps
        self.saveURL = saveURL
    }

    public var html: HTML {
        """
        <div class=filters>\(searchBox)\(conditions, { condition in
            "<a class=condition\(attribute: "href", condition.removeURL) aria-label=\"Remove the filter: \(condition.title)\"><span>\(condition.title)</span><span aria-hidden=true>×</span></a>"
        })\(if: !fields.isEmpty, builder)\(saveURL.map { url -> HTML in "<a class=\"small soft\"\(attribute: "href", url)>Save this list</a>" })</div>
        """
    }

    private var searchBox: HTML {
        guard let search else { return "" }
        return """
        <form class=search role=search\(attribute: "action", url)>\(hidden(keeps))\(if: !expression.isEmpty, "<input type=hidden name=filter value=\"\(expression)\">")<input type=search name=q value="\(search)" placeholder="Search" aria-label="Search this list" data-key="/"></form>
        """
    }

    private var builder: HTML {
        """
        <details class="menu filter-menu"\(attribute: "open", error != nil)><summary class="condition add">+ Filter</summary><div class=sheet><form\(attribute: "action", url) data-filter>\(hidden(keeps))\(search.map { search -> HTML in "<input type=hidden name=q value=\"\(search)\">" })<div class=conditions data-conditions>\(newCondition)</div>\(choices)<div class=buttons><button type=button class="button quiet" data-more hidden>+ Another condition</button><button class="button primary">Apply</button></div><details class=advanced\(attribute: "open", error != nil)><summary class="small soft">Advanced: write the expression</summary><label class=small for=filter-expression>Expression</label><textarea id=filter-expression name=filter rows=2 spellcheck=false class=mono\(attribute: "aria-invalid", error == nil ? nil : "true")\(attribute: "aria-describedby", error == nil ? nil : "filter-error")>\n\(expression)</textarea>\(error.map { error -> HTML in "<p class=error id=filter-error>\(error)</p>" })</details></form></div></details>
        """
    }

    private var newCondition: HTML {
        """
        <div class=condition-row data-condition><select name=field aria-label=Field><option value="">Choose a field</option>\(fields, { field in
            "<option value=\"\(field.name)\" data-kind=\(field.kind.name)>\(field.title)</option>"
        })</select><select name=operator aria-label=Condition>\(Operator.allCases, { sign in
            "<option value=\(sign.rawValue) data-kinds=\"\(sign.kinds)\"\(attribute: "data-bare", !sign.takesValue)>\(sign.title)</option>"
        })</select><input name=value aria-label=Value autocomplete=off><button type=button class="button quiet" data-remove hidden aria-label="Remove this condition">×</button></div>
        """
    }

    private var choices: HTML {
        fields.html { field in
            switch field.kind {
            case .choice(let choices):
                "<template data-choices=\"\(field.name)\">\(choices, { "<option value=\"\($0.value)\">\($0.title)</option>" })</template>"
            case .yesNo:
                "<template data-choices=\"\(field.name)\"><option value=true>yes</option><option value=false>no</option></template>"
            case .text, .number, .date: HTML()
            }
        }
    }
}
