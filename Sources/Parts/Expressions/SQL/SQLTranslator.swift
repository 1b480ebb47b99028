/// Translates a plan, term by term. Comparisons are in SQLComparisons, arithmetic in SQLArithmetic,
/// functions in SQLFunctions.
struct SQLTranslator<Columns: ColumnLookup> {
    let source: String
    let dialect: SQLDialect
    let columns: Columns
    private var locals: [Int: SQLTerm] = [:]

    static var maximumSize: Int { 65_536 }

    init(source: String, dialect: SQLDialect, columns: Columns) {
        (self.source, self.dialect, self.columns) = (source, dialect, columns)
    }

    mutating func translateAll(_ plan: Plan, for purpose: CheckedExpression.SQLPurpose) throws(SQLTranslationError) -> SQLFragment {
        let term = try translate(plan, positive: purpose == .filter)
        guard purpose == .value || term.kind == .bool || term.kind == .null else {
            throw error("A filter is a condition, and this is not one.", at: plan, advice: "Compare it with something.")
        }
        if case .key = term.kind, purpose == .value {
            throw error("A reference has no text in the database.", at: plan)
        }
        return term.sql
    }

    func error(_ message: String, at plan: Plan, advice: String? = nil) -> SQLTranslationError {
        SQLTranslationError(message: message, advice: advice, position: SourcePosition(offset: plan.offset, in: source))
    }

    func refusal(_ what: String, at plan: Plan, use advice: String? = nil) -> SQLTranslationError {
        error("\(what) can't be used in a filter.", at: plan, advice: advice)
    }

    /// - Parameter positive: whether false and NULL may be mixed up here, because only true counts.
    mutating func translate(_ plan: Plan, positive: Bool = false) throws(SQLTranslationError) -> SQLTerm {
        let term = try term(plan, positive: positive)
        guard term.sql.size <= Self.maximumSize else {
            throw error("This makes a query that is too large.", at: plan, advice: "Split the condition.")
        }
        return term
    }

    private mutating func term(_ plan: Plan, positive: Bool) throws(SQLTranslationError) -> SQLTerm {
        switch plan.step {
        case .constant(let value): return try constant(value, at: plan)
        case .variable(let name): return try column(name, at: plan)
        case .isPresent(let name): return isPresent(try column(name, at: plan))
        case .local(let slot):
            guard let term = locals[slot] else { throw refusal("This name", at: plan) }
            return term
        case .not(let operand):
            if case .equal(let left, let right, let negated) = operand.step {
                return try equality(translate(left), translate(right), negated: !negated, positive: positive, at: operand)
            }
            let term = try condition(translate(operand), at: operand)
            return SQLTerm(sql: "(NOT \(term.sql))", kind: .bool, mayFail: term.mayFail || term.mayBeNull)
        case .all(let plans): return try junction(plans, " AND ", positive)
        case .any(let plans): return try junction(plans, " OR ", positive)
        case .equal(let left, let right, let negated):
            return try equality(translate(left), translate(right), negated: negated, positive: positive, at: plan)
        case .order(let op, let left, let right): return try order(op, translate(left), translate(right), at: plan)
        case .isIn(let left, let right): return try membership(translate(left), right, positive: positive, at: plan)
        case .negate(let operand): return try negation(translate(operand), at: plan)
        case .arithmetic(let op, let left, let right): return try arithmetic(op, translate(left), translate(right), at: plan)
        case .conditional(let condition, let yes, let no): return try conditional(condition, yes, no, positive, at: plan)
        case .call(let function, let arguments):
            var terms: [SQLTerm] = []
            for argument in arguments { terms.append(try translate(argument)) }
            return try call(function, terms, at: plan)
        case .comprehension(let it): return try comprehension(it, positive, at: plan)
        case .bind(let slot, let value, let body):
            let term = try translate(value)
            guard !term.mayFail else { throw refusal("cel.bind() of a value that may fail", at: plan) }
            locals[slot] = term
            return try translate(body, positive: positive)
        case .matches: throw refusal("matches()", at: plan, use: "Use contains(), startsWith() or endsWith().")
        case .field(_, let name, _), .hasField(_, let name): throw refusal("The field '\(name)' of a computed value", at: plan)
        case .index: throw refusal("[]", at: plan)
        case .list, .map: throw refusal("A list or map other than after 'in'", at: plan)
        case .optionalMap: throw refusal("optMap()", at: plan)
        case .path, .fail: throw refusal("This", at: plan)
        }
    }

