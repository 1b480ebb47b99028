import Kernel
import Model

/// Which site a request means, and how its links begin.
struct Place: Sendable {
    let site: Record<Site>
    /// What stands before every path of the site in this request: empty, or `/sites/{slug}`.
    let base: String
    /// Where the site really stands: scheme, host and base, from configuration and data, never from the request.
    let origin: String

    func url(_ path: String) -> String { base + path }

    func canonical(_ path: String) -> String { origin + path }

    /// Whether an address is on this site's own host.
    func owns(host: String) -> Bool { host == site[Site.host]?.lowercased() || host == origin.hostName }
}

extension String {
    /// `shop.example` of `https://shop.example:8080/x`, in lower case.
    var hostName: String {
        var rest = self[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.hasPrefix("[") { return rest.prefix { $0 != "]" }.dropFirst().lowercased() }
        return rest.prefix { $0 != ":" }.lowercased()
    }
}
