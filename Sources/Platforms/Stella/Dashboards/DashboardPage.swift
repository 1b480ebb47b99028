import Kernel
import Model

/// A dashboard. Costs four statements and one a tile.
struct DashboardPage: Sendable {
    struct Drawn: Sendable {
        let tile: Record<Tile>
        let reading: Result<Reading, Refused>
    }

    /// A figure that this caller may not see, or that cannot be computed; the others still stand.
    struct Refused: Error { let sentence: String }

    let dashboard: Record<Dashboard>
    let tiles: [Drawn]
    let zone: Zone
    let now: Instant

    static func answer(_ visit: Kernel.Visit) async throws -> Answer {
        let slug = visit.path("slug"), user = visit.access.principal.user
        let page = try await visit.read { try load(slug, for: user, $0) }
        let title = page.dashboard[Dashboard.title]
        let crumbs = [NavLink("Dashboards", to: Dashboards.base), NavLink(title, to: "\(Dashboards.base)/\(Incoming.encode(slug))")]
        return visit.page(title, on: .stella, crumbs: crumbs, page.html(visit))
    }

    private static func load(_ slug: String, for user: Int64?, _ db: Database) throws -> DashboardPage {
        guard let dashboard = try db.first(Query(Dashboard.self).where(Dashboard.slug == slug)) else { throw RecordError.notFound(object: Dashboard.object.name) }
        let tiles = try db.fetch(Query(Tile.self).where(Tile.dashboard == dashboard.key).including(Tile.metric).order(by: Tile.position).limit(60))
        let zone = try user.flatMap { try db.find(Key<User>($0)) }.flatMap { try? Zone($0[User.zone]) } ?? .utc
        let drawn = try tiles.map { tile in Drawn(tile: tile, reading: try read(tile, zone, db)) }
        return DashboardPage(dashboard: dashboard, tiles: drawn, zone: zone, now: db.now)
    }

    private static func read(_ tile: Record<Tile>, _ zone: Zone, _ db: Database) throws -> Result<Reading, Refused> {
        guard let metric = tile.included(Tile.metric) else { return .failure(Refused(sentence: "You may not see this figure.")) }
        do {
            return .success(try db.read(Metric(metric, in: db.catalog), in: zone))
        } catch let error as RecordError {
            return .failure(Refused(sentence: error.explanation.says))
        } catch let error as MetricError { return .failure(Refused(sentence: error.explanation.says)) }
    }

    private func html(_ visit: Kernel.Visit) -> HTML {
        let doors = Doors(list: { visit.suite.listURL(of: $0, filter: $1, in: visit.catalog) })
        let today = zone.local(now).date
        let start = today.firstOfMonth.adding(months: 1 - MonthBars.months)
        let time = zone.local(now).time
        let clock = "\(time.hourAndMinute):\(time.second < 10 ? "0" : "")\(time.second)"
        let truth: HTML = "\(start.formatted()) – \(today.formatted()) · \(zone.identifier) · true as of \(clock)"
        let edit = Button("Edit", to: visit.url(dashboard))
        let drawn = tiles.map { $0.view(doors) }
        let body: HTML = drawn.isEmpty ? "\(EmptyState("This dashboard has no tiles yet.", action: edit))" : "\(Tiles(drawn))"
        return HTML(Head(dashboard[Dashboard.title], truth: truth, actions: [edit]), body)
    }
}

/// Where figures lead.
struct Doors: Sendable {
    let list: @Sendable (_ object: String, _ filter: String?) -> String

    func url(_ reading: Reading, _ group: String?) -> String { list(reading.metric.object.name, reading.condition(for: group)) }

    func url(_ reading: Reading) -> String { list(reading.metric.object.name, reading.metric.condition(today: reading.today)) }
}
