public import Kernel

/// What an import did, or would do.
public struct ImportReport: Sendable {
    public struct Count: Sendable {
        public let object: String
        public var created = 0
        public var updated = 0
        public var unchanged = 0
    }

    public let isDry: Bool
    public var rows = 0
    /// Rows that were left out because of their bad cells.
    public var badRows = 0
    public var counts: [Count] = []
    public var problems = ImportProblems()

    /// Whether every row went in.
    public var isComplete: Bool { problems.count == 0 }
}

extension ImportMapping {
    /// Imports a file: reads and checks all of it, then writes 500 records a transaction. Bad rows are left out and reported.
    ///
    /// Records are found again by their keys, so that a second import of the same file changes nothing.
    /// - Parameters:
    ///   - isDry: counts what would happen and writes nothing.
    ///   - place: the mapping's name, for messages.
    /// - Throws: `ImportError` where file and mapping do not fit; nothing is written then.
    public func run(file path: String, into workspace: Workspace, isDry: Bool = false, place: String) async throws -> ImportReport {
        var plan = try ImportPlan(path: path, self, place: place)
        plan.forgetPositions()
        var report = ImportReport(isDry: isDry)
        report.rows = plan.rows
        report.badRows = plan.badRows
        report.problems = plan.problems
        let keys = PlannedKeys(plan.records.map(\.count))
        for (index, rule) in records.enumerated() {
            var count = ImportReport.Count(object: rule.definition.object.plural.lowercased())
            for start in stride(from: 0, to: plan.records[index].count, by: ImportBatch.size) {
                let planned = Array(plan.records[index][start..<min(start + ImportBatch.size, plan.records[index].count)])
                let batch = ImportBatch(rule: rule, index: index, start: start, planned: planned, keys: keys.snapshot(of: planned))
                let outcome = isDry ? try await workspace.read(as: .system) { try batch.compare(in: $0) } : try await workspace.write(as: .system) { try batch.save(in: $0) }
                keys.keep(outcome.keys, rule: index, from: start)
                count.created += outcome.created
                count.updated += outcome.updated
                count.unchanged += outcome.unchanged
                for problem in outcome.problems { report.problems.add(problem) }
            }
            report.counts.append(count)
        }
        return report
    }
}

/// The keys that planned records have by now.
private final class PlannedKeys {
    private var keys: [[AnyKey?]]

    init(_ counts: [Int]) { keys = counts.map { Array(repeating: nil, count: $0) } }

    func keep(_ found: [AnyKey?], rule: Int, from start: Int) {
        for (offset, key) in found.enumerated() { keys[rule][start + offset] = key }
    }

    /// Those that `planned` refer to.
    func snapshot(of planned: [ImportPlan.Planned]) -> [ImportCell: AnyKey] {
        var snapshot: [ImportCell: AnyKey] = [:]
        for cell in planned.lazy.flatMap(\.cells) {
            if case .planned(let rule, let index) = cell, let key = keys[rule][index] { snapshot[cell] = key }
        }
        return snapshot
    }
}
