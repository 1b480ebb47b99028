import Kernel
import Model

/// How often the suite did something by itself today.
enum RunsDigest {
    static let digest = Digest("runs-today") { db, links in
        guard let object = db.catalog[Run.object.name], db.access.allows(.read, object, in: db.catalog) else { return [] }
        let midnight = Zone.utc.startOfDay(Zone.utc.local(db.now).date)
        let today = Query(Run.self).where(Run.startedAt >= midnight).any
        let lines = try db.aggregate(Aggregate(today, .count, by: Run.status.name))
        let failed = lines.first { String.load($0.group, $0.group) == "failed" }?.records ?? 0
        let since = "started_at >= timestamp(\"\(midnight)\")"
        return [TileView(
            "Runs today", platform: .argus, figure: "\(lines.reduce(0) { $0 + $1.records })", chip: Chip("\(failed) failed", failed == 0 ? .good : .bad, to: links.list(Run.object.name, filter: "status == \"failed\" && \(since)")),
            to: links.list(Run.object.name, filter: since))]
    }
}
