import Kernel
import Model

extension Deals {
    struct Create: Action {
        static let name = "spark.deal.create"
        static let title = "New deal"
        static let permission = Permission(.create, Deal.self)
        static let parameters: [Parameter] = [
            Parameter("name"),
            .record("contact", Contact.self, required: false),
            .record("company", Company.self, required: false),
            Parameter("amount", "Amount", .money, required: false),
            .record("pipeline", Pipeline.self, required: false),
            .record("stage", Stage.self, required: false),
            Parameter("source", required: false, help: "What brought this deal; the contact's first touch when empty."),
        ]

        let name: String
        let contact: Key<Contact>?
        let company: Key<Company>?
        let amount: AmountInput?
        let pipeline: Key<Pipeline>?
        let stage: Key<Stage>?
        let source: String?

        func run(in tx: Transaction) throws -> Outcome {
            let person = try contact.map { try tx.require($0) }
            let stage = try firstStage(in: tx)
            var deal = tx.new(Deal.self)
            deal[Deal.name] = name
            deal[Deal.contact] = contact
            deal[Deal.company] = company ?? person?[Contact.company]
            deal[Deal.pipeline] = stage[Stage.pipeline]
            deal[Deal.stage] = stage.key
            deal[Deal.outcome] = stage[Stage.outcome]
            if stage[Stage.outcome] != "open" { deal[Deal.closedAt] = tx.now }
            deal[Deal.amount] = try amount?.money
            deal[Deal.source] = source ?? person?[Contact.firstSource]
            if let owner: AnyKey = person?.any["owner"] { deal.any["owner"] = owner }
            try tx.save(&deal)
            try tx.record(DealCreated(deal: deal.key, dealName: name, contact: contact, amount: deal[Deal.amount]))
            try Deals.told(deal, in: tx)
            return Outcome("Created the deal “\(name)”.", record: Subject(deal.key), values: ["deal": .string(deal.key.text)])
        }

        private func firstStage(in tx: Transaction) throws -> Record<Stage> {
            if let stage { return try tx.require(stage) }
            let pipeline = try pipeline ?? Deals.firstPipeline(in: tx)?.key ?? Deals.setUpStandardPipeline(in: tx)
            guard let first = try tx.first(Query(Stage.self).where(Stage.pipeline == pipeline).order(by: Stage.position)) else { throw DealError.emptyPipeline }
            return first
        }
    }

    /// Makes the pipeline most businesses begin with.
    struct SetUpPipeline: Action {
        static let name = "spark.pipeline.set_up"
        static let title = "Set up a pipeline"
        static let permission = Permission(.create, Pipeline.self)

        func run(in tx: Transaction) throws -> Outcome {
            let pipeline = try Deals.setUpStandardPipeline(in: tx)
            return Outcome("Set up the pipeline “Sales”.", record: Subject(pipeline))
        }
    }

    /// The oldest one.
    static func firstPipeline(in db: Database) throws -> Record<Pipeline>? {
        var query = Query(Pipeline.self)
        query.any.order = [.init("id")]
        return try db.first(query)
    }

    static func setUpStandardPipeline(in tx: Transaction) throws -> Key<Pipeline> {
        var pipeline = tx.new(Pipeline.self)
        pipeline[Pipeline.name] = "Sales"
        try tx.save(&pipeline)
        let stages = [("New", "open", 10), ("Qualified", "open", 30), ("Offer", "open", 60), ("Won", "won", 100), ("Lost", "lost", 0)]
        for (position, (name, outcome, probability)) in stages.enumerated() {
            var stage = tx.new(Stage.self)
            stage[Stage.pipeline] = pipeline.key
            stage[Stage.name] = name
            stage[Stage.position] = position + 1
            stage[Stage.outcome] = outcome
            stage[Stage.probability] = probability
            try tx.save(stage)
        }
        return pipeline.key
    }
}
