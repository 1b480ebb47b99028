import Kernel
import Model

/// What the public routes share: finished pages, the visits that wait to be written, the secrets of the day.
final class PublicSites: Sendable {
    let cache = SiteCache()
    let queue = VisitQueue()
    let secrets = SiteSecrets()
    let limit = SubmissionLimit()

    func place(_ request: Request) async throws -> Place? {
        try await cache.directory(of: request.workspace).place(slug: request.captured["site"], host: request.request.host, publicURL: request.publicURL)
    }

    /// The cached page of this address, or the one that `make` makes; `nil` is the site's own 404.
    func answer(_ request: Request, _ make: @escaping @Sendable (SiteRequest) async throws -> SiteDocument?) async throws -> Answer {
        let now = request.now, revision = cache.revision
        guard let place = try await place(request) else { return try await noSite(request) }
        let key = "\(request.workspace.slug) \(place.site.key.text) \(place.base) \(request.request.path.joined(separator: "/")) \(request.pageNumber)"
        let secrets = try await secrets.current(in: request.workspace)
        let stamp: (FormStamp.Subject) -> String = { FormStamp(of: $0, at: now).signed(with: secrets.forms) }
        if let page = cache.page(key, at: now) { return page.answer(to: request.request, stamp: stamp) }
        await queue.flush(request.workspace)
        let site = SiteRequest(request, place, try await cache.index(of: place.site.key, in: request.workspace))
        guard let page = try await make(site) else { return NotFoundPage.document(site).answer(to: request.request, stamp: stamp) }
        cache.keep(page, as: key, revision: revision, at: now)
        return page.answer(to: request.request, stamp: stamp)
    }

    private func noSite(_ request: Request) async throws -> Answer {
        guard request.captured["site"] == nil, request.request.path.isEmpty else {
            throw Refusal(Explanation(.notFound, says: "There is nothing at this address.", advice: "Check the spelling, or begin at the front page."))
        }
        return Answer.redirect("/app")
    }
}

/// One request to a site that was found.
struct SiteRequest: Sendable {
    let request: Request
    let place: Place
    let index: SiteIndex

    init(_ request: Request, _ place: Place, _ index: SiteIndex) {
        self.request = request
        self.place = place
        self.index = index
    }

    var site: Record<Site> { place.site }
    var now: Instant { request.now }

    /// The path within the site, `/signal/why`.
    var path: String {
        let segments = place.base.isEmpty ? request.request.path[...] : request.request.path.dropFirst(2)
        return "/" + segments.map { Incoming.encode($0) }.joined(separator: "/")
    }

    var pageNumber: Int { request.pageNumber }

    func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await request.workspace.read(as: SiteReader.access, body)
    }
}

extension Request {
    /// Which page of a list: `?page=2`.
    fileprivate var pageNumber: Int { request.query("page").flatMap { Int($0) }.map { min(max($0, 1), 1_000) } ?? 1 }
}
