import Kernel
import Model

/// Figures that belong together, drawn on one page.
enum Dashboards {
    static let base = "\(PlatformBrand.stella.url)/d"

    static let feature = Feature(
        "dashboards",
        routes: [
            Route(.get, base, needs: .permission(Permission(.read, Dashboard.self))) { visit in try await DashboardsPage.answer(visit) },
            Route(.post, base, needs: .permission(Permission(.create, Dashboard.self))) { visit in
                let outcome = try await visit.run(InstallDashboard.name, JSONObject())
                return visit.redirect("\(base)/\(StandardDashboard.slug)", saying: outcome.says)
            },
            Route(.get, "\(base)/{slug}", needs: .permission(Permission(.read, Dashboard.self))) { visit in try await DashboardPage.answer(visit) },
        ],
        actions: [AnyAction(InstallDashboard.self)],
        sections: [Section("Overview", to: base, needs: Permission(.read, Dashboard.self))],
        panels: [
            Panel("open-dashboard", on: [Dashboard.object.name]) { record, _, _ in
                let dashboard = Record<Dashboard>(record)
                return Card("As people see it", platform: .stella, body: "\(Button("Open the dashboard", to: "\(base)/\(Incoming.encode(dashboard[Dashboard.slug]))", style: .primary))")
            },
        ],
        checks: [
            Check(.clarity, "A dashboard stands", detail: "You see where the money comes from.", to: base, action: "Open dashboards") { db in
                try db.count(Query(Dashboard.self)) > 0
            },
        ])
}
