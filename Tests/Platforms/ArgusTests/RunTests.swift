import Kernel
import Model
import TestKit
import Testing

@testable import Argus

/// Actions that another platform would bring.
private struct Fixture: Platform {
    let brand = PlatformBrand.spark
    var features: [Feature] { [Feature("fixture", actions: [AnyAction(MakeCompany.self), AnyAction(Refuse.self)])] }

    struct MakeCompany: Action {
        static let name = "spark.company.make"
        static let title = "Make a company"
        static let parameters = [Parameter("name")]
        static let permission = Permission(.create, Company.self)

        let name: String

        func run(in tx: Transaction) throws -> Outcome {
            var company = tx.new(Company.self)
            company[Company.name] = name
            try tx.save(&company)
            return Outcome("Made \(name).", record: Subject(company.key))
        }
    }

    struct Refuse: Action {
        static let name = "spark.company.refuse"
        static let title = "Refuse"
        static let permission = Permission(.create, Company.self)

        func run(in tx: Transaction) throws -> Outcome { throw RecordError.guarded("Not today.") }
    }
}

@Suite("Runs of workflows")
struct RunTests {
    private func world(_ engine: World.Engine) async throws -> World {
        let world = try await World(Suite([ArgusPlatform(), Fixture()], objects: DataModel.objects, events: DataModel.events), on: engine)
        // Reactions read the log from where it stands when they are first seen.
        try await world.settle()
        return world
    }

    private func activate(_ world: World, on trigger: String = "contact.created", if condition: String? = nil, _ steps: [PlannedStep]) async throws -> Key<Workflow> {
        try await world.write { tx in
            var workflow = tx.new(Workflow.self)
            workflow[Workflow.name] = "Welcome"
            workflow[Workflow.trigger] = trigger
            workflow[Workflow.condition] = condition
            workflow[Workflow.steps] = steps.text
            try tx.save(&workflow)
            _ = try tx.act(ActivateWorkflow.name, ["workflow": .string(workflow.key.text)])
            return workflow.key
        }
    }

    private func meet(_ world: World, _ name: String = "Mirjam Oberholzer", score: Int = 71) async throws {
        try await world.write { tx in
            var contact = tx.new(Contact.self)
            contact[Contact.name] = name
            contact[Contact.score] = score
            try tx.save(&contact)
        }
    }

    private func companies(_ world: World) async throws -> [String] {
        try await world.read { try $0.fetch(Query(Company.self).order(by: Company.name)).map(\.title) }
    }

    @Test("A contact starts the workflow, whose second step uses what the first made", arguments: World.Engine.available)
    func twoSteps(engine: World.Engine) async throws {
        let world = try await world(engine)
        _ = try await activate(world, [
            PlannedStep("firm", "spark.company.make", with: ["name": "{{ contact.name }} AG"]),
            PlannedStep("again", "spark.company.make", with: ["name": "=firm.name + \" & Co\""]),
        ])
        try await meet(world)
        try await world.settle()

        #expect(try await companies(world) == ["Mirjam Oberholzer AG", "Mirjam Oberholzer AG & Co"])
        let runs = try await world.read { try $0.fetch(Query(Run.self).including(RunStep.self, by: RunStep.run, order: "position")) }
        #expect(runs.map { $0[Run.status] } == ["done"])
        #expect(try #require(runs.first).children(RunStep.self).map { $0[RunStep.says] } == ["Made Mirjam Oberholzer AG.", "Made Mirjam Oberholzer AG & Co."])
        #expect(try await world.events().contains("argus.run.finished"))

        try await world.settle()
        #expect(try await companies(world).count == 2)
        await world.close()
    }

    @Test("A condition that does not hold starts nothing")
    func condition() async throws {
        let world = try await world(.sqlite)
        _ = try await activate(world, if: "contact.score >= 80", [PlannedStep("firm", "spark.company.make", with: ["name": "X"])])
        try await meet(world)
        try await world.settle()
        #expect(try await world.read { try $0.count(Query(Run.self)) } == 0)
        await world.close()
    }

    @Test("A condition without an answer starts nothing and says why in the log")
    func brokenCondition() async throws {
        let world = try await world(.sqlite)
        _ = try await activate(world, if: "contact.age > 3", [PlannedStep("firm", "spark.company.make", with: ["name": "X"])])
        try await meet(world)
        try await world.settle()
        #expect(try await world.read { try $0.count(Query(Run.self)) } == 0)
        #expect(try await world.events().contains("argus.run.refused"))
        await world.close()
    }

