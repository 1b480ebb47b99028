import Kernel
import Model
import Testing

@testable import Spark

@Suite("Deals")
struct DealTests {
    let catalog = Catalog(DataModel.objects)
    let now = Instant(seconds: 1_795_352_731)

    func stage(_ id: Int64, _ outcome: String, of pipeline: Int64 = 1) -> Record<Stage> {
        var any = Record<Stage>(in: catalog).any
        any["id"] = AnyKey(id)
        var stage = Record<Stage>(any)
        stage[Stage.pipeline] = Key(pipeline)
        stage[Stage.name] = "Stage \(id)"
        stage[Stage.outcome] = outcome
        return stage
    }

    func deal() -> Record<Deal> {
        var deal = Record<Deal>(in: catalog)
        deal[Deal.pipeline] = Key(1)
        deal[Deal.stage] = Key(99)
        return deal
    }

    @Test("Winning closes a deal, going back opens it")
    func win() throws {
        var deal = deal()
        #expect(try deal.move(to: stage(0, "won"), at: now))
        #expect(deal[Deal.outcome] == "won" && deal[Deal.closedAt] == now)
        deal[Deal.stage] = Key(99)
        #expect(try deal.move(to: stage(0, "open"), at: now))
        #expect(deal[Deal.outcome] == "open" && deal[Deal.closedAt] == nil)
    }

    @Test("Moving to the same stage does nothing, to another pipeline's is refused")
    func sameAndForeign() throws {
        var deal = deal()
        deal[Deal.stage] = Key(0)
        #expect(try !deal.move(to: stage(0, "open"), at: now))
        #expect(throws: DealError.otherPipeline(stage: "Stage 5")) { try deal.move(to: stage(5, "won", of: 2), at: now) }
        #expect(deal[Deal.outcome] == "open")
    }

    @Test("A contact follows their deals; customers stay customers", arguments: [
        ("lead", "open", 0, "opportunity"), ("lead", "won", 0, "customer"), ("opportunity", "lost", 0, "lost"), ("opportunity", "lost", 1, "opportunity"),
        ("customer", "lost", 0, "customer"), ("customer", "open", 0, "customer"), ("lost", "open", 0, "opportunity"),
    ])
    func follow(before: String, outcome: String, others: Int, after: String) {
        var contact = Record<Contact>(in: catalog)
        contact[Contact.stage] = before
        contact.follow(outcome, otherOpenDeals: others)
        #expect(contact[Contact.stage] == after)
    }
}
