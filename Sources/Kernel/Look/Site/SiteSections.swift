public import Markup

/// The first thing a visitor reads.
public struct SiteHero: Component {
    var title: String
    var lead: String?
    var actions: [Button]
    var image: (url: String, description: String)?
    var eyebrow: String?

    /// - Parameter eyebrow: a few words above the title.
    public init(_ title: String, lead: String? = nil, eyebrow: String? = nil, actions: [Button] = [], image: (url: String, description: String)? = nil) {
        self.title = title
        self.lead = lead
        self.eyebrow = eyebrow
        self.actions = actions
        self.image = image
    }

    public var html: HTML {
        """
        <section\(classes("hero", image == nil ? "" : "pictured"))><div>\(eyebrow.map { text -> HTML in "<p class=\"small soft eyebrow\">\(text)</p>" })<h1>\(title)</h1>\(lead.map { lead -> HTML in "<p class=lead>\(lead)</p>" })<div class=buttons>\(actions)</div></div>\(image.map { image -> HTML in "<img\(attribute: "src", image.url) alt=\"\(image.description)\">" })</section>
        """
    }
}

/// What is offered, three in a row.
public struct SiteFeatures: Component {
    /// One offer.
    public struct Feature: Sendable {
        var title: String
        var body: HTML
        var url: String?
        var image: String?

        public init(_ title: String, body: HTML, to url: String? = nil, image: String? = nil) {
            self.title = title
            self.body = body
            self.url = url
            self.image = image
        }
    }

    var title: String?
    var features: [Feature]

    public init(_ title: String?, _ features: [Feature]) {
        self.title = title
        self.features = features
    }

    public var html: HTML {
        """
        <section class=features>\(title.map { title -> HTML in "<h2>\(title)</h2>" })<div class=related>\(features, { feature in
            "<div class=card>\(feature.image.map { url -> HTML in "<img\(attribute: "src", url) alt=\"\" loading=lazy>" })<h3>\(feature.url.map { url -> HTML in "<a\(attribute: "href", url)>\(feature.title)</a>" } ?? "\(feature.title)")</h3><p class=soft>\(feature.body)</p></div>"
        })</div></section>
        """
    }
}

/// The one thing to do, said again.
public struct SiteCallToAction: Component {
    var title: String
    var lead: String?
    var action: Button

    public init(_ title: String, lead: String? = nil, action: Button) {
        self.title = title
        self.lead = lead
        self.action = action
    }

    public var html: HTML {
        "<section class=\"card call\"><div><h2>\(title)</h2>\(lead.map { lead -> HTML in "<p class=soft>\(lead)</p>" })</div>\(action)</section>"
    }
}