    @Test("A refused step fails the run, names itself, and keeps what came before", arguments: World.Engine.available)
    func failure(engine: World.Engine) async throws {
        let world = try await world(engine)
        _ = try await activate(world, [
            PlannedStep("firm", "spark.company.make", with: ["name": "Kept"]), PlannedStep("no", "spark.company.refuse", with: [:]),
            PlannedStep("never", "spark.company.make", with: ["name": "Never"]),
        ])
        try await meet(world)
        try await world.settle()

        #expect(try await companies(world) == ["Kept"])
        let steps = try await world.read { try $0.fetch(Query(RunStep.self).order(by: RunStep.position)) }
        #expect(steps.map { $0[RunStep.status] } == ["done", "failed"])
        #expect(steps.last?[RunStep.says] == "Step “no”: Not today.")
        #expect(try await world.events().contains("argus.run.failed"))

        let run = try #require(try await world.read { try $0.first(Query(Run.self)) })
        try await world.write { _ = try $0.act(RetryRun.name, ["run": .string(run.key.text)]) }
        try await world.settle()
        #expect(try await companies(world) == ["Kept"])
        #expect(try await world.read { try $0.count(Query(RunStep.self)) } == 2)
        await world.close()
    }

    @Test("A step whose action no longer exists fails the run with a clear reason")
    func unknownAction() async throws {
        let world = try await world(.sqlite)
        _ = try await activate(world, [PlannedStep("x", "spark.company.gone", with: [:])])
        try await meet(world)
        try await world.settle()
        let step = try #require(try await world.read { try $0.first(Query(RunStep.self)) })
        #expect(step[RunStep.says].contains("spark.company.gone"))
        await world.close()
    }

    @Test("A workflow that leads to itself is cut after three laps")
    func loop() async throws {
        let world = try await world(.sqlite)
        _ = try await activate(world, on: "company.created", [PlannedStep("firm", "spark.company.make", with: ["name": "{{ company.name }}+"])])
        try await world.write { _ = try $0.act("spark.company.make", ["name": "A"]) }
        try await world.settle()
        #expect(try await companies(world) == ["A", "A+", "A++", "A+++"])
        #expect(try await world.events().contains("argus.run.refused"))
        await world.close()
    }

    @Test("A stopped workflow starts no more")
    func stopped() async throws {
        let world = try await world(.sqlite)
        let key = try await activate(world, [PlannedStep("firm", "spark.company.make", with: ["name": "X"])])
        try await world.write { _ = try $0.act(StopWorkflow.name, ["workflow": .string(key.text)]) }
        try await meet(world)
        try await world.settle()
        #expect(try await companies(world) == [])
        await world.close()
    }

    @Test("The editor makes a workflow, keeps what was typed when it refuses, and shows it again")
    func editor() async throws {
        let world = try await world(.sqlite)
        let ana = try await world.login()
        let page = await ana.get("/app/argus/workflows/new")
        #expect(page.status == 200 && page.text.contains("Make a company"))

        let refused = await ana.post("/app/argus/workflows/new", [
            "trigger._name": "Firms", "trigger._event": "contact.created", "trigger._condition": "contact.score >", "step": "s1:spark.company.make", "s1.name": "{{ contact.name }} AG", "do": "save",
        ])
        #expect(refused.status == 422)
        #expect(refused.text.contains("{{ contact.name }} AG") && refused.text.contains("Firms"))

        let saved = await ana.post("/app/argus/workflows/new", [
            "trigger._name": "Firms", "trigger._event": "contact.created", "trigger._condition": "contact.score > 5", "step": "s1:spark.company.make", "s1.name": "{{ contact.name }} AG", "do": "activate",
        ])
        #expect(saved.status == 303, "\(saved.text.prefix(600))")
        let workflow = try #require(try await world.read { try $0.first(Query(Workflow.self)) })
        #expect(workflow[Workflow.status] == "active")

        let editor = await ana.get("/app/argus/workflows/\(workflow.key)/editor")
        #expect(editor.status == 200 && editor.text.contains("{{ contact.name }} AG"))

        try await meet(world)
        try await world.settle()
        #expect(try await companies(world) == ["Mirjam Oberholzer AG"])
        let record = await ana.get("/app/argus/workflows/\(workflow.key)")
        #expect(record.status == 200 && record.text.contains("Last runs"), "\(record.text.prefix(300))")
        let run = try #require(try await world.read { try $0.first(Query(Run.self)) })
        let passage = await ana.get("/app/argus/runs/\(run.key)")
        #expect(passage.status == 200 && passage.text.contains("Made Mirjam Oberholzer AG."), "\(passage.text.prefix(300))")
        await world.close()
    }

    @Test("The editor costs one statement for a new workflow and two for one that exists")
    func budget() async throws {
        let world = try await world(.sqlite)
        let key = try await activate(world, [PlannedStep("firm", "spark.company.make", with: ["name": "X"])])
        let ana = try await world.login()
        // The first visit also reads who Ana is and what she may.
        _ = await ana.get("/app/ecosystem")
        let new = await ana.get("/app/argus/workflows/new")
        #expect(new.statements == 1)
        let editor = await ana.get("/app/argus/workflows/\(key)/editor")
        #expect(editor.statements == 2)
        let edit = await ana.get("/app/argus/workflows/\(key)/edit")
        #expect(edit.statements == 2)
        await world.close()
    }
}
