import Kernel
import Model

/// One mail to everybody in a segment who agreed to it.
enum Campaigns {
    static let feature = Feature(
        "Campaigns",
        actions: [AnyAction(Send.self)],
        jobs: [pageJob],
        panels: [progressPanel],
        checks: [
            Check(.brand, "A campaign sent", detail: "One mail to everybody in a segment who agreed to it.", to: "/app/spark/campaigns", action: "Write a campaign") { db in
                try db.first(Query(Campaign.self).where(Campaign.status == "sent")) != nil
            },
        ])

    /// How far it is: one statement.
    static let progressPanel = Panel("Sent", on: ["campaign"]) { record, db, links in
        let lines = try db.aggregate(Aggregate(Query(Message.self).where(Message.campaign == record.key.of(Campaign.self)).any, .count, by: "status"))
        guard !lines.isEmpty else { return nil }
        let facts = lines.compactMap { line -> Facts.Fact? in
            guard let status = String.load(line.group, line.group) else { return nil }
            return Facts.Fact(status.prefix(1).uppercased() + status.dropFirst(), "\(line.records)")
        }
        return PanelView("Mails", platform: .spark, to: links.list("message", filter: "campaign == \"\(record.key.text)\""), body: Facts(facts).html)
    }
}
