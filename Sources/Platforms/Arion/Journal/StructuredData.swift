import Kernel
import Model

/// schema.org data in JSON-LD, made of the same fields that the page shows.
enum StructuredData {
    static func article(_ page: ArticlePage, on site: SiteRequest) -> JSON {
        var posting: JSONObject = [
            "@type": "BlogPosting", "@id": JSON(site.place.canonical(page.line.path) + "#article"),
            "headline": JSON(page.line.title), "url": JSON(site.place.canonical(page.line.path)), "mainEntityOfPage": JSON(site.place.canonical(page.line.path)),
            "datePublished": JSON(page.line.published.description), "dateModified": JSON(page.line.updated.description),
            "timeRequired": JSON("PT\(page.minutes)M"), "publisher": organization(site),
        ]
        if let summary = page.line.summary { posting["description"] = JSON(summary) }
        if let author = page.author {
            posting["author"] = .object(["@type": "Person", "name": JSON(author.name)])
            if let bio = author.bio { posting["author"]?["description"] = JSON(bio) }
        }
        if let category = page.line.category { posting["articleSection"] = JSON(category) }
        if !page.line.tags.isEmpty { posting["keywords"] = JSON(page.line.tags.map { JSON($0) }) }
        posting["interactionStatistic"] = .object([
            "@type": "InteractionCounter", "interactionType": "https://schema.org/ReadAction", "userInteractionCount": JSON(page.views),
        ])
        return graph([.object(posting), breadcrumbs(page.crumbs(on: site), on: site)])
    }

    static func listing(_ crumbs: [(title: String, path: String)], on site: SiteRequest) -> JSON { graph([breadcrumbs(crumbs, on: site)]) }

    static func page(_ site: SiteRequest, _ title: String, _ path: String) -> JSON {
        graph([breadcrumbs([("Home", "/"), (title, path)], on: site)])
    }

    static func site(_ site: SiteRequest) -> JSON {
        var description: JSONObject = ["@type": "WebSite", "name": JSON(site.site[Site.name]), "url": JSON(site.place.canonical("/")), "publisher": organization(site)]
        if let tagline = site.site[Site.tagline] { description["description"] = JSON(tagline) }
        return graph([.object(description)])
    }

    private static func organization(_ site: SiteRequest) -> JSON {
        .object(["@type": "Organization", "name": JSON(site.site[Site.name]), "url": JSON(site.place.canonical("/"))])
    }

    private static func breadcrumbs(_ crumbs: [(title: String, path: String)], on site: SiteRequest) -> JSON {
        .object(["@type": "BreadcrumbList", "itemListElement": JSON(crumbs.enumerated().map { position, crumb in
            .object(["@type": "ListItem", "position": JSON(position + 1), "name": JSON(crumb.title), "item": JSON(site.place.canonical(crumb.path))])
        })])
    }

    private static func graph(_ things: [JSON]) -> JSON { .object(["@context": "https://schema.org", "@graph": JSON(things)]) }
}