    // MARK: Constants and columns

    func constant(_ value: CELValue, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        var term: SQLTerm
        switch value {
        case .null: term = SQLTerm(sql: "NULL", kind: .null, mayBeNull: true)
        case .bool(let flag): term = SQLTerm(sql: truth(flag), kind: .bool)
        case .int: term = SQLTerm(sql: bound(value), kind: .int)
        case .uint(let number):
            guard let number = Int64(exactly: number) else { throw refusal("A uint of this size", at: plan) }
            term = SQLTerm(sql: bound(.int(number)), kind: .uint)
        case .double(let number):
            guard number.isFinite else { throw refusal("A number that is not finite", at: plan) }
            term = SQLTerm(sql: bound(value), kind: .double)
        case .string(let text):
            guard !text.utf8.contains(0) else { throw refusal("A text with a NUL character", at: plan) }
            term = SQLTerm(sql: bound(value), kind: .string)
        case .bytes: term = SQLTerm(sql: bound(value), kind: .bytes)
        case .timestamp(let time):
            guard let microseconds = time.wholeMicroseconds else {
                throw refusal("An instant finer than a microsecond", at: plan, use: "Write at most six decimals.")
            }
            term = SQLTerm(sql: bound(.int(microseconds)), kind: .timestamp)
        case .duration(let length):
            guard let microseconds = length.wholeMicroseconds else {
                throw refusal("A duration finer than a microsecond", at: plan, use: "Use us or longer units.")
            }
            term = SQLTerm(sql: bound(.int(microseconds)), kind: .duration)
        case .list, .map: throw refusal("A list or map other than after 'in'", at: plan)
        case .type, .optional: throw refusal("A value of type \(value.typeName)", at: plan)
        }
        term.constant = value
        return term
    }

    func truth(_ flag: Bool) -> SQLFragment {
        switch dialect {
        case .sqlite: flag ? "1" : "0"
        case .postgres: flag ? "TRUE" : "FALSE"
        }
    }

    /// A bound value; PostgreSQL is told its type, since `$1 + $2` says none.
    func bound(_ value: CELValue) -> SQLFragment {
        guard dialect == .postgres else { return "\(bind: value)" }
        return switch value {
        case .double: "CAST(\(bind: value) AS double precision)"
        case .string: "CAST(\(bind: value) AS text)"
        case .bytes: "CAST(\(bind: value) AS bytea)"
        default: "CAST(\(bind: value) AS bigint)"
        }
    }

    /// An operation that always fails.
    func failure(_ kind: SQLTerm.Kind) -> SQLTerm {
        let type = switch kind {
        case .bool: "boolean"
        case .double: "double precision"
        case .string: "text"
        case .bytes: "bytea"
        default: "bigint"
        }
        return SQLTerm(sql: dialect == .sqlite ? "NULL" : "CAST(NULL AS \(sql: type))", kind: kind, mayFail: true)
    }

    private func column(_ name: String, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        guard let column = columns.column(named: name) else { throw refusal("'\(name)'", at: plan) }
        let sql: SQLFragment = "\(sql: column.sql)"
        switch column.kind {
        case .constant(let value): return try constant(value, at: plan)
        case .instant: return SQLTerm(sql: sql, kind: .timestamp, mayBeNull: column.nullable)
        case .day: return SQLTerm(sql: "(\(sql) * 86400000000)", kind: .timestamp, mayBeNull: column.nullable, days: sql)
        case .key(let space, let decode): return SQLTerm(sql: sql, kind: .key(space: space), mayBeNull: column.nullable, decode: decode)
        case .plain:
            let kind: SQLTerm.Kind
            switch column.type.present {
            case .bool: kind = .bool
            case .int: kind = .int
            case .double: kind = .double
            case .string: kind = .string
            case .bytes: kind = .bytes
            case .timestamp: kind = .timestamp
            case .duration: kind = .duration
            default: throw refusal("'\(name)', which is a \(column.type),", at: plan)
            }
            return SQLTerm(sql: sql, kind: kind, mayBeNull: column.nullable)
        }
    }

