/// One evaluation: bindings, local variables and the remaining steps.
struct Machine<Variables: Bindings> {
    private let bindings: Variables
    private var locals: [CELValue]
    private let doubles: DoubleRange
    private var stepsLeft: Int

    init(bindings: Variables, slots: Int, doubles: DoubleRange, stepLimit: Int) {
        self.bindings = bindings
        locals = Array(repeating: .null, count: slots)
        self.doubles = doubles
        stepsLeft = stepLimit
    }

    mutating func run(_ plan: Plan) throws(EvaluationError) -> CELValue {
        try charge(1, at: plan)
        switch plan.step {
        case .constant(let value): return value
        case .variable(let name):
            guard let value = bindings.value(named: name) else { throw plan.error(.unknownVariable(name)) }
            return value
        case .path(let parts): return try path(parts, at: plan)
        case .local(let slot): return locals[slot]
        case .isPresent(let name):
            return .bool((bindings.value(named: name) ?? .null) != .null)
        case .hasField(let operand, let field): return .bool(try has(run(operand), field, at: plan))
        case .field(let operand, let name, let optional): return try field(run(operand), name, optional, at: plan)
        case .index(let operand, let index, let optional): return try element(run(operand), run(index), optional, at: plan)
        case .not(let operand): return .bool(try !condition(operand))
        case .negate(let operand): return try negate(run(operand), at: plan)
        case .arithmetic(let op, let left, let right): return try arithmetic(op, run(left), run(right), at: plan)
        case .equal(let left, let right, let negated):
            let a = try run(left), b = try run(right)
            try charge(a.weight, at: plan)
            return .bool(a.equals(b) != negated)
        case .order(let op, let left, let right): return try order(op, run(left), run(right), at: plan)
        case .isIn(let left, let right): return try isIn(run(left), run(right), at: plan)
        case .all(let plans): return try combine(plans, until: false)
        case .any(let plans): return try combine(plans, until: true)
        case .conditional(let condition, let yes, let no): return try self.condition(condition) ? run(yes) : run(no)
        case .list(let elements): return try list(elements)
        case .map(let entries): return try map(entries, at: plan)
        case .call(let function, let arguments): return try call(function, arguments, at: plan)
        case .matches(let text, let pattern): return try matches(run(text), pattern, at: plan)
        case .comprehension(let it): return try comprehension(it, at: plan)
        case .bind(let slot, let value, let body):
            locals[slot] = try run(value)
            return try run(body)
        case .optionalMap(let target, let slot, let body, let flat): return try optionalMap(target, slot, body, flat, at: plan)
        case .fail(let reason): throw plan.error(reason)
        }
    }

    private mutating func charge(_ steps: Int, at plan: Plan) throws(EvaluationError) {
        stepsLeft -= steps
        if stepsLeft < 0 { throw plan.error(.tooMuchWork) }
    }

    private mutating func condition(_ plan: Plan) throws(EvaluationError) -> Bool {
        guard case .bool(let value) = try run(plan) else { throw plan.error(.noSuchOverload("A condition")) }
        return value
    }

