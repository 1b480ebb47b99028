import Kernel
import Model

extension Deals {
    static let contactPanel = Panel("Deals", on: ["contact"]) { record, db, links in
        try panel(Query(Deal.self).where(Deal.contact == record.key.of(Contact.self)), by: "contact", record.key, db, links)
    }

    static let companyPanel = Panel("Deals", on: ["company"]) { record, db, links in
        try panel(Query(Deal.self).where(Deal.company == record.key.of(Company.self)), by: "company", record.key, db, links)
    }

    /// Open deals with stage and amount: two statements.
    private static func panel(_ query: Query<Deal>, by field: String, _ key: AnyKey, _ db: Database, _ links: Links) throws -> (any Component)? {
        let deals = try db.fetch(query.where(Deal.outcome == "open").lastChangedFirst().including(Deal.stage).limit(5))
        let list: HTML = deals.isEmpty ? "<p class=\"small soft\">No open deal.</p>" : """
            <ul class=small>\(deals, { deal in
                "<li><a\(attribute: "href", links.url(deal))>\(deal.title)</a> <span class=soft>· \(deal.included(Deal.stage)?.title)\(deal[Deal.amount].map { " · \($0.formatted())" })</span></li>"
            })</ul>
            """
        let new = Button("New deal", to: actionURL("spark.deal.create", [(field, key.text)]), style: .quiet)
        return PanelView("Deals", platform: .spark, to: links.list("deal", filter: "\(field) == \"\(key.text)\""), body: HTML(list, new))
    }

    /// What the open deals are worth, weighted by how likely they are: two statements.
    static let weightedDigest = Digest("Pipeline") { db, links in
        let stages = try db.fetch(Query(Stage.self).where(Stage.outcome == "open").limit(500))
        let lines = try db.aggregate(Aggregate(Query(Deal.self).where(Deal.outcome == "open").any, .sum("amount"), by: "stage"))
        guard !lines.isEmpty else { return [] }
        let weighted = Spark.weighted(lines, by: Dictionary(stages.map { ($0.key, $0[Stage.probability]) }, uniquingKeysWith: { first, _ in first }))
        let count = lines.reduce(0) { $0 + $1.records }
        return [
            TileView(
                "Pipeline, weighted", platform: .spark, figure: weighted.isEmpty ? "–" : "\(weighted.map { $0.formatted() }.joined(separator: " + "))",
                caption: "<a href=\"\(url: links.list("deal", filter: "outcome == \"open\""))\">\(count == 1 ? "1 open deal" : "\(count) open deals")</a>", to: "/app/spark/board"),
        ]
    }
}

/// The sum of amount × probability, one money a currency, rounded once.
func weighted(_ lines: [Aggregate.Line], by probability: [Key<Stage>: Int]) -> [Money] {
    var sums: [String: Double] = [:]
    for line in lines {
        guard let code = line.currency, let stage = line.stage, let likely = probability[stage] else { continue }
        sums[code, default: 0] += line.value * Double(likely)
    }
    return sums.sorted { $0.key < $1.key }.compactMap { code, sum in
        guard sum != 0, let currency = Currency(code), let minor = Int64(exactly: (sum / 100).rounded()) else { return nil }
        return Money(minor: minor, currency)
    }
}
