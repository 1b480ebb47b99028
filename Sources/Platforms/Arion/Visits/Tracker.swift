import Kernel
import Model

/// Takes what `tracker.js` tells: a page was read. Sets no cookie, keeps no address.
enum Tracker {
    /// Answers 204 whether the visit counts or not; there is nothing for the page to do about it.
    static func take(_ request: Request, _ sites: PublicSites) async throws -> Answer {
        let told = try Told(request.request)
        if let hit = try await hit(told, request, sites) { sites.queue.add(hit, in: request.workspace) }
        return Answer(204, headers: [("Cache-Control", "no-store")])
    }

    private static func hit(_ told: Told, _ request: Request, _ sites: PublicSites) async throws -> Hit? {
        guard !told.isTimeOnly, !request.isPrefetch, !BotFilter.isBot(request.agent) else { return nil }
        let directory = try await sites.cache.directory(of: request.workspace)
        guard let (place, path) = locate(told.path, directory, request) else { return nil }
        // Only what exists is counted: nobody can write made-up pages into the statistics.
        guard let title = try await sites.cache.index(of: place.site.key, in: request.workspace).title(ofPath: path, at: request.now) else { return nil }
        let secrets = try await sites.secrets.current(in: request.workspace), own = request.request.host.hostName
        return Hit(
            site: place.site.key, visitor: request.visitor(on: place, salt: secrets.visits), path: path, title: title,
            source: Source.detect(referrer: told.referrer, utm: told.utm) { $0 == own || place.owns(host: $0) }, day: secrets.day)
    }

    /// The site and the path within it that an address path means.
    static func locate(_ path: String, _ directory: SiteDirectory, _ request: Request) -> (Place, String)? {
        let parts = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
        let isBelow = parts.first == "sites" && parts.count >= 2
        guard let place = directory.place(slug: isBelow ? parts[1] : nil, host: request.request.host, publicURL: request.publicURL) else { return nil }
        return (place, "/" + parts.dropFirst(isBelow ? 2 : 0).joined(separator: "/"))
    }

    /// What the tracker sent, as a form or as JSON (`sendBeacon` labels a plain string `text/plain`).
    struct Told {
        let path: String
        let referrer: String?
        let utm: (source: String?, medium: String?, campaign: String?)
        /// The second message of a page, which tells how long it was read and is no visit of its own.
        let isTimeOnly: Bool

        init(_ request: Incoming) throws {
            var values: [String: String] = [:]
            if request.headers["content-type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
                for field in request.form.fields { values[field.name] = field.value }
            } else {
                for (key, value) in try request.json().objectValue ?? JSONObject() { values[key] = value.stringValue ?? value.intValue.map { "\($0)" } }
            }
            func short(_ name: String, _ longest: Int) -> String? {
                values[name].map { String($0.trimmed.unicodeScalars.filter { $0.value >= 0x20 }.prefix(longest).map(Character.init)) }.flatMap { $0.isEmpty ? nil : $0 }
            }
            guard let path = short("path", 300), path.hasPrefix("/") else {
                throw Refusal(Explanation(.invalid, says: "A visit needs the path of its page.", problems: [FieldProblem("path", "Begins with “/”.")]))
            }
            self.path = path
            referrer = short("referrer", 500)
            utm = (short("utm_source", 100), short("utm_medium", 100), short("utm_campaign", 100))
            isTimeOnly = values["seconds"] != nil
        }
    }
}
