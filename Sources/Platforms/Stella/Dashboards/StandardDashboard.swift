import Kernel
import Model

/// “Where the money comes from”: the dashboard that a workspace begins with.
enum StandardDashboard {
    static let title = "Where the money comes from"
    static let slug = "money"

    struct Figure: Sendable {
        let metric: String
        let title: String
        let object: String
        let measure: String
        var field: String?
        var filter: String?
        var group: String?
        let chart: String
        let width: Int
    }

    static let figures: [Figure] = [
        Figure(metric: "revenue", title: "Revenue", object: "invoice", measure: "sum", field: "total", filter: "status == \"paid\"", chart: "figure", width: 3),
        Figure(metric: "pipeline", title: "Pipeline, open", object: "deal", measure: "sum", field: "amount", filter: "outcome == \"open\"", chart: "figure", width: 3),
        Figure(metric: "overdue", title: "Overdue", object: "invoice", measure: "sum", field: "total", filter: "status == \"issued\" && due_on < today", chart: "figure", width: 3),
        Figure(metric: "contacts", title: "Contacts", object: "contact", measure: "count", chart: "figure", width: 3),
        Figure(metric: "revenue_by_month", title: "Revenue a month", object: "invoice", measure: "sum", field: "total", filter: "status == \"paid\"", group: "month(paid_on)", chart: "bars", width: 7),
        Figure(metric: "revenue_by_first_touch", title: "Paid revenue by first touch", object: "invoice", measure: "sum", field: "total", filter: "status == \"paid\"", group: "first_source", chart: "rows", width: 5),
        Figure(metric: "pipeline_by_stage", title: "Pipeline, open, by stage", object: "deal", measure: "sum", field: "amount", filter: "outcome == \"open\"", group: "stage.name", chart: "table", width: 6),
        Figure(metric: "contacts_by_first_touch", title: "Contacts by first touch", object: "contact", measure: "count", group: "first_source", chart: "table", width: 6),
    ]
}

/// Sets up the standard metrics and their dashboard; what is there already stays as it is.
struct InstallDashboard: Action {
    static let name = "stella.dashboard.install"
    static let title = "Set up the standard dashboard"
    static let permission = Permission(.create, Dashboard.self)

    func run(in tx: Transaction) throws -> Outcome {
        let names = StandardDashboard.figures.map(\.metric)
        var metrics = Dictionary(
            try tx.fetch(Query(MetricDefinition.self).where(MetricDefinition.name.isOneOf(names))).map { ($0[MetricDefinition.name], $0.key) }, uniquingKeysWith: { first, _ in first })
        for figure in StandardDashboard.figures where metrics[figure.metric] == nil { metrics[figure.metric] = try define(figure, tx) }
        if let dashboard = try tx.first(Query(Dashboard.self).where(Dashboard.slug == StandardDashboard.slug)) {
            return Outcome("“\(dashboard.title)” is there already.", record: Subject(dashboard.key))
        }
        var dashboard = tx.new(Dashboard.self)
        dashboard[Dashboard.title] = StandardDashboard.title
        dashboard[Dashboard.slug] = StandardDashboard.slug
        try tx.save(&dashboard)
        for (position, figure) in StandardDashboard.figures.enumerated() {
            guard let metric = metrics[figure.metric] else { continue }
            var tile = tx.new(Tile.self)
            tile[Tile.dashboard] = dashboard.key
            tile[Tile.metric] = metric
            tile[Tile.title] = figure.title
            tile[Tile.chart] = figure.chart
            tile[Tile.width] = figure.width
            tile[Tile.position] = position
            try tx.save(&tile)
        }
        return Outcome("“\(StandardDashboard.title)” is ready.", record: Subject(dashboard.key))
    }

    private func define(_ figure: StandardDashboard.Figure, _ tx: Transaction) throws -> Key<MetricDefinition> {
        var metric = tx.new(MetricDefinition.self)
        metric[MetricDefinition.name] = figure.metric
        metric[MetricDefinition.title] = figure.title
        metric[MetricDefinition.on] = figure.object
        metric[MetricDefinition.measure] = figure.measure
        metric[MetricDefinition.field] = figure.field
        metric[MetricDefinition.filter] = figure.filter
        metric[MetricDefinition.groupBy] = figure.group
        return try tx.save(&metric)
    }
}
