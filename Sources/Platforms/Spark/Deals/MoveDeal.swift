import Kernel
import Model

extension Deals {
    struct Move: Action {
        static let name = "spark.deal.move"
        static let title = "Move"
        static let permission = Permission(.update, Deal.self)
        static let parameters: [Parameter] = [.record("deal", Deal.self), .record("stage", Stage.self)]

        let deal: Key<Deal>
        let stage: Key<Stage>

        func run(in tx: Transaction) throws -> Outcome { try Deals.move(try tx.require(deal), to: try tx.require(stage), in: tx) }
    }

    struct Win: Action {
        static let name = "spark.deal.win"
        static let title = "Won"
        static let permission = Permission(.update, Deal.self)
        static let parameters: [Parameter] = [.record("deal", Deal.self)]

        let deal: Key<Deal>

        func run(in tx: Transaction) throws -> Outcome { try Deals.close(deal, as: "won", in: tx) }
    }

    struct Lose: Action {
        static let name = "spark.deal.lose"
        static let title = "Lost"
        static let permission = Permission(.update, Deal.self)
        static let parameters: [Parameter] = [.record("deal", Deal.self)]

        let deal: Key<Deal>

        func run(in tx: Transaction) throws -> Outcome { try Deals.close(deal, as: "lost", in: tx) }
    }

    private static func close(_ key: Key<Deal>, as outcome: String, in tx: Transaction) throws -> Outcome {
        let deal = try tx.require(key)
        let stages = Query(Stage.self).where(Stage.pipeline == deal[Deal.pipeline] && Stage.outcome == outcome).order(by: Stage.position)
        guard let stage = try tx.first(stages) else { throw DealError.noStage(outcome: outcome) }
        return try move(deal, to: stage, in: tx)
    }

    private static func move(_ record: Record<Deal>, to stage: Record<Stage>, in tx: Transaction) throws -> Outcome {
        var deal = record
        let before = (stage: deal[Deal.stage], outcome: deal[Deal.outcome])
        guard try deal.move(to: stage, at: tx.now) else {
            return Outcome("“\(deal.title)” is in \(stage.title) already.", record: Subject(deal.key))
        }
        try tx.save(&deal)
        let from = try tx.find(before.stage)?.title ?? ""
        try tx.record(DealMoved(deal: deal.key, dealName: deal.title, contact: deal[Deal.contact], from: from, to: stage.title))
        if before.outcome != deal[Deal.outcome] { try told(deal, in: tx) }
        return Outcome("Moved “\(deal.title)” to \(stage.title).", record: Subject(deal.key), values: ["deal": .string(deal.key.text)])
    }

    /// Says what the deal's outcome means, to the log and to the contact.
    static func told(_ deal: Record<Deal>, in tx: Transaction) throws {
        let outcome = deal[Deal.outcome]
        if outcome == "won" {
            try tx.record(DealWon(deal: deal.key, dealName: deal.title, contact: deal[Deal.contact], amount: deal[Deal.amount]))
        } else if outcome == "lost" {
            try tx.record(DealLost(deal: deal.key, dealName: deal.title, contact: deal[Deal.contact]))
        }
        guard let key = deal[Deal.contact], var contact = try tx.find(key) else { return }
        // The deal itself is saved already and no longer open where it was lost.
        let open = outcome == "lost" ? try tx.count(Query(Deal.self).where(Deal.contact == key && Deal.outcome == "open")) : 0
        contact.follow(outcome, otherOpenDeals: open)
        try tx.save(contact)
    }
}
