public import Markup

/// Which columns a list shows: a GET form that sends `column` once for each.
public struct ColumnsMenu: Component {
    /// One column that can be shown.
    public struct Option: Sendable {
        var name: String
        var title: String
        var isShown: Bool

        public init(_ name: String, title: String, isShown: Bool) {
            self.name = name
            self.title = title
            self.isShown = isShown
        }
    }

    var url: String
    var options: [Option]
    var keeps: [(name: String, value: String)]

    /// - Parameter keeps: other parameters of the page (filter, sort).
    public init(to url: String, options: [Option], keeps: [(name: String, value: String)] = []) {
        self.url = url
        self.options = options
        self.keeps = keeps
    }

    public var html: HTML {
        """
        <details class=menu><summary class=button>Columns</summary><form class=sheet\(attribute: "action", url)>\(hidden(keeps))<fieldset class=ticks><legend class=hidden>Columns</legend>\(options, { option in
            "<label class=tick><input type=checkbox name=column value=\"\(option.name)\"\(attribute: "checked", option.isShown)> \(option.title)</label>"
        })</fieldset><button class="button primary">Show these</button></form></details>
        """
    }
}
