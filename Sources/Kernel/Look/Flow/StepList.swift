public import Markup

/// An automation drawn as a list of steps, to be edited.
///
/// One form. It posts `step` once for each step in the order shown, each
/// `<id>:<kind>`; the fields of a step are named `<id>.<field>`. Fields of the
/// trigger are named `trigger.<field>`. Buttons that work without JavaScript
/// post `do`: `up:<id>`, `down:<id>`, `remove:<id>`, `add:<kind>` (with
/// `add.after`, the id or empty for the end), or `save`. With JavaScript
/// adding, removing and moving happen in place and new steps get ids `new1`,
/// `new2`, ….
public struct StepList: Component {
    /// One step.
    public struct Step: Sendable {
        var id: String
        var kind: String
        var title: String
        var platform: PlatformBrand
        var summary: HTML?
        var fields: [FormField]
        var error: String?
        var depth: Int
        var isOpen: Bool

        /// - Parameters:
        ///   - id: stable while editing; letters, digits, `-`.
        ///   - kind: the registered kind ("oliver.invoices.create", "argus.wait").
        ///   - title: what it does ("Create an invoice").
        ///   - summary: its settings in words, shown while closed.
        ///   - fields: its settings; names without the id, the list adds it.
        ///   - error: what keeps it from running.
        ///   - depth: 0, or deeper inside branches.
        public init(
            id: String, kind: String, title: String, platform: PlatformBrand, summary: HTML? = nil, fields: [FormField] = [],
            error: String? = nil, depth: Int = 0, isOpen: Bool = false
        ) {
            self.id = id
            self.kind = kind
            self.title = title
            self.platform = platform
            self.summary = summary
            self.fields = fields
            self.error = error
            self.depth = min(max(depth, 0), 4)
            self.isOpen = isOpen
        }
    }

    /// A kind of step that can be added.
    public struct Kind: Sendable {
        var name: String
        var title: String
        var platform: PlatformBrand
        var line: String?
        var fields: [FormField]

        /// - Parameters:
        ///   - line: what it does, in a few words.
        ///   - fields: empty settings for a new step; names without an id.
        public init(_ name: String, title: String, platform: PlatformBrand, line: String? = nil, fields: [FormField] = []) {
            self.name = name
            self.title = title
            self.platform = platform
            self.line = line
            self.fields = fields
        }
    }

    var url: String
    var trigger: Step
    var steps: [Step]
    var kinds: [Kind]
    var submit: String
    var forgery: Forgery
    var buttons: [any Component]

    /// - Parameters:
    ///   - trigger: what starts it; its id is `trigger` and it cannot move.
    ///   - kinds: what the add menu offers.
    ///   - buttons: more beside Save, inside the form (a submit button with `name=do value=test`).
    public init(to url: String, trigger: Step, steps: [Step], kinds: [Kind], submit: String = "Save", forgery: Forgery, buttons: [any Component] = []) {
        self.url = url
        self.trigger = trigger
        self.steps = steps
        self.kinds = kinds
        self.submit = submit
        self.forgery = forgery
        self.buttons = buttons
    }

    public var html: HTML {
        """
        <form class="form steps-form" method=post\(attribute: "action", url) data-steps novalidate>\(forgery.field)<button class=hidden name=do value=save tabindex=-1 aria-hidden=true></button><ol class=steps><li class="step start \(trigger.platform.className)"><div class=step-body>\(heading(trigger, place: "When"))\(settings(trigger))</div></li></ol><ol class=steps data-list-of-steps>\(steps.enumerated(), { line($1, number: $0 + 1) })</ol>\(add)\(kinds, template)<p class=hidden role=status data-said></p><div class="buttons foot"><button class="button primary" name=do value=save>\(submit)</button>\(buttons)</div></form>
        """
    }

    private func line(_ step: Step, number: Int) -> HTML {
        """
        <li class="step depth-\(step.depth) \(step.platform.className)" data-step="\(step.id)"><input type=hidden name=step value="\(step.id):\(step.kind)"><div class=step-body>\(heading(step, place: "\(number)"))\(settings(step))</div><div class=step-tools><button class="button quiet" name=do value="up:\(step.id)" aria-label="Move up: \(step.title)">↑</button><button class="button quiet" name=do value="down:\(step.id)" aria-label="Move down: \(step.title)">↓</button><button class="button quiet" name=do value="remove:\(step.id)" aria-label="Remove: \(step.title)">×</button></div></li>
        """
    }

    private func heading(_ step: Step, place: String) -> HTML {
        """
        <div class=step-head>\(Dot(.platform(step.platform)))<span class="small soft place" data-place>\(place)</span><b>\(step.title)</b></div>\(step.summary.map { summary -> HTML in "<p class=\"small soft\">\(summary)</p>" })\(step.error.map { error -> HTML in "<p class=error>\(error)</p>" })
        """
    }

    private func settings(_ step: Step) -> HTML {
        if step.fields.isEmpty { return "" }
        return """
        <details\(attribute: "open", step.isOpen || step.error != nil || step.fields.contains { $0.error != nil })><summary class="small soft">Settings</summary><div class=fields>\(step.fields.map { prefixed($0, by: step.id) })</div></details>
        """
    }

    private func prefixed(_ field: FormField, by id: String) -> FormField {
        var field = field
        field.name = "\(id).\(field.name)"
        return field
    }

    private var add: HTML {
        """
        <div class=add-step><details class=menu><summary class="condition add">+ Add a step</summary><div class=sheet><input type=hidden name=add.after value="">\(PlatformBrand.allCases, group)</div></details></div>
        """
    }

    private func group(_ platform: PlatformBrand) -> HTML {
        let mine = kinds.filter { $0.platform == platform }
        if mine.isEmpty { return "" }
        return """
        <div class=kind-group><p class="small soft">\(Dot(.platform(platform))) \(platform.title)</p>\(mine, { kind in
            "<button class=\"button quiet\" name=do value=\"add:\(kind.name)\"><span>\(kind.title)</span>\(kind.line.map { line -> HTML in "<span class=\"small soft\">\(line)</span>" })</button>"
        })</div>
        """
    }

    private func template(_ kind: Kind) -> HTML {
        let step = Step(id: "STEP-ID", kind: kind.name, title: kind.title, platform: kind.platform, fields: kind.fields, isOpen: true)
        return "<template data-kind=\"\(kind.name)\">\(line(step, number: 0))</template>"
    }
}
