import Kernel
import Model
import TestKit
import Testing

@testable import Spark

@Suite("The board")
struct BoardTests {
    func world() async throws -> World { try await World(Suite([SparkPlatform()], objects: DataModel.objects, events: DataModel.events)) }

    @Test("The board costs the same for 1 and for 100 deals, and its columns say what they are worth", arguments: [1, 100])
    func budget(deals: Int) async throws {
        let world = try await world()
        try await world.write { tx in
            for index in 0..<deals { _ = try tx.act("spark.deal.create", ["name": .string("Deal \(index)"), "amount": "CHF 10.00"]) }
        }
        let ana = try await world.login()
        _ = await ana.get("/app/spark/board")

        let page = await ana.get("/app/spark/board")

        #expect(page.status == 200)
        #expect(page.text.contains("CHF \(deals == 1 ? "10.00" : "1,000.00")"))
        #expect(page.statements == 6)
        await world.close()
    }

    @Test("Without a pipeline the board offers one, and a drop moves a card once")
    func firstPipeline() async throws {
        let world = try await world()
        let ana = try await world.login()
        #expect(await ana.get("/app/spark/board").text.contains("Set up a pipeline"))
        #expect(await ana.post("/app/spark/pipelines/standard", [:]).status == 303)
        let deal = try await world.write { tx in try tx.act("spark.deal.create", ["name": "Espresso corner"]).values["deal"]?.stringValue ?? "" }
        let won = try await world.read { try $0.first(Query(Stage.self).where(Stage.outcome == "won"))?.key.text } ?? ""

        #expect(await ana.post("/app/spark/board", ["card": deal, "to": won]).status == 303)
        #expect(await ana.post("/app/spark/board", ["card": deal, "to": won]).status == 303)

        #expect(try await world.events().count { $0 == "spark.deal.moved" } == 1)
        #expect(try await world.events().count { $0 == "spark.deal.won" } == 1)
        await world.close()
    }
}
