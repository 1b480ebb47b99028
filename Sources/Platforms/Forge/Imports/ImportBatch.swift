import Kernel

/// Some planned records of one rule, against what is in the database. Costs one query, however many they are.
struct ImportBatch: Sendable {
    static let size = 500

    struct Outcome: Sendable {
        var keys: [AnyKey?] = []
        var created = 0
        var updated = 0
        var unchanged = 0
        var problems: [ImportProblem] = []
    }

    let rule: RecordRule
    let index: Int
    let start: Int
    let planned: [ImportPlan.Planned]
    let keys: [ImportCell: AnyKey]

    /// Counts what `save` would do.
    func compare(in db: Database) throws -> Outcome {
        var outcome = Outcome()
        let existing = try existing(in: db)
        for record in planned {
            let cells = record.cells.map(resolved)
            guard let found = existing[rule.key.map { cells[$0] }] else {
                outcome.created += 1
                outcome.keys.append(nil)
                continue
            }
            if differences(found, cells).isEmpty { outcome.unchanged += 1 } else { outcome.updated += 1 }
            outcome.keys.append(found.key)
        }
        return outcome
    }

    func save(in tx: Transaction) throws -> Outcome {
        var outcome = Outcome(keys: Array(repeating: nil, count: planned.count))
        let existing = try existing(in: tx)
        var changed: [AnyRecord] = [], positions: [Int] = []
        for (position, record) in planned.enumerated() {
            let cells = record.cells.map(resolved)
            if let lost = cells.first(where: { if case .planned = $0 { true } else { false } }), case .planned = lost {
                outcome.problems.append(ImportProblem(line: record.line, column: nil, sentence: "A record that this \(rule.definition.object.title.lowercased()) refers to was not imported."))
                continue
            }
            var target = existing[rule.key.map { cells[$0] }] ?? AnyRecord(new: rule.definition)
            for field in differences(target, cells) { target.fill(rule.fields[field].definition, cells[field]) }
            if !target.isNew { outcome.keys[position] = target.key }
            if !target.isNew, target.changedFields.isEmpty {
                outcome.unchanged += 1
            } else {
                changed.append(target)
                positions.append(position)
            }
        }
        let isNew = changed.map(\.isNew)
        let failures = try tx.saveEach(&changed)
        for (index, position) in positions.enumerated() {
            if let failure = failures[index] {
                outcome.problems += problems(failure, planned[position])
            } else {
                outcome.keys[position] = changed[index].key
                if isNew[index] { outcome.created += 1 } else { outcome.updated += 1 }
            }
        }
        return outcome
    }

    /// Positions of the fields that the record holds otherwise. An empty cell leaves what is there.
    private func differences(_ record: AnyRecord, _ cells: [ImportCell]) -> [Int] {
        cells.indices.filter { cells[$0] != .empty && record.cell(rule.fields[$0].definition) != cells[$0] }
    }

    private func resolved(_ cell: ImportCell) -> ImportCell {
        guard case .planned = cell else { return cell }
        return keys[cell].map { .key($0) } ?? cell
    }

    private func existing(in db: Database) throws -> [[ImportCell]: AnyRecord] {
        let leading = rule.key.first { rule.fields[$0].definition.kind.target != nil } ?? rule.key.first ?? 0
        let field = rule.fields[leading].definition
        let wanted = Set(planned.map { resolved($0.cells[leading]) }).filter { if case .planned = $0 { false } else { true } }
        guard !wanted.isEmpty else { return [:] }
        var query = AnyQuery(rule.definition.name)
        query.predicates = [field.isOneOf(wanted)]
        query.limit = 1_000_000
        var found: [[ImportCell]: AnyRecord] = [:]
        for record in try db.fetch(query) { found[rule.key.map { record.cell(rule.fields[$0].definition) }] = record }
        return found
    }

    private func problems(_ error: any Error, _ record: ImportPlan.Planned) -> [ImportProblem] {
        guard let explained = error as? any Explained else { return [ImportProblem(line: record.line, column: nil, sentence: "\(error)")] }
        let explanation = explained.explanation
        guard !explanation.problems.isEmpty else { return [ImportProblem(line: record.line, column: nil, sentence: explanation.says)] }
        return explanation.problems.map { problem in
            let column = rule.fields.first { $0.definition.name == problem.field }?.sources.first?.columns.first
            return ImportProblem(line: record.line, column: column ?? (problem.field.isEmpty ? nil : problem.field), sentence: problem.message)
        }
    }
}

extension FieldDefinition {
    fileprivate func isOneOf(_ cells: Set<ImportCell>) -> AnyPredicate {
        .oneOf(name, cells.compactMap { cell in
            switch cell {
            case .text(let text): text.stored.0
            case .int(let int): int.stored.0
            case .number(let number): number.stored.0
            case .bool(let bool): bool.stored.0
            case .money(let money): money.stored.0
            case .key(let key): key.stored.0
            case .empty, .planned, .sum, .field: nil
            }
        })
    }
}
