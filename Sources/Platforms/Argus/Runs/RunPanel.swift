import Kernel
import Model

/// The steps of a run: what each took, did and said.
enum RunPanel {
    static let panel = Panel("run-steps", on: [Run.object.name], place: .middle) { record, db, links in
        let run = Record<Run>(record)
        let journal = try db.fetch(Query(RunStep.self).where(RunStep.run == run.key).order(by: RunStep.position).limit(PlannedStep.limit + 1))
        let planned = try PlannedStep.list(parsing: run[Run.steps])
        let workflow = links.url(run[Run.workflow])
        return Card("Steps", platform: .argus, more: "<a href=\"\(url: workflow)\">workflow</a>", body: "\(RunView(steps(run, planned, journal, links)))")
    }

    private static func steps(_ run: Record<Run>, _ planned: [PlannedStep], _ journal: [Record<RunStep>], _ links: Links) -> [RunView.Step] {
        planned.enumerated().map { position, step in
            guard let row = journal.first(where: { $0[RunStep.position] == position }) else {
                return RunView.Step("\(links.title(ofAction: step.action))", platform: step.platform, status: run[Run.status] == "running" ? (position == run[Run.step] ? .running : .waiting) : .planned)
            }
            let failed = row[RunStep.status] == "failed"
            return RunView.Step(
                "\(links.title(ofAction: step.action))", platform: step.platform, status: failed ? .failed : .done, time: row.createdAt.formatted(in: links.zone),
                detail: failed ? nil : detail(row, links), error: failed ? row[RunStep.says] : nil,
                log: "\(row[RunStep.input])\n\(row[RunStep.output])")
        }
    }

    private static func detail(_ row: Record<RunStep>, _ links: Links) -> HTML {
        let output = row.any.json(RunStep.output.name)
        guard let object = output?["object"]?.stringValue, let key = output?["id"]?.stringValue.flatMap({ AnyKey($0) }) else { return "\(row[RunStep.says])" }
        return "\(row[RunStep.says]) <a href=\"\(url: links.url(object, key.id))\">\(output?["title"]?.stringValue ?? key.text)</a>"
    }
}
