import Kernel
import Model

/// Home's tile: the week's visitors against the week before. Two statements.
enum VisitsDigest {
    static let digest = Digest("arion.visits") { db, _ in
        guard try db.mayReadVisits else { return [] }
        let today = Zone.utc.local(db.now).date
        let week = try visitors(from: today.adding(days: -6), to: today, in: db)
        let before = try visitors(from: today.adding(days: -13), to: today.adding(days: -7), in: db)
        let change = week - before
        return [TileView(
            "Visitors this week", platform: .arion, figure: "\(week)", chip: Chip(change > 0 ? "+\(change)" : "\(change)", change > 0 ? .good : change < 0 ? .warn : .neutral),
            caption: "against \(before) the week before", to: "/app/arion/visits")]
    }

    private static func visitors(from first: LocalDate, to last: LocalDate, in db: Database) throws -> Int {
        let query = Query(PageView.self).where(PageView.day >= first && PageView.day <= last)
        return try db.aggregate(Aggregate(query.any, .distinct(PageView.visitor.name))).first?.count ?? 0
    }
}
