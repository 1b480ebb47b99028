public import Markup

/// A grid of twelve columns for tiles and cards.
public struct Tiles: Component {
    var tiles: [TileView]

    public init(_ tiles: [TileView]) { self.tiles = tiles }

    public var html: HTML { "<div class=tiles>\(tiles)</div>" }
}

/// One tile: a figure with its truth, or any content.
public struct TileView: Component {
    var title: String
    var platform: PlatformBrand?
    var span: Int
    var figure: HTML?
    var chip: Chip?
    var caption: HTML?
    var url: String?
    var body: HTML?
    var live: String?

    /// - Parameters:
    ///   - span: columns of twelve, 1 to 12; on a phone every tile is full width.
    ///   - figure: the number with its unit ("CHF 177.7k").
    ///   - chip: the change, before the caption.
    ///   - caption: what the number is compared with, or the door to what it counts.
    ///   - url: makes the title a link to the list behind the figure.
    ///   - body: a chart or table below.
    public init(
        _ title: String, platform: PlatformBrand? = nil, span: Int = 3, figure: HTML? = nil, chip: Chip? = nil,
        caption: HTML? = nil, to url: String? = nil, body: HTML? = nil, live: String? = nil
    ) {
        self.title = title
        self.platform = platform
        self.span = min(max(span, 1), 12)
        self.figure = figure
        self.chip = chip
        self.caption = caption
        self.url = url
        self.body = body
        self.live = live
    }

    public var html: HTML {
        """
        <section class="card span-\(span)"\(attribute: "data-live", live)><h2>\(platform.map { Dot(.platform($0)) })\(heading)</h2>\(figure.map { figure -> HTML in "<div class=figure>\(figure)</div>" })\(words)\(body)</section>
        """
    }

    private var heading: HTML {
        guard let url else { return "<span>\(title)</span>" }
        return "<a\(attribute: "href", url)>\(title)</a>"
    }

    private var words: HTML {
        if chip == nil, caption == nil { return "" }
        return "<p class=\"small soft\">\(chip) \(caption)</p>"
    }
}
