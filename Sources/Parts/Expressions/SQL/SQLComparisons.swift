extension SQLTranslator {
    // MARK: == and !=

    func equality(_ left: SQLTerm, _ right: SQLTerm, negated: Bool, positive: Bool, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        if let a = left.constant, let b = right.constant {
            return try computed(.equal(literal(a, at: plan), literal(b, at: plan), negated: negated), .bool, at: plan)
        }
        if left.kind == .null { return isNull(right, negated) }
        if right.kind == .null { return isNull(left, negated) }
        guard let (a, b) = try comparable(left, right, at: plan) else {
            // A text that is no key equals no key.
            return SQLTerm(sql: truth(negated), kind: .bool)
        }
        let mayFail = a.mayFail || b.mayFail
        if !a.mayBeNull && !b.mayBeNull || positive && !negated && !(a.mayBeNull && b.mayBeNull) {
            let fails = mayFail || a.mayBeNull || b.mayBeNull
            return SQLTerm(sql: "(\(a.sql) \(sql: negated ? "<>" : "=") \(b.sql))", kind: .bool, mayFail: fails)
        }
        let same = switch dialect {
        case .sqlite: negated ? "IS NOT" : "IS"
        case .postgres: negated ? "IS DISTINCT FROM" : "IS NOT DISTINCT FROM"
        }
        return guarded("(\(a.sql) \(sql: same) \(b.sql))", by: [a, b])
    }

    private func isNull(_ term: SQLTerm, _ negated: Bool) -> SQLTerm {
        if term.kind == .null { return guarded(truth(!negated), by: [term]) }
        guard term.mayBeNull else { return guarded(truth(negated), by: [term]) }
        return guarded("(\(term.days ?? term.sql) IS \(sql: negated ? "NOT NULL" : "NULL"))", by: [term])
    }

    /// `sql` where no operand failed, NULL elsewhere.
    private func guarded(_ sql: SQLFragment, by operands: [SQLTerm]) -> SQLTerm {
        let successes = operands.compactMap(\.success)
        guard !successes.isEmpty else { return SQLTerm(sql: sql, kind: .bool) }
        return SQLTerm(sql: "(CASE WHEN \(SQLFragment.joined(successes, " AND ")) THEN \(sql) END)", kind: .bool, mayFail: true)
    }

    /// Both sides in one representation; nil if they are never equal.
    private func comparable(_ left: SQLTerm, _ right: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> (SQLTerm, SQLTerm)? {
        if left.isNumeric, right.isNumeric { return numbers(left, right) }
        if case .key = left.kind, case .string(let text)? = right.constant {
            guard let key = left.decode?(text) else { return nil }
            return (left, try constant(.int(key), at: plan))
        }
        if case .key = right.kind, left.constant != nil { return try comparable(right, left, at: plan) }
        if let days = left.days, case .timestamp(let time)? = right.constant {
            let (day, rest) = time.seconds.flooredDivision(by: 86_400)
            guard rest == 0, time.nanoseconds == 0 else { return nil }
            var raw = left
            raw.sql = days
            return (raw, try constant(.int(day), at: plan))
        }
        if right.days != nil, left.constant != nil { return try comparable(right, left, at: plan) }
        guard left.kind == right.kind else { throw mismatch(left, right, at: plan) }
        return (left, right)
    }

    private func mismatch(_ left: SQLTerm, _ right: SQLTerm, at plan: Plan) -> SQLTranslationError {
        switch (left.kind, right.kind) {
        case (.key, _), (_, .key):
            error("A reference can only be compared with a key in quotes or with a reference to the same thing.", at: plan)
        default: error("These two can't be compared in a filter.", at: plan, advice: "Compare values of one type.")
        }
    }

    /// Ints meet doubles as doubles, on both sides alike.
    private func numbers(_ left: SQLTerm, _ right: SQLTerm) -> (SQLTerm, SQLTerm) {
        left.kind == .double || right.kind == .double ? (double(left), double(right)) : (left, right)
    }

    func double(_ term: SQLTerm) -> SQLTerm {
        guard term.kind == .int || term.kind == .uint else { return term }
        var result = term
        result.kind = .double
        switch term.constant {
        case .int(let number): result.sql = bound(.double(Double(number)))
        case .uint(let number): result.sql = bound(.double(Double(number)))
        default: result.sql = "CAST(\(term.sql) AS \(sql: dialect == .sqlite ? "REAL" : "double precision"))"
        }
        return result
    }

    // MARK: <, <=, >, >=

    func order(_ op: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        if let a = left.constant, let b = right.constant {
            return try computed(.order(op, literal(a, at: plan), literal(b, at: plan)), .bool, at: plan)
        }
        if left.kind == .null || right.kind == .null { return failure(.bool) }
        if let days = left.days, case .timestamp(let time)? = right.constant { return dayOrder(op, days, time, left) }
        if let days = right.days, case .timestamp(let time)? = left.constant { return dayOrder(op.mirrored, days, time, right) }
        var (a, b) = (left, right)
        if left.isNumeric, right.isNumeric { (a, b) = numbers(left, right) } else {
            switch (left.kind, right.kind) {
            case (.string, .string), (.bytes, .bytes), (.bool, .bool), (.timestamp, .timestamp), (.duration, .duration): break
            case (.key, _), (_, .key): throw error("A reference has no order.", at: plan, advice: "Use == or 'in'.")
            default: throw mismatch(left, right, at: plan)
            }
        }
        let collation = a.kind == .string && dialect == .postgres ? " COLLATE \"C\"" : ""
        return .computed("(\(a.sql)\(sql: collation) \(sql: op.rawValue) \(b.sql))", .bool, from: a, b)
    }

    /// Midnight of a day against an instant: the instant is rounded to a day, so that an index on the day works.
    private func dayOrder(_ op: BinaryOperator, _ days: SQLFragment, _ time: CELTimestamp, _ term: SQLTerm) -> SQLTerm {
        let (floor, rest) = time.seconds.flooredDivision(by: 86_400)
        let isMidnight = rest == 0 && time.nanoseconds == 0
        let roundsUp = op == .less || op == .greaterOrEqual
        let day = roundsUp && !isMidnight ? floor + 1 : floor
        return .computed("(\(days) \(sql: op.rawValue) \(bound(.int(day))))", .bool, from: term)
    }

    // MARK: in

    mutating func membership(_ term: SQLTerm, _ container: Plan, positive: Bool, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let elements = try listed(container)
        if let value = term.constant { return try computed(.isIn(literal(value, at: plan), literal(.list(elements), at: plan)), .bool, at: plan) }
        guard elements.count <= 1000 else { throw error("A list after 'in' has at most 1000 values in a filter.", at: container) }
        let hasNull = elements.contains(.null)
        let sql = term.days ?? term.sql
        var values: [SQLFragment] = []
        for element in elements {
            if let value = try member(element, like: term, at: container) { values.append(value) }
        }
        let found: SQLFragment = values.isEmpty ? truth(false) : "\(sql) IN (\(SQLFragment.joined(values, ", ")))"
        if term.kind == .null { return guarded(truth(hasNull), by: [term]) }
        guard term.mayBeNull else {
            return values.isEmpty ? guarded(found, by: [term]) : SQLTerm(sql: "(\(found))", kind: .bool, mayFail: term.mayFail)
        }
        if hasNull { return guarded("(\(sql) IS NULL OR \(found))", by: [term]) }
        if positive { return SQLTerm(sql: "(\(found))", kind: .bool, mayFail: true) }
        return guarded("(\(sql) IS NOT NULL AND \(found))", by: [term])
    }

    private mutating func listed(_ container: Plan) throws(SQLTranslationError) -> [CELValue] {
        var values: [CELValue] = []
        switch container.step {
        case .constant(.list(let list)): return list
        case .list(let elements):
            for element in elements {
                guard !element.optional, let value = try translate(element.value).constant else {
                    throw refusal("A list of values that differ from record to record", at: container, use: "Write == … || == ….")
                }
                values.append(value)
            }
            return values
        case .variable(let name):
            if case .constant(.list(let list))? = columns.column(named: name)?.kind { return list }
            throw refusal("'in' with the list '\(name)'", at: container)
        default: throw refusal("'in' with anything but a written list", at: container, use: "Write the values in [ ].")
        }
    }

    /// An element in the representation of `term`; nil if they are never equal.
    private func member(_ element: CELValue, like term: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLFragment? {
        switch (term.kind, element) {
        case (.int, .int), (.double, .double), (.string, .string), (.bytes, .bytes), (.bool, .bool), (.duration, .duration):
            return try constant(element, at: plan).sql
        case (.int, .uint(let number)): return Int64(exactly: number).map { bound(.int($0)) }
        case (.int, .double(let number)):
            guard number.magnitude < 0x1p53 else { throw refusal("A list that mixes whole numbers with doubles of this size", at: plan) }
            return Int64(exactly: number).map { bound(.int($0)) }
        case (.double, .int(let number)): return bound(.double(Double(number)))
        case (.double, .uint(let number)): return bound(.double(Double(number)))
        case (.timestamp, .timestamp(let time)):
            guard term.days != nil else { return try constant(element, at: plan).sql }
            let (day, rest) = time.seconds.flooredDivision(by: 86_400)
            return rest == 0 && time.nanoseconds == 0 ? bound(.int(day)) : nil
        case (.key, .string(let text)): return term.decode?(text).map { bound(.int($0)) }
        default: return nil
        }
    }
}

extension BinaryOperator {
    /// The operator with its sides exchanged.
    var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}
