import Kernel
import Model
import Synchronization

/// Finished pages and what they are made from, in memory until the content changes.
///
/// The revision moves on every change of content on this server, whichever workspace it was in: coarse, but a page is made
/// again in a millisecond. A page also lapses by itself after five seconds, which bounds how far view counts, due articles and
/// other processes on the same database can lag. While one visitor makes a lapsed page again, others still get the old one.
final class SiteCache: Sendable {
    private struct State {
        var revision = 0
        var directories: [String: (revision: Int, directory: SiteDirectory, lapses: Instant)] = [:]
        var indexes: [String: (revision: Int, index: SiteIndex, lapses: Instant)] = [:]
        var pages: [String: (revision: Int, page: SiteDocument, lapses: Instant)] = [:]
        var bytes = 0
        /// Reading times, by article and version.
        var minutes: [String: Int] = [:]
    }

    private static let lifetime = Duration.seconds(5)
    private static let largest = 32 << 20
    private let state = Mutex(State())

    /// To be read before the data is, and handed back with what was made of it.
    var revision: Int { state.withLock { $0.revision } }

    func drop() {
        state.withLock { state in
            state.revision += 1
            state.pages.removeAll()
            state.bytes = 0
        }
    }

    func page(_ key: String, at now: Instant) -> SiteDocument? {
        state.withLock { state in
            guard let entry = state.pages[key], entry.revision == state.revision else { return nil }
            if entry.lapses > now { return entry.page }
            state.pages[key]?.lapses = now + .seconds(2)
            return nil
        }
    }

    func keep(_ page: SiteDocument, as key: String, revision: Int, at now: Instant) {
        state.withLock { state in
            guard revision == state.revision, page.bytes.count < Self.largest / 8 else { return }
            if state.bytes + page.bytes.count > Self.largest {
                state.pages.removeAll()
                state.bytes = 0
            }
            state.bytes += page.bytes.count - (state.pages[key]?.page.bytes.count ?? 0)
            state.pages[key] = (revision, page, now + Self.lifetime)
        }
    }

    func directory(of workspace: Workspace) async throws -> SiteDirectory {
        let slug = workspace.slug, now = workspace.clock.now()
        let (revision, known) = state.withLock { state in
            (state.revision, state.directories[slug].flatMap { $0.revision == state.revision && $0.lapses > now ? $0.directory : nil })
        }
        if let known { return known }
        let made = try await workspace.read(as: SiteReader.access) { try SiteDirectory(in: $0) }
        state.withLock { $0.directories[slug] = (revision, made, now + Self.lifetime) }
        return made
    }

    func index(of site: Key<Site>, in workspace: Workspace) async throws -> SiteIndex {
        let key = "\(workspace.slug) \(site.text)", now = workspace.clock.now()
        let (revision, known) = state.withLock { state in
            (state.revision, state.indexes[key].flatMap { $0.revision == state.revision && $0.lapses > now ? $0.index : nil })
        }
        if let known { return known }
        // The one reading of the public site that is longer than a list may be for a visitor's own access.
        let made = try await workspace.read(as: .system) { try SiteIndex(of: site, in: $0) }
        state.withLock { $0.indexes[key] = (revision, made, now + Self.lifetime) }
        return made
    }

    /// Minutes to read each of a few articles. One statement, none when all are known.
    func minutes(of articles: [ArticleLine], in workspace: String, from db: Database) throws -> [Key<Article>: Int] {
        func name(_ line: ArticleLine) -> String { "\(workspace) \(line.key.text) \(line.version)" }
        var known: [Key<Article>: Int] = [:]
        state.withLock { state in
            for line in articles { if let minutes = state.minutes[name(line)] { known[line.key] = minutes } }
        }
        let missing = articles.filter { known[$0.key] == nil }
        guard !missing.isEmpty else { return known }
        let bodies = try db.bodies(of: missing)
        for line in missing { known[line.key] = Markdown(bodies[line.key] ?? "").readingMinutes }
        let found = known
        state.withLock { state in
            if state.minutes.count > 20_000 { state.minutes.removeAll() }
            for line in missing { state.minutes[name(line)] = found[line.key] }
        }
        return known
    }
}

extension Database {
    /// The texts of a few articles. One statement.
    func bodies(of articles: [ArticleLine]) throws -> [Key<Article>: String] {
        var query = AnyQuery(Article.object.name)
        query.predicates = [.oneOf("id", articles.map(\.key.stored.0))]
        query.fields = [Article.body.name]
        query.limit = articles.count
        return Dictionary(try fetch(query).map { (Key<Article>($0.id), $0[Article.body.name] ?? "") }, uniquingKeysWith: { first, _ in first })
    }
}
