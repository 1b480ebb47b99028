public import Markup

/// Cards in columns: deals by stage, tasks by state.
///
/// A move posts `card`, `to` (a column's key) and, when dropped between cards,
/// `before` (the key of the card below) to `moveURL`. Cards move by mouse, by
/// keyboard, and by the menu on each card, which works without JavaScript.
public struct BoardView: Component {
    /// One column with its total.
    public struct Column: Sendable {
        var key: String
        var title: String
        var tone: Tone
        var total: String?
        var count: Int
        var cards: [BoardCard]
        var moreURL: String?

        /// - Parameters:
        ///   - total: the sum over the column, formatted ("CHF 64,200").
        ///   - count: how many cards the column has, also those not shown.
        ///   - moreURL: the list of all, when not all are shown.
        public init(key: String, title: String, tone: Tone = .neutral, total: String? = nil, count: Int, cards: [BoardCard], moreURL: String? = nil) {
            self.key = key
            self.title = title
            self.tone = tone
            self.total = total
            self.count = count
            self.cards = cards
            self.moreURL = moreURL
        }
    }

    /// One card.
    public struct BoardCard: Sendable {
        var key: String
        var title: String
        var url: String
        var detail: HTML?
        var figure: String?
        var chips: [Chip]

        /// - Parameters:
        ///   - detail: one line below the title ("Limmat Studios AG · Ben Frei").
        ///   - figure: the amount, formatted.
        public init(key: String, title: String, url: String, detail: HTML? = nil, figure: String? = nil, chips: [Chip] = []) {
            self.key = key
            self.title = title
            self.url = url
            self.detail = detail
            self.figure = figure
            self.chips = chips
        }
    }

    var label: String
    var columns: [Column]
    var moveURL: String?
    var forgery: Forgery

    /// - Parameters:
    ///   - label: what the board shows, for screen readers ("Deals by stage").
    ///   - moveURL: where moves are posted; nil when this person may not move cards.
    public init(_ label: String, columns: [Column], moveURL: String?, forgery: Forgery) {
        self.label = label
        self.columns = columns
        self.moveURL = moveURL
        self.forgery = forgery
    }

    public var html: HTML {
        """
        <div class=board data-board role=region aria-label="\(label)" tabindex=0\(attribute: "data-move", moveURL.map(SafeURL.orHash))>\(columns, column)<p class=hidden role=status data-said></p></div>
        """
    }

    private func column(_ column: Column) -> HTML {
        """
        <section class=lane data-column="\(column.key)" aria-label="\(column.title)"><h2>\(Dot(column.tone))<span>\(column.title)</span> <span class=count>\(grouped(column.count))</span>\(column.total.map { total -> HTML in "<span class=\"more number\">\(total)</span>" })</h2><ol>\(column.cards, { card($0, in: column) })</ol>\(column.moreURL.map { url -> HTML in "<a class=\"small soft\"\(attribute: "href", url)>all \(grouped(column.count))</a>" })</section>
        """
    }

    private func card(_ card: BoardCard, in column: Column) -> HTML {
        """
        <li class=board-card data-card="\(card.key)"\(attribute: "draggable", moveURL == nil ? nil : "true")><a\(attribute: "href", card.url)>\(card.title)</a>\(card.detail.map { detail -> HTML in "<p class=\"small soft\">\(detail)</p>" })<div class=row>\(card.chips)\(card.figure.map { figure -> HTML in "<span class=\"number small\">\(figure)</span>" })\(moves(card, in: column))</div></li>
        """
    }

    private func moves(_ card: BoardCard, in column: Column) -> HTML {
        guard let moveURL else { return "" }
        return """
        <details class="menu moves"><summary class="button quiet" aria-label="Move \(card.title)">…</summary><form class=sheet method=post\(attribute: "action", moveURL)>\(forgery.field)<input type=hidden name=card value="\(card.key)"><p class="small soft">Move to</p>\(columns.filter { $0.key != column.key }, { other in
            "<button class=\"button quiet\" name=to value=\"\(other.key)\">\(other.title)</button>"
        })</form></details>
        """
    }
}
