public import Markup

/// Bars that start at zero with their figures beside them: funnels, rankings.
public struct BarList: Component {
    /// One bar.
    public struct Bar: Sendable {
        var title: String
        var share: Double
        var figure: String
        var url: String?

        /// - Parameters:
        ///   - share: length, 0 to 1 of the longest.
        ///   - figure: the number as the person reads it.
        public init(_ title: String, share: Double, figure: String, to url: String? = nil) {
            self.title = title
            self.share = share
            self.figure = figure
            self.url = url
        }

        var percent: Int { share.isFinite ? Int(min(max(share, 0), 1) * 100 + 0.5) : 0 }
    }

    var bars: [Bar]
    var tone: Tone

    public init(_ bars: [Bar], tone: Tone = .accent) {
        self.bars = bars
        self.tone = tone
    }

    public var html: HTML {
        """
        <dl\(classes("bars", tone.className))>\(bars, { bar in
            """
            <div><dt>\(bar.url.map { url -> HTML in "<a\(attribute: "href", url)>\(bar.title)</a>" } ?? "\(bar.title)")</dt><dd class=bar aria-hidden=true><svg width="100%" height=18><rect width="\(bar.percent)%" height=18 rx=4 /></svg></dd><dd class=number>\(bar.figure)</dd></div>
            """
        })</dl>
        """
    }
}