    /// `&&` and `||`: a decisive operand wins over errors, wherever it stands.
    private mutating func combine(_ plans: [Plan], until decisive: Bool) throws(EvaluationError) -> CELValue {
        var failure: EvaluationError?
        for plan in plans {
            do throws(EvaluationError) {
                if try condition(plan) == decisive { return .bool(decisive) }
            } catch {
                if error.reason == .tooMuchWork { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!decisive)
    }

    // MARK: Names and members

    private mutating func path(_ parts: [String], at plan: Plan) throws(EvaluationError) -> CELValue {
        for length in stride(from: parts.count, to: 0, by: -1) {
            guard var value = bindings.value(named: parts[..<length].joined(separator: ".")) else { continue }
            for name in parts[length...] { value = try field(value, name, false, at: plan) }
            return value
        }
        throw plan.error(.unknownVariable(parts.joined(separator: ".")))
    }

    private func has(_ value: CELValue, _ field: String, at plan: Plan) throws(EvaluationError) -> Bool {
        switch value {
        case .map(let map): return map[field: field] != nil
        case .optional(let inner): return try inner.map { (inner) throws(EvaluationError) in try has(inner, field, at: plan) } ?? false
        default: throw plan.error(.noSuchOverload("has()"))
        }
    }

    private func field(_ value: CELValue, _ name: String, _ optional: Bool, at plan: Plan) throws(EvaluationError) -> CELValue {
        switch value {
        case .map(let map):
            if let value = map[field: name] { return optional ? .optional(value) : value }
            if optional { return .optional(nil) }
            throw plan.error(.noSuchField(name))
        case .optional(let inner):
            guard let inner else { return value }
            return try field(inner, name, true, at: plan)
        default: throw plan.error(.noSuchField(name))
        }
    }

    private func element(_ value: CELValue, _ index: CELValue, _ optional: Bool, at plan: Plan) throws(EvaluationError) -> CELValue {
        switch value {
        case .list(let list):
            guard let position = index.wholeNumber else { throw plan.error(.noSuchOverload("[]")) }
            if list.indices.contains(position) { return optional ? .optional(list[position]) : list[position] }
            if optional { return .optional(nil) }
            throw plan.error(.indexOutOfRange)
        case .map(let map):
            if let value = map[index] { return optional ? .optional(value) : value }
            if optional { return .optional(nil) }
            throw plan.error(.noSuchKey)
        case .optional(let inner):
            guard let inner else { return value }
            return try element(inner, index, true, at: plan)
        default: throw plan.error(.noSuchOverload("[]"))
        }
    }

    // MARK: Operators

    private func negate(_ value: CELValue, at plan: Plan) throws(EvaluationError) -> CELValue {
        switch value {
        case .int(let number):
            guard number != .min else { throw plan.error(.overflow) }
            return .int(-number)
        case .double(let number): return .double(-number)
        default: throw plan.error(.noSuchOverload("-"))
        }
    }

    private mutating func arithmetic(_ op: BinaryOperator, _ left: CELValue, _ right: CELValue, at plan: Plan) throws(EvaluationError) -> CELValue {
        switch (left, right) {
        case (.double(let a), .double(let b)) where doubles == .bounded:
            guard DoubleRange.holds(a), DoubleRange.holds(b) else { throw plan.error(.doubleOutOfRange) }
            if op == .divide, b == 0 { throw plan.error(.divisionByZero) }
        case (.string, .string), (.bytes, .bytes), (.list, .list):
            try charge(left.weight + right.weight, at: plan)
        default: break
        }
        do throws(EvaluationError.Reason) {
            return try Arithmetic.apply(op, left, right)
        } catch {
            throw plan.error(error)
        }
    }

    private mutating func order(_ op: BinaryOperator, _ left: CELValue, _ right: CELValue, at plan: Plan) throws(EvaluationError) -> CELValue {
        try charge(left.weight, at: plan)
        guard let ordering = left.ordering(against: right) else { throw plan.error(.noSuchOverload(op.rawValue)) }
        return switch op {
        case .less: .bool(ordering == .before)
        case .lessOrEqual: .bool(ordering == .before || ordering == .same)
        case .greater: .bool(ordering == .after)
        default: .bool(ordering == .after || ordering == .same)
        }
    }

    private mutating func isIn(_ value: CELValue, _ container: CELValue, at plan: Plan) throws(EvaluationError) -> CELValue {
        switch container {
        case .list(let list):
            try charge(list.count, at: plan)
            return .bool(list.contains { $0.equals(value) })
        case .map(let map): return .bool(map[value] != nil)
        default: throw plan.error(.noSuchOverload("in"))
        }
    }

    // MARK: Literals

    private mutating func list(_ elements: [Step.Element]) throws(EvaluationError) -> CELValue {
        var list: [CELValue] = []
        list.reserveCapacity(elements.count)
        for element in elements {
            guard let value = try unwrapped(run(element.value), element.optional, at: element.value) else { continue }
            list.append(value)
        }
        return .list(list)
    }

    private mutating func map(_ entries: [Step.Entry], at plan: Plan) throws(EvaluationError) -> CELValue {
        var map = CELMap()
        for entry in entries {
            let key = try run(entry.key)
            guard let value = try unwrapped(run(entry.value), entry.optional, at: entry.value) else { continue }
            guard map.insert(key, value) else { throw plan.error(.invalid("A key of the map comes twice or has a type that cannot be a key.")) }
        }
        return .map(map)
    }

    private func unwrapped(_ value: CELValue, _ optional: Bool, at plan: Plan) throws(EvaluationError) -> CELValue? {
        guard optional else { return value }
        guard case .optional(let inner) = value else { throw plan.error(.noSuchOverload("?")) }
        return inner
    }

    // MARK: Calls

    private mutating func call(_ function: Function, _ arguments: [Plan], at plan: Plan) throws(EvaluationError) -> CELValue {
        var values: [CELValue] = []
        values.reserveCapacity(arguments.count)
        var weight = 0
        for argument in arguments {
            // Only the missing value of an optional makes the other one be computed.
            if values.count == 1, function == .or || function == .orValue, case .optional(let inner?) = values[0] {
                return function == .or ? values[0] : inner
            }
            let value = try run(argument)
            weight += value.weight
            values.append(value)
        }
        try charge(weight, at: plan)
        let result: CELValue
        do throws(EvaluationError.Reason) {
            result = try function.apply(values)
        } catch {
            throw plan.error(error)
        }
        try charge(result.weight, at: plan)
        return result
    }

    private mutating func matches(_ text: CELValue, _ pattern: Pattern, at plan: Plan) throws(EvaluationError) -> CELValue {
        guard case .string(let text) = text else { throw plan.error(.noSuchOverload("matches")) }
        try charge(pattern.cost(for: text), at: plan)
        return .bool(pattern.matches(text))
    }

    // MARK: Macros

    private mutating func comprehension(_ it: Step.Comprehension, at plan: Plan) throws(EvaluationError) -> CELValue {
        let range = try run(it.range)
        let pairs: [(CELValue, CELValue)]
        switch range {
        case .list(let list):
            pairs = it.second == nil ? list.map { ($0, .null) } : list.enumerated().map { (.int(Int64($0)), $1) }
        case .map(let map): pairs = map.keys.map { ($0, map[$0] ?? .null) }
        default: throw plan.error(.noSuchOverload("\(it.kind.rawValue)()"))
        }
        try charge(pairs.count, at: plan)
        var list: [CELValue] = [], map = CELMap(), count = 0, failure: EvaluationError?
        for (first, second) in pairs {
            locals[it.first] = first
            if let slot = it.second { locals[slot] = second }
            if let condition = it.condition, try !self.condition(condition) { continue }
            switch it.kind {
            case .all, .exists:
                let decisive = it.kind == .exists
                do throws(EvaluationError) {
                    if try condition(it.body) == decisive { return .bool(decisive) }
                } catch {
                    if error.reason == .tooMuchWork { throw error }
                    failure = failure ?? error
                }
            case .existsOne: if try condition(it.body) { count += 1 }
            case .filter: if try condition(it.body) { list.append(first) }
            case .map, .transformList: list.append(try run(it.body))
            case .transformMap:
                guard map.insert(first, try run(it.body)) else { throw plan.error(.noSuchOverload("transformMap()")) }
            }
        }
        if let failure { throw failure }
        return switch it.kind {
        case .all: .bool(true)
        case .exists: .bool(false)
        case .existsOne: .bool(count == 1)
        case .filter, .map, .transformList: .list(list)
        case .transformMap: .map(map)
        }
    }

    private mutating func optionalMap(_ target: Plan, _ slot: Int, _ body: Plan, _ flat: Bool, at plan: Plan) throws(EvaluationError) -> CELValue {
        guard case .optional(let inner) = try run(target) else { throw plan.error(.noSuchOverload("optMap()")) }
        guard let inner else { return .optional(nil) }
        locals[slot] = inner
        let value = try run(body)
        guard flat else { return .optional(value) }
        guard case .optional = value else { throw plan.error(.noSuchOverload("optFlatMap()")) }
        return value
    }
}

extension Plan {
    func error(_ reason: EvaluationError.Reason) -> EvaluationError { EvaluationError(reason: reason, offset: offset) }
}

extension EvaluationError.Reason: Error {}

extension CELValue {
    /// Steps that going through the value once costs, beyond the first.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count / 32
        case .bytes(let bytes): bytes.count / 32
        case .list(let list): list.count
        case .map(let map): map.count
        default: 0
        }
    }

    fileprivate var wholeNumber: Int? {
        switch self {
        case .int(let value): Int(exactly: value)
        case .uint(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }
}
