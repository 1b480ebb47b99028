public import Markup

/// A ledger: the list of any object, or a small table in a card.
///
/// Standing alone it draws its own card. It scrolls sideways inside itself
/// when it is wider than the screen, and keeps its header and first column in
/// sight. Cost is linear in cells; 50 rows of 8 columns print in well under a
/// millisecond.
public struct TableView: Component {
    /// One column.
    public struct Column: Sendable {
        /// Which way figures and words lean.
        public enum Alignment: Sendable { case text, number }

        var title: String
        var alignment: Alignment
        var sort: Sort?
        var isHiddenOnPhone: Bool

        /// - Parameters:
        ///   - sort: makes the title a link that sorts.
        ///   - isHiddenOnPhone: leaves the column out below 820 px.
        public init(_ title: String, _ alignment: Alignment = .text, sort: Sort? = nil, isHiddenOnPhone: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.sort = sort
            self.isHiddenOnPhone = isHiddenOnPhone
        }

        /// A column of figures: right-aligned, tabular digits.
        public static func number(_ title: String, sort: Sort? = nil, isHiddenOnPhone: Bool = false) -> Column {
            Column(title, .number, sort: sort, isHiddenOnPhone: isHiddenOnPhone)
        }

        var className: String {
            switch (alignment, isHiddenOnPhone) {
            case (.text, false): ""
            case (.text, true): "wide-only"
            case (.number, false): "number"
            case (.number, true): "number wide-only"
            }
        }
    }

    /// Where a click on the title leads, and how the list is sorted by it now.
    public struct Sort: Sendable {
        /// The order at present.
        public enum Order: String, Sendable { case ascending, descending }

        var url: String
        var order: Order?

        /// - Parameter order: nil when the list is sorted by something else.
        public init(to url: String, order: Order? = nil) {
            self.url = url
            self.order = order
        }
    }

    /// One row.
    public struct Row: Sendable {
        var cells: [Cell]
        var key: String?
        var name: String?
        var url: String?
        var live: String?

        /// - Parameters:
        ///   - key: what the row's checkbox posts as `key`; rows without one cannot be ticked.
        ///   - name: what the checkbox is called for screen readers; the first cell's text when nil.
        ///   - url: where Enter leads on the row chosen with the arrow keys.
        ///   - live: the name of the live region that replaces this row.
        public init(_ cells: [Cell], key: String? = nil, name: String? = nil, url: String? = nil, live: String? = nil) {
            self.cells = cells
            self.key = key
            self.name = name
            self.url = url
            self.live = live
        }

        var spokenName: String {
            if let name { return name }
            return switch cells.first {
            case .text(let text), .link(let text, _), .soft(let text), .number(let text), .numberLink(let text, _): text
            default: key ?? ""
            }
        }
    }

    /// What can be done with ticked rows: posts `key` once for each.
    public struct Selection: Sendable {
        /// One bulk action.
        public struct Action: Sendable {
            var title: String
            var url: String
            var style: ButtonStyle

            /// - Parameter url: where the ticked keys are posted.
            public init(_ title: String, to url: String, style: ButtonStyle = .plain) {
                self.title = title
                self.url = url
                self.style = style
            }
        }

        var actions: [Action]
        var forgery: Forgery

        public init(_ actions: [Action], forgery: Forgery) {
            self.actions = actions
            self.forgery = forgery
        }
    }

    var label: String
    var columns: [Column]
    var rows: [Row]
    var selection: Selection?
    var total: [Cell]?
    var empty: EmptyState?
    var isInCard: Bool

    /// - Parameters:
    ///   - label: what the table lists, for screen readers ("Contacts").
    ///   - total: a last row of sums.
    ///   - empty: what to show when there are no rows; a plain sentence when nil.
    ///   - isInCard: leave out the table's own card because it stands in one.
    public init(
        _ label: String, columns: [Column], rows: [Row], selection: Selection? = nil, total: [Cell]? = nil,
        empty: EmptyState? = nil, isInCard: Bool = false
    ) {
        self.label = label
        self.columns = columns
        self.rows = rows
        self.selection = selection
        self.total = total
        self.empty = empty
        self.isInCard = isInCard
    }

    public var html: HTML {
        if rows.isEmpty {
            let nothing = empty ?? EmptyState("Nothing here yet.")
            return isInCard ? nothing.html : "<section class=card>\(nothing)</section>"
        }
        guard let selection, !selection.actions.isEmpty else { return scroller }
        return """
        <form class=selection method=post data-selection>\(selection.forgery.field)<div class=bulk><span class="small soft" data-count hidden></span>\(selection.actions, { action in
            "<button class=\"\(action.style.className)\"\(attribute: "formaction", action.url)>\(action.title)</button>"
        })</div>\(scroller)</form>
        """
    }

    private var scroller: HTML {
        let fits = columns.count <= 8
        return """
        <div\(classes("table", isInCard ? "" : "card flush", fits ? "fits" : "")) role=region aria-label="\(label)" tabindex=0><table data-list><thead><tr>\(tickAll)\(columns, header)</tr></thead><tbody>\(rows, line)</tbody>\(total.map(sums))</table></div>
        """
    }

    private var tickAll: HTML {
        selection == nil ? "" : "<th class=tick><input type=checkbox data-all aria-label=\"All rows shown\"></th>"
    }

    private func header(_ column: Column) -> HTML {
        guard let sort = column.sort else { return "<th scope=col\(classes(column.className))>\(column.title)</th>" }
        let sign: HTML = switch sort.order {
        case .ascending: " <span class=sign aria-hidden=true>↑</span>"
        case .descending: " <span class=sign aria-hidden=true>↓</span>"
        case nil: ""
        }
        return "<th scope=col\(classes(column.className))\(attribute: "aria-sort", sort.order?.rawValue)><a\(attribute: "href", sort.url)>\(column.title)\(sign)</a></th>"
    }

    private func line(_ row: Row) -> HTML {
        var print = HTML.StringInterpolation(literalCapacity: 64 + row.cells.count * 48, interpolationCount: row.cells.count)
        print.appendLiteral("<tr")
        print.appendInterpolation(attribute: "data-url", row.url.map(SafeURL.orHash))
        print.appendInterpolation(attribute: "data-live", row.live)
        print.appendLiteral(">")
        if selection != nil { print.appendInterpolation(tick(row)) }
        for (index, cell) in row.cells.enumerated() {
            let name = index < columns.count ? columns[index].className : ""
            if name.isEmpty {
                print.appendLiteral(cell.isShort ? "<td class=short>" : "<td>")
            } else {
                print.appendLiteral(cell.isShort ? "<td class=\"short " : "<td class=\"")
                print.appendInterpolation(name)
                print.appendLiteral("\">")
            }
            print.appendInterpolation(cell.content)
            print.appendLiteral("</td>")
        }
        print.appendLiteral("</tr>")
        return HTML(stringInterpolation: print)
    }

    private func tick(_ row: Row) -> HTML {
        guard let key = row.key else { return "<td class=tick></td>" }
        return "<td class=tick><input type=checkbox name=key value=\"\(key)\" aria-label=\"\(row.spokenName)\"></td>"
    }

    private func sums(_ cells: [Cell]) -> HTML {
        "<tfoot><tr>\(if: selection != nil, "<td></td>")\(zip(cells, columns.map(\.className) + repeatElement("", count: cells.count)), { cell, name in "<td\(classes(name))>\(cell.content)</td>" })</tr></tfoot>"
    }
}