    private func isPresent(_ term: SQLTerm) -> SQLTerm {
        if let value = term.constant { return SQLTerm(sql: truth(value != .null), kind: .bool, constant: .bool(value != .null)) }
        guard term.mayBeNull else { return SQLTerm(sql: truth(true), kind: .bool, constant: .bool(true)) }
        return SQLTerm(sql: "(\(term.days ?? term.sql) IS NOT NULL)", kind: .bool)
    }

    // MARK: Logic

    func condition(_ term: SQLTerm, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        if term.kind == .null { return failure(.bool) }
        guard term.kind == .bool else { throw error("A condition should stand here.", at: plan) }
        return term
    }

    private mutating func junction(_ plans: [Plan], _ word: String, _ positive: Bool) throws(SQLTranslationError) -> SQLTerm {
        var parts: [SQLFragment] = [], mayFail = false
        for plan in plans {
            let term = try condition(translate(plan, positive: positive), at: plan)
            parts.append(term.sql)
            mayFail = mayFail || term.mayFail || term.mayBeNull
        }
        return SQLTerm(sql: "(\(SQLFragment.joined(parts, word)))", kind: .bool, mayFail: mayFail)
    }

    private mutating func conditional(_ condition: Plan, _ yes: Plan, _ no: Plan, _ positive: Bool, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let test = try self.condition(translate(condition), at: condition)
        let a = try translate(yes, positive: positive), b = try translate(no, positive: positive)
        guard a.kind == b.kind || a.kind == .null || b.kind == .null else { throw refusal("?: with values of two types", at: plan) }
        func choose(_ x: SQLFragment, _ y: SQLFragment, otherwise: SQLFragment) -> SQLFragment {
            "(CASE \(test.sql) WHEN \(truth(true)) THEN \(x) WHEN \(truth(false)) THEN \(y)\(otherwise) END)"
        }
        var term = SQLTerm(sql: choose(a.sql, b.sql, otherwise: ""), kind: a.kind == .null ? b.kind : a.kind)
        term.mayBeNull = a.mayBeNull || b.mayBeNull
        term.mayFail = test.mayFail || test.mayBeNull || a.mayFail || b.mayFail
        if term.mayBeNull, term.mayFail {
            term.succeeded = choose(a.success ?? truth(true), b.success ?? truth(true), otherwise: " ELSE \(truth(false))")
        }
        if case .key = term.kind { term.decode = a.decode ?? b.decode }
        return term
    }

    /// `all` and `exists` over a constant list become AND and OR.
    private mutating func comprehension(_ it: Step.Comprehension, _ positive: Bool, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        let name = it.kind.rawValue + "()"
        guard it.kind == .all || it.kind == .exists, it.second == nil else { throw refusal(name, at: plan) }
        guard case .list(let elements)? = it.range.constant, elements.count <= 64 else {
            throw refusal("\(name) over a list that is not written out", at: plan)
        }
        var parts: [SQLFragment] = [], mayFail = false
        for element in elements {
            locals[it.first] = try constant(element, at: it.range)
            let term = try condition(translate(it.body, positive: positive), at: it.body)
            parts.append(term.sql)
            mayFail = mayFail || term.mayFail || term.mayBeNull
        }
        if parts.isEmpty { return SQLTerm(sql: truth(it.kind == .all), kind: .bool) }
        return SQLTerm(sql: "(\(SQLFragment.joined(parts, it.kind == .all ? " AND " : " OR ")))", kind: .bool, mayFail: mayFail)
    }

    /// The value of an operation on constants that only the database's columns made constant, such as `now`.
    func computed(_ step: Step, _ kind: SQLTerm.Kind, at plan: Plan) throws(SQLTranslationError) -> SQLTerm {
        var machine = Machine(bindings: [String: CELValue](), slots: 0, doubles: .bounded, stepLimit: 10_000)
        let value: CELValue
        do throws(EvaluationError) {
            value = try machine.run(Plan(step, .dyn, at: plan.offset))
        } catch {
            return failure(kind)
        }
        return try constant(value, at: plan)
    }

    func literal(_ value: CELValue, at plan: Plan) -> Plan { Plan(.constant(value), value.type, at: plan.offset) }
}
