import Kernel
import Model

/// All dashboards, or the way to the first.
enum DashboardsPage {
    static func answer(_ visit: Kernel.Visit) async throws -> Answer {
        let dashboards = try await visit.read { try $0.fetch(Query(Dashboard.self).order(by: Dashboard.title).limit(200)) }
        let table = TableView(
            "Dashboards", columns: [.init("Dashboard"), .init("Last change")],
            rows: dashboards.map { .init([.link($0[Dashboard.title], to: "\(Dashboards.base)/\(Incoming.encode($0[Dashboard.slug]))"), .soft($0.updatedAt.formatted(in: .utc, .date))]) },
            empty: EmptyState("No dashboard yet. Begin with the one that shows where the money comes from.", action: install(visit)))
        return visit.page("Dashboards", on: .stella, crumbs: [NavLink("Dashboards", to: Dashboards.base)], HTML(Head("Dashboards"), table))
    }

    private static func install(_ visit: Kernel.Visit) -> PostButton {
        PostButton("Set it up", to: Dashboards.base, style: .primary, forgery: visit.forgery)
    }
}
