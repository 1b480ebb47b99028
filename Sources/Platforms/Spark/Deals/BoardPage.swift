import Kernel
import Model

/// The deals of one pipeline in columns. Six statements, however many deals there are.
struct BoardPage {
    static let openLimit = 300
    static let closedLimit = 60

    let pipelines: [Record<Pipeline>]
    let pipeline: Record<Pipeline>?
    let stages: [Record<Stage>]
    let totals: [Aggregate.Line]
    let deals: [Record<Deal>]

    static func load(_ visit: Request) async throws -> BoardPage {
        let wanted = visit.request.query("pipeline").flatMap { Key<Pipeline>($0) }
        return try await visit.read { db in
            var query = Query(Pipeline.self).limit(100)
            query.any.order = [.init("id")]
            let pipelines = try db.fetch(query)
            guard let pipeline = pipelines.first(where: { $0.key == wanted }) ?? pipelines.first else {
                return BoardPage(pipelines: [], pipeline: nil, stages: [], totals: [], deals: [])
            }
            let all = Query(Deal.self).where(Deal.pipeline == pipeline.key).lastChangedFirst().including(Deal.contact)
            return BoardPage(
                pipelines: pipelines, pipeline: pipeline,
                stages: try db.fetch(Query(Stage.self).where(Stage.pipeline == pipeline.key).order(by: Stage.position).limit(50)),
                totals: try db.aggregate(Aggregate(Query(Deal.self).where(Deal.pipeline == pipeline.key).any, .sum("amount"), by: "stage")),
                deals: try db.fetch(all.where(Deal.outcome == "open").limit(openLimit)) + db.fetch(all.where(Deal.outcome != "open").limit(closedLimit)))
        }
    }

    func answer(_ visit: Request) -> Answer {
        guard let pipeline else { return visit.page("Board", on: .spark, crumbs: [NavLink("Board", to: "/app/spark/board")], empty(visit)) }
        let url = Self.url(pipeline.key)
        let board = BoardView(
            "Deals by stage", columns: columns(visit), moveURL: visit.allows(.update, "deal") ? url : nil, forgery: visit.forgery)
        let others = pipelines.count > 1
            ? Tabs("Pipelines", pipelines.map { NavLink($0.title, to: Self.url($0.key), isCurrent: $0.key == pipeline.key) }).html : HTML()
        let actions: [any Component] = visit.allows(.create, "deal") ? [Button("New deal", to: actionURL("spark.deal.create"), style: .primary, key: "c")] : []
        return visit.page(
            pipeline.title, on: .spark, crumbs: [NavLink("Board", to: url)], HTML(Head(pipeline.title, truth: truth, actions: actions), others, board))
    }

    private var truth: HTML {
        let open = Set(stages.filter { $0[Stage.outcome] == "open" }.map(\.key))
        let lines = totals.filter { line in line.stage.map(open.contains) ?? false }
        let count = lines.reduce(0) { $0 + $1.records }
        return "\(count == 1 ? "1 open deal" : "\(count) open deals")\(Spark.totals(lines).map { " · \($0)" })"
    }

    private func columns(_ visit: Request) -> [BoardView.Column] {
        let cards = Dictionary(grouping: deals, by: { $0[Deal.stage] })
        let lines = Dictionary(grouping: totals, by: \.stage)
        return stages.map { stage in
            let shown = cards[stage.key] ?? [], sums = lines[stage.key] ?? []
            let count = max(sums.reduce(0) { $0 + $1.records }, shown.count)
            return BoardView.Column(
                key: stage.key.text, title: stage.title, tone: stage.tone, total: Spark.totals(sums), count: count,
                cards: shown.map { card($0, visit) },
                moreURL: count > shown.count ? visit.suite.listURL(of: "deal", filter: "stage == \"\(stage.key.text)\"", in: visit.catalog) : nil)
        }
    }

    private func card(_ deal: Record<Deal>, _ visit: Request) -> BoardView.BoardCard {
        BoardView.BoardCard(
            key: deal.key.text, title: deal.title, url: visit.url(deal), detail: deal.included(Deal.contact).map { "\($0.title)" },
            figure: deal[Deal.amount]?.formatted())
    }

    private func empty(_ visit: Request) -> HTML {
        let button = visit.allows(.create, "pipeline") ? PostButton("Set up a pipeline", to: "/app/spark/pipelines/standard", style: .primary, forgery: visit.forgery) : nil
        return HTML(Head("Board"), EmptyState("Deals move along a pipeline, from the first talk to the signature. There is none yet.", action: button))
    }

    // MARK: Posts

    static func move(_ visit: Request) async throws -> Answer {
        let form = visit.request.form
        let outcome = try await visit.run("spark.deal.move", ["deal": .string(form["card"] ?? ""), "stage": .string(form["to"] ?? "")])
        let back = visit.request.query("pipeline").flatMap { Key<Pipeline>($0) }.map(url) ?? "/app/spark/board"
        return visit.redirect(back, saying: outcome.says)
    }

    static func setUp(_ visit: Request) async throws -> Answer {
        let outcome = try await visit.run("spark.pipeline.set_up", [:])
        return visit.redirect("/app/spark/board", saying: outcome.says)
    }

    private static func url(_ pipeline: Key<Pipeline>) -> String { "/app/spark/board?pipeline=\(pipeline.text)" }
}

extension Record<Stage> {
    var tone: Tone {
        switch self[Stage.outcome] {
        case "won": .good
        case "lost": .bad
        default: .platform(.spark)
        }
    }
}

extension Aggregate.Line {
    /// The stage of a total by stage.
    var stage: Key<Stage>? { Key<Stage>.load(group, group) }
}
