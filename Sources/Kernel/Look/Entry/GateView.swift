public import Markup

/// A page for somebody who is not inside yet: one card in the middle.
public struct GateView: Component {
    var title: String
    var lead: HTML?
    var content: HTML
    var foot: HTML?
    var house: String

    /// - Parameters:
    ///   - house: the name beside the mark.
    ///   - lead: one sentence below the title.
    ///   - foot: small ways out below the card.
    public init(_ title: String, house: String = "Sextant", lead: HTML? = nil, content: HTML, foot: HTML? = nil) {
        self.title = title
        self.house = house
        self.lead = lead
        self.content = content
        self.foot = foot
    }

    public var html: HTML {
        """
        <main class=gate id=main><div class=brand>\(SextantMark())<span>\(house)</span></div><section class=card><h1>\(title)</h1>\(lead.map { lead -> HTML in "<p class=soft>\(lead)</p>" })\(content)</section>\(foot.map { foot -> HTML in "<p class=\"small soft foot\">\(foot)</p>" })</main>
        """
    }
}
