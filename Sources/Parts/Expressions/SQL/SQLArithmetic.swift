// Overflow: SQLite turns it into a REAL, PostgreSQL refuses the whole query. Both become NULL here.
// Operands go through a subquery so that each is written once; OFFSET 0 keeps PostgreSQL from copying them.

extension SQLTranslator {
    private var smallest: SQLFragment { "(-9223372036854775807 - 1)" }
    private static var durationLimit: Int64 { Int64.max / 1000 }

    func arithmetic(_ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let kind = try resultKind(op, left, right, at: plan)
        if let a = left.constant, let b = right.constant {
            return try computed(.arithmetic(op, literal(a, at: plan), literal(b, at: plan)), kind, at: plan)
        }
        if left.kind == .null || right.kind == .null { return failure(kind) }
        switch kind {
        case .int: return integer(op, left, right)
        case .double: return double(op, left, right)
        case .string: return .computed("(\(left.sql) || \(right.sql))", .string, from: left, right)
        case .timestamp:
            let range = CELTimestamp.secondsRange
            return within(range.lowerBound * 1_000_000, range.upperBound * 1_000_000 + 999_999, op, left, right, .timestamp)
        default: return within(-Self.durationLimit, Self.durationLimit, op, left, right, .duration)
        }
    }

    private func resultKind(_ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm.Kind {
        switch (left.kind, right.kind, op) {
        case (.int, .int, _): return .int
        case (.double, .double, _) where op != .remainder: return .double
        case (.string, .string, .add): return .string
        case (.timestamp, .duration, .add), (.duration, .timestamp, .add), (.timestamp, .duration, .subtract): return .timestamp
        case (.timestamp, .timestamp, .subtract), (.duration, .duration, .add), (.duration, .duration, .subtract): return .duration
        case (.null, let kind, _), (let kind, .null, _): return kind
        default: throw refusal("\(op.rawValue) with these values", at: plan)
        }
    }

    private func integer(_ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm) -> SQLTerm {
        if op == .divide || op == .remainder {
            if case .int(let divisor)? = right.constant {
                if divisor == 0 { return failure(.int) }
                if divisor != -1 { return .computed("(\(left.sql) \(sql: op.rawValue) \(right.sql))", .int, from: left, right) }
            }
            let sql = pair(left.sql, right.sql, "CASE WHEN _r <> 0 AND NOT (_r = -1 AND _l = \(smallest)) THEN _l \(sql: op.rawValue) _r END")
            return .computed(sql, .int, from: left, right, fails: true)
        }
        return .computed(exact("\(left.sql) \(sql: op.rawValue) \(numeric(right.sql))"), .int, from: left, right, fails: true)
    }

    private func numeric(_ sql: SQLFragment) -> SQLFragment {
        dialect == .postgres ? "CAST(\(sql) AS numeric)" : sql
    }

    /// `sum` if it is an Int64. In PostgreSQL one side is numeric already, so the operation is, too.
    private func exact(_ sum: SQLFragment) -> SQLFragment {
        switch dialect {
        case .sqlite: "(SELECT CASE WHEN typeof(_v) = 'integer' THEN _v END FROM (SELECT \(sum) AS _v))"
        case .postgres: "(SELECT CASE WHEN _v BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(_v AS bigint) END FROM (SELECT \(sum) AS _v OFFSET 0) AS _t)"
        }
    }

    private func pair(_ left: SQLFragment, _ right: SQLFragment, _ result: SQLFragment) -> SQLFragment {
        switch dialect {
        case .sqlite: "(SELECT \(result) FROM (SELECT \(left) AS _l, \(right) AS _r))"
        case .postgres: "(SELECT \(result) FROM (SELECT \(left) AS _l, \(right) AS _r OFFSET 0) AS _t)"
        }
    }

    /// See ``DoubleRange/bounded``.
    private func double(_ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm) -> SQLTerm {
        func holds(_ name: SQLFragment, _ term: SQLTerm) -> SQLFragment? {
            guard case .double(let number)? = term.constant else {
                let range = DoubleRange.magnitudes
                return "(\(name) = 0 OR abs(\(name)) BETWEEN \(bound(.double(range.lowerBound))) AND \(bound(.double(range.upperBound))))"
            }
            return DoubleRange.holds(number) ? nil : truth(false)
        }
        var guards = [holds("_l", left), holds("_r", right)].compactMap { $0 }
        if op == .divide { guards.append("_r <> 0") }
        let sql = pair(left.sql, right.sql, "CASE WHEN \(SQLFragment.joined(guards, " AND ")) THEN _l \(sql: op.rawValue) _r END")
        return .computed(sql, .double, from: left, right, fails: true)
    }

    /// Microseconds that stay within the limits; Int64 cannot overflow before.
    private func within(_ low: Int64, _ high: Int64, _ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, _ kind: SQLTerm.Kind) -> SQLTerm {
        let sum: SQLFragment = "\(left.sql) \(sql: op.rawValue) \(right.sql)"
        let inner: SQLFragment = dialect == .sqlite ? "(SELECT \(sum) AS _v)" : "(SELECT \(sum) AS _v OFFSET 0) AS _t"
        return .computed(
            "(SELECT CASE WHEN _v BETWEEN \(sql: String(low)) AND \(sql: String(high)) THEN _v END FROM \(inner))", kind,
            from: left, right, fails: true)
    }

    func negation(_ term: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        switch term.kind {
        case .null: return failure(.int)
        case .int: return .computed(exact("0 - \(numeric(term.sql))"), .int, from: term, fails: true)
        case .double: return .computed("(- \(term.sql))", .double, from: term)
        default: throw refusal("- with this value", at: plan)
        }
    }
}
