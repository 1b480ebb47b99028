import Kernel
import Model

/// All sites of a workspace, and the rule which of them a request means.
struct SiteDirectory: Sendable {
    /// Oldest first.
    let sites: [Record<Site>]

    /// One statement.
    init(in db: Database) throws {
        sites = try db.fetch(Query(Site.self).limit(500)).sorted { $0.key < $1.key }
    }

    init(_ sites: [Record<Site>]) { self.sites = sites }

    /// The site at `/`: the first without a host name of its own, else the first.
    var standard: Record<Site>? { sites.first { $0[Site.host] == nil } ?? sites.first }

    func site(slug: String) -> Record<Site>? { sites.first { $0[Site.slug] == slug } }

    /// - Parameters:
    ///   - slug: from `/sites/{slug}/…`, which wins.
    ///   - host: of the request, with or without port.
    func place(slug: String?, host: String, publicURL: String) -> Place? {
        if let slug { return site(slug: slug).map { place($0, base: "/sites/\(slug)", publicURL) } }
        let host = host.hostName
        let site = sites.first { $0[Site.host]?.lowercased() == host } ?? standard
        return site.map { place($0, base: "", publicURL) }
    }

    private func place(_ site: Record<Site>, base: String, _ publicURL: String) -> Place {
        Place(site: site, base: base, origin: origin(of: site, publicURL: publicURL))
    }

    func origin(of site: Record<Site>, publicURL: String) -> String {
        let root = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        if let host = site[Site.host] { return (root.hasPrefix("http://") ? "http://" : "https://") + host }
        return root + path(of: site)
    }

    /// What stands before the site's paths on the server's own host: nothing, or `/sites/{slug}`.
    func path(of site: Record<Site>) -> String {
        site.key == standard?.key || site[Site.host] != nil ? "" : "/sites/\(site[Site.slug])"
    }
}
