import Kernel
import Model

/// Visits without cookies: counting them, where they come from, whom they lead to.
enum Visits {
    static func feature(_ sites: PublicSites) -> Feature {
        Feature(
            "Visits",
            routes: [
                Route(.post, "/visit", needs: .nobody, bodyLimit: 8_192) { try await Tracker.take($0, sites) },
                Route(.get, "/app/arion/visits", needs: .permission(Permission(.read, PageView.self))) { try await VisitsPage.show($0, sites) },
            ],
            schedules: [
                Schedule("arion.visits.forget_salts", every: .days(1)) { run in
                    try await run.workspace.write(as: .system) { tx in try SiteSecrets.forget(before: Zone.utc.local(tx.now).date, in: tx) }
                },
            ],
            sections: [Section("Visits", to: "/app/arion/visits", needs: Permission(.read, PageView.self))],
            panels: [WebPanel.panel],
            digests: [VisitsDigest.digest])
    }
}
