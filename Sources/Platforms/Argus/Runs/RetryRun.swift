import Kernel
import Model

/// A failed run goes on from the step that failed.
struct RetryRun: Action {
    static let name = "argus.run.retry"
    static let title = "Go on from the failed step"
    static let parameters = [Parameter.record("run", Run.self)]
    static let permission = Permission(.update, Run.self)

    let run: Key<Run>

    func run(in tx: Transaction) throws -> Outcome {
        var record = try tx.require(run)
        guard record[Run.status] == "failed" else { throw RecordError.guarded("Only a failed run can go on; this one is \(record[Run.status]).") }
        for failed in try tx.fetch(Query(RunStep.self).where(RunStep.run == run && RunStep.status == "failed")) { try tx.delete(failed.any) }
        record[Run.status] = "running"
        record[Run.finishedAt] = nil
        try tx.save(&record)
        try tx.enqueue(RunJob.kind, ["run": .string(run.text)], key: run.text)
        return Outcome("“\(record.title)” goes on from step \(record[Run.step] + 1).", record: Subject(run))
    }
}
