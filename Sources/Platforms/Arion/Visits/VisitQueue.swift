import Kernel
import Model
import Synchronization

/// A visit that was counted and is not written yet.
struct Hit: Sendable {
    let site: Key<Site>
    let visitor: String
    let path: String
    let title: String?
    /// `nil` where the visit says nothing about it; then the visitor's first source of the day holds.
    let source: Source?
    let day: LocalDate
}

/// Visits on their way to the database, written together: after a second, at 200, or when somebody wants to read them.
///
/// A crash loses at most that second. When the database cannot keep up, visits beyond 20,000 are not counted.
final class VisitQueue: Sendable {
    private struct Lane {
        var hits: [Hit] = []
        var isScheduled = false
        var writing: Task<Void, Never>?
        /// Where the day's visitors came from first.
        var sources: [String: Source] = [:]
        var day: LocalDate?
    }

    private static let batch = 200
    private static let longest = 20_000
    private let lanes = Mutex<[String: Lane]>([:])

    func add(_ hit: Hit, in workspace: Workspace) {
        enum Next { case nothing, later, now }
        let next = lanes.withLock { lanes -> Next in
            var lane = lanes[workspace.slug] ?? Lane()
            defer { lanes[workspace.slug] = lane }
            guard lane.hits.count < Self.longest else { return .nothing }
            lane.hits.append(hit)
            if lane.hits.count % Self.batch == 0 { return .now }
            guard !lane.isScheduled else { return .nothing }
            lane.isScheduled = true
            return .later
        }
        switch next {
        case .nothing: break
        case .now: Task { await flush(workspace) }
        case .later:
            Task {
                // A cancelled pause writes at once, which is right as well.
                try? await Task.sleep(for: .seconds(1))
                await flush(workspace)
            }
        }
    }

    /// Returns when everything that was added before is written.
    func flush(_ workspace: Workspace) async {
        let task = lanes.withLock { lanes -> Task<Void, Never>? in
            guard var lane = lanes[workspace.slug] else { return nil }
            guard !lane.hits.isEmpty else { return lane.writing }
            let hits = lane.hits, before = lane.writing
            lane.hits = []
            lane.isScheduled = false
            let task = Task {
                await before?.value
                await self.write(hits, in: workspace)
            }
            lane.writing = task
            lanes[workspace.slug] = lane
            return task
        }
        guard let task else { return }
        await task.value
        lanes.withLock { if $0[workspace.slug]?.writing == task { $0[workspace.slug]?.writing = nil } }
    }

    private func write(_ hits: [Hit], in workspace: Workspace) async {
        let known = sources(of: workspace.slug, on: hits.last?.day)
        do {
            let learned = try await workspace.write(as: .system) { tx in try Self.save(hits, known, in: tx) }
            lanes.withLock { lanes in
                guard var lane = lanes[workspace.slug] else { return }
                if lane.sources.count + learned.count > 100_000 { lane.sources.removeAll() }
                lane.sources.merge(learned) { first, _ in first }
                lanes[workspace.slug] = lane
            }
        } catch is RecordError where hits.count > 1 {
            // One of them is refused (its site was deleted meanwhile); the others still count.
            for hit in hits { await write([hit], in: workspace) }
        } catch is RecordError {
            return
        } catch {
            // The database cannot be written now: they wait for the next flush.
            lanes.withLock { lanes in
                let waiting = lanes[workspace.slug]?.hits ?? []
                lanes[workspace.slug]?.hits = Array((hits + waiting).prefix(Self.longest))
            }
        }
    }

    /// The day's sources; those of the day before are forgotten.
    private func sources(of slug: String, on day: LocalDate?) -> [String: Source] {
        lanes.withLock { lanes in
            if lanes[slug]?.day != day {
                lanes[slug]?.sources.removeAll()
                lanes[slug]?.day = day
            }
            return lanes[slug]?.sources ?? [:]
        }
    }

    /// One statement for the sources of visitors that this process does not know, then one a visit.
    private static func save(_ hits: [Hit], _ known: [String: Source], in tx: Transaction) throws -> [String: Source] {
        var sources = known.merging(try earlier(hits.filter { known[$0.visitor] == nil }.map(\.visitor), in: tx)) { first, _ in first }
        var learned: [String: Source] = [:]
        for hit in hits {
            let source = hit.source ?? sources[hit.visitor] ?? .direct
            if sources[hit.visitor] == nil { sources[hit.visitor] = source }
            learned[hit.visitor] = sources[hit.visitor]
            var view = tx.new(PageView.self)
            view[PageView.site] = hit.site
            view[PageView.visitor] = hit.visitor
            view[PageView.path] = hit.path
            view[PageView.pageTitle] = hit.title
            view[PageView.source] = source.channel.rawValue
            view[PageView.referrer] = source.host
            view[PageView.medium] = source.medium
            view[PageView.campaign] = source.campaign
            view[PageView.day] = hit.day
            try tx.save(&view)
        }
        return learned
    }

    private static func earlier(_ visitors: [String], in tx: Transaction) throws -> [String: Source] {
        guard !visitors.isEmpty else { return [:] }
        var query = Query(PageView.self).where(PageView.visitor.isOneOf(Set(visitors).sorted())).limit(5_000)
        query.any.order = [.init("id")]
        return Dictionary(try tx.fetch(query).map { ($0[PageView.visitor], $0.origin) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Record<PageView> {
    var origin: Source {
        Source(
            channel: Source.Channel(rawValue: self[PageView.source]) ?? .direct, host: self[PageView.referrer], medium: self[PageView.medium], campaign: self[PageView.campaign])
    }
}
