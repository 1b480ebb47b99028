import Kernel
import Model

/// What a workflow does, in order, and how its last runs went.
enum WorkflowPanel {
    static let panel = Panel("workflow-steps", on: [Workflow.object.name], place: .middle) { record, db, links in
        let workflow = Record<Workflow>(record)
        let runs = try db.fetch(Query(Run.self).where(Run.workflow == workflow.key).newestFirst().limit(10))
        let steps = try PlannedStep.list(parsing: workflow[Workflow.steps])
        let editor = "\(links.url(workflow))/editor"
        return Stack([
            Card("Steps", platform: .argus, more: "<a href=\"\(url: editor)\">edit</a>", body: list(workflow, steps, editor, db.catalog, links)),
            Card("Last runs", platform: .argus, more: "<a href=\"\(url: links.list(Run.object.name, filter: "workflow == \"\(workflow.key)\""))\">all</a>", isFlush: !runs.isEmpty, body: "\(table(runs, links))"),
        ])
    }

    private static func list(_ workflow: Record<Workflow>, _ steps: [PlannedStep], _ editor: String, _ catalog: Catalog, _ links: Links) -> HTML {
        let trigger = workflow[Workflow.trigger]
        let brand = Trigger.platform(trigger, in: catalog)
        let start: HTML = """
            <li class="step start \(brand.className)"><div class=step-body><div class=step-head>\(Dot(.platform(brand)))<span class="small soft place">When</span><b>\(Trigger.title(trigger, in: catalog))</b></div>\(workflow[Workflow.condition].map { condition -> HTML in "<p class=\"small soft\">if <code>\(condition)</code></p>" })</div></li>
            """
        let rest = steps.enumerated().map { index, step -> HTML in
            """
            <li class="step \(step.platform.className)"><div class=step-body><div class=step-head>\(Dot(.platform(step.platform)))<span class="small soft place">\(index + 1)</span><b>\(links.title(ofAction: step.action))</b></div>\(Facts(step.input.map { .init($0.key, "\($0.value.stringValue ?? $0.value.description)") }))</div></li>
            """
        }
        let nothing: HTML = steps.isEmpty ? "\(EmptyState("This workflow has no steps yet.", action: Button("Add a step", to: editor, style: .primary)))" : ""
        return "<ol class=steps>\(start)\(rest)</ol>\(nothing)"
    }

    private static func table(_ runs: [Record<Run>], _ links: Links) -> TableView {
        TableView(
            "Last runs", columns: [.init("Started"), .init("Status")],
            rows: runs.map { run in
                let tone: Tone = switch run[Run.status] { case "done": .good; case "failed": .bad; default: .accent }
                return .init([.link(run[Run.startedAt].formatted(in: links.zone), to: links.url(run)), .chip(run[Run.status], tone)])
            },
            empty: EmptyState("It has not run yet. Activate it, and it runs when its trigger happens."), isInCard: true)
    }
}
