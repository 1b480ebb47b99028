import Kernel

/// What a visitor is called for one day: an HMAC under a salt that the next day destroys, so no name outlives its day.
enum VisitorID {
    /// - Parameter salt: the day's secret; without it the name leads back to nothing.
    static func make(salt: String, site: String, address: String, agent: String) -> String {
        Secret.sign("\(site)\n\(address)\n\(agent)", with: salt)
    }
}

extension Request {
    var agent: String { request.headers["user-agent"] ?? "" }

    /// Global Privacy Control or Do Not Track: visits are counted, but joined to nobody.
    var asksForPrivacy: Bool { request.headers["sec-gpc"] == "1" || request.headers["dnt"] == "1" }

    var isPrefetch: Bool {
        request.headers["sec-purpose"]?.contains("prefetch") == true || request.headers["purpose"] == "prefetch" || request.headers["x-moz"] == "prefetch"
    }

    func visitor(on place: Place, salt: String) -> String {
        VisitorID.make(salt: salt, site: place.site.key.text, address: request.address, agent: agent)
    }
}
