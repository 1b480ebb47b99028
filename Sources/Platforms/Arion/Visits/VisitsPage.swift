import Kernel
import Model

/// Who came in the last 30 days, from where, and what they read. Five statements.
struct VisitsPage: Sendable {
    static let days = 30

    let byDay: [(day: LocalDate, visitors: Int)]
    let views: Int
    let pages: [(path: String, views: Int)]
    let channels: [(name: String, visitors: Int)]
    let referrers: [(host: String, visitors: Int)]
    let names: [String: String]

    static func show(_ request: Request, _ sites: PublicSites) async throws -> Answer {
        await sites.queue.flush(request.workspace)
        let today = Zone.utc.local(request.now).date
        let page = try await request.read { try load($0, today) }
        return request.page("Visits", on: .arion, page.html)
    }

    static func load(_ db: Database, _ today: LocalDate) throws -> VisitsPage {
        let query = Query(PageView.self).where(PageView.day >= today.adding(days: 1 - days)).any
        func visitors(by field: String) throws -> [(String, Aggregate.Line)] {
            try db.aggregate(Aggregate(query, .distinct(PageView.visitor.name), by: field)).compactMap { line in line.name.map { ($0, line) } }
        }
        let daily = Dictionary(try visitors(by: PageView.day.name), uniquingKeysWith: { first, _ in first })
        let pages = try visitors(by: PageView.path.name).map { (path: $0.0, views: $0.1.count) }.sorted { ($1.views, $0.path) < ($0.views, $1.path) }.prefix(20)
        var latest = Query(PageView.self).where(PageView.path.isOneOf(pages.map(\.path))).limit(500)
        latest.any.order = [.init("id", descending: true)]
        latest.any.fields = [PageView.path.name, PageView.pageTitle.name]
        return VisitsPage(
            byDay: (0..<days).map { today.adding(days: $0 + 1 - days) }.map { ($0, daily[$0.description]?.count ?? 0) },
            views: daily.values.reduce(0) { $0 + $1.records }, pages: Array(pages),
            channels: try visitors(by: PageView.source.name).map { ($0.0, $0.1.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) },
            referrers: Array(try visitors(by: PageView.referrer.name).map { ($0.0, $0.1.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(12)),
            names: Dictionary(try db.fetch(latest).compactMap { view in view[PageView.pageTitle].map { (view[PageView.path], $0) } }, uniquingKeysWith: { first, _ in first }))
    }

    var html: HTML {
        let visitors = byDay.reduce(0) { $0 + $1.visitors }
        let head = Head("Visits", truth: "Last 30 days, days in UTC. No cookies; a visitor is one person on one day, programs are not counted.")
        guard visitors > 0 else {
            return HTML(head, EmptyState("Nobody was here yet. Publish something and tell people about it.", action: Button("Write an article", to: "/app/arion/articles/new", style: .primary)))
        }
        let today = byDay.last?.visitors ?? 0
        let tiles = Tiles([
            TileView("Visitors", platform: .arion, span: 4, figure: "\(visitors)", caption: "\(today) today"),
            TileView("Pages read", span: 4, figure: "\(views)", caption: "in 30 days"),
            TileView("Pages a visitor", span: 4, figure: "\(tenths(views, visitors))"),
            TileView("Visitors by day", span: 12, body: BarList(byDay.reversed().map { bar($0.day.formatted(withYear: false), $0.visitors, of: byDay.map(\.visitors)) }, tone: .platform(.arion)).html),
            TileView("Most read", span: 6, body: BarList(pages.map { bar(names[$0.path] ?? $0.path, $0.views, of: pages.map(\.views), to: $0.path) }, tone: .platform(.arion)).html),
            TileView("Where they come from", span: 6, body: BarList(channels.map { bar($0.name, $0.visitors, of: channels.map(\.visitors)) }, tone: .platform(.arion)).html),
            TileView("Other sites that lead here", span: 6, body: referrers.isEmpty ? EmptyState("No other site led here yet.").html
                : BarList(referrers.map { bar($0.host, $0.visitors, of: referrers.map(\.visitors)) }, tone: .platform(.arion)).html),
        ])
        return HTML(head, tiles)
    }

    private func bar(_ title: String, _ count: Int, of all: [Int], to url: String? = nil) -> BarList.Bar {
        BarList.Bar(title, share: Double(count) / Double(max(1, all.max() ?? 1)), figure: "\(count)", to: url)
    }

    private func tenths(_ sum: Int, _ count: Int) -> String {
        let tenths = (sum * 10 + count / 2) / max(1, count)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
