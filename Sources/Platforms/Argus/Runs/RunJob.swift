import Kernel
import Model

/// Does the steps of one run, one transaction each.
///
/// A step's effect, its journal row and the run's position commit together, so however often the process is killed each step
/// counts once: the next attempt reads where the run stands and goes on from there.
enum RunJob {
    static let kind = "argus.run"
    private static let maxAttempts = 5

    static let job = JobKind(kind, maxAttempts: maxAttempts) { job in
        guard let key = job.payload["run"]?.stringValue.flatMap({ Key<Run>($0) }) else { throw JobError.permanent("The job names no run.") }
        guard let owner = try await owner(of: key, job) else { return }
        do {
            while try await step(key, on: owner, job) {}
            try await job.finish { try finish(key, $0) }
        } catch let failure as StepFailure where failure.isFinal || job.attempt >= maxAttempts {
            try await job.finish { try fail(key, failure, $0) }
        } catch let error where job.attempt >= maxAttempts && !(error is JobError) {
            try await job.finish { try fail(key, StepFailure(unexpected: error), $0) }
        }
    }

    /// On whose behalf the steps run; outer `nil` when the run is gone or over.
    private static func owner(of key: Key<Run>, _ job: JobRun) async throws -> Access? {
        try await job.workspace.read(as: .system) { db in
            guard let run = try db.find(key), run[Run.status] == "running" else { return nil }
            return Access.onBehalf(of: (run.any["owner"] as AnyKey?)?.id)
        }
    }

    /// - Returns: whether there may be another step.
    private static func step(_ key: Key<Run>, on access: Access, _ job: JobRun) async throws -> Bool {
        try await job.workspace.write(as: access, cause: job.cause, depth: job.depth) { tx in
            var run = try tx.require(key)
            let steps = try PlannedStep.list(parsing: run[Run.steps]), position = run[Run.step]
            guard run[Run.status] == "running", steps.indices.contains(position) else { return false }
            let step = steps[position]
            var values = try RunValues(parsing: run[Run.values])
            let input = try values.input(of: step, at: tx.now)
            let result = try StepResult(run: step, with: input, in: tx)
            values[step.name] = result.values
            try tx.save(result.journal(of: key, position, step, input, tx))
            run[Run.values] = values.text
            run[Run.step] = position + 1
            try tx.save(&run)
            return position + 1 < steps.count
        }
    }

    private static func finish(_ key: Key<Run>, _ tx: Transaction) throws {
        guard var run = try tx.find(key), run[Run.status] == "running" else { return }
        run[Run.status] = "done"
        run[Run.finishedAt] = tx.now
        try tx.save(&run)
        let cause = try RunValues(parsing: run[Run.values])["trigger"]?["title"]?.stringValue ?? ""
        try tx.record(RunFinished(
            run: key, workflowName: run[Run.workflowName], contact: run[Run.contact], steps: run[Run.step],
            milliseconds: (tx.now - run[Run.startedAt]).milliseconds, cause: cause))
    }

    private static func fail(_ key: Key<Run>, _ failure: StepFailure, _ tx: Transaction) throws {
        guard var run = try tx.find(key), run[Run.status] == "running" else { return }
        run[Run.status] = "failed"
        run[Run.finishedAt] = tx.now
        try tx.save(&run)
        let steps = (try? PlannedStep.list(parsing: run[Run.steps])) ?? []
        var row = tx.new(RunStep.self)
        row[RunStep.run] = key
        row[RunStep.position] = run[Run.step]
        row[RunStep.action] = steps.indices.contains(run[Run.step]) ? steps[run[Run.step]].action : "unknown"
        row[RunStep.status] = "failed"
        row[RunStep.input] = JSON.object(failure.input).description
        row[RunStep.output] = "{}"
        row[RunStep.says] = failure.sentence
        try tx.save(&row)
        try tx.record(RunFailed(run: key, workflowName: run[Run.workflowName], contact: run[Run.contact], reason: failure.sentence))
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(clamping: components.seconds.multipliedReportingOverflow(by: 1_000).partialValue) + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
