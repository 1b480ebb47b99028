/// Turns syntax into a plan. With an environment it is strict; without one, everything unknown is
/// left to the evaluation.
struct Checker {
    let source: String
    let environment: Environment?
    private(set) var slots = 0
    private var scope: [(name: String, type: CELType, slot: Int)] = []

    init(source: String, environment: Environment?) {
        self.source = source
        self.environment = environment
    }

    private var isStrict: Bool { environment != nil }

    func error(_ message: String, at offset: Int, advice: String? = nil) -> ExpressionError {
        ExpressionError(message: message, advice: advice, position: SourcePosition(offset: offset, in: source))
    }

    mutating func check(_ node: Node) throws(ExpressionError) -> Plan {
        switch node.syntax {
        case .literal(let value): Plan(.constant(value), value.type, at: node.offset)
        case .identifier, .select(_, _, optional: false): try name(node)
        case .select(let operand, let field, optional: true): try self.field(check(operand), field, optional: true, at: node.offset)
        case .has(let operand, let field): try has(operand, field, at: node.offset)
        case .index(let operand, let index, let optional): try self.index(check(operand), check(index), optional, at: node.offset)
        case .call(let target, let function, let arguments): try call(target, function, arguments, at: node.offset)
        case .not(let operand): try not(check(operand), at: node.offset)
        case .negate(let operand): try negate(check(operand), at: node.offset)
        case .binary(let op, let left, let right): try binary(op, check(left), check(right), at: node.offset)
        case .all(let nodes): try Plan(.all(conditions(nodes, "&&")), .bool, at: node.offset)
        case .any(let nodes): try Plan(.any(conditions(nodes, "||")), .bool, at: node.offset)
        case .conditional(let condition, let yes, let no): try conditional(condition, yes, no, at: node.offset)
        case .list(let entries): try list(entries, at: node.offset)
        case .map(let entries): try map(entries, at: node.offset)
        case .comprehension(let it): try comprehension(it, at: node.offset)
        case .bind(let name, let value, let body): try bind(name, value, body, at: node.offset)
        case .optionalMap(let target, let name, let body, let flat): try optionalMap(target, name, body, flat, at: node.offset)
        }
    }

    private mutating func check(_ nodes: [Node]) throws(ExpressionError) -> [Plan] {
        var plans: [Plan] = []
        plans.reserveCapacity(nodes.count)
        for node in nodes { plans.append(try check(node)) }
        return plans
    }

    // MARK: Names

    private mutating func name(_ node: Node) throws(ExpressionError) -> Plan {
        guard let parts = Self.dotted(node) else {
            guard case .select(let operand, let field, _) = node.syntax else { return Plan(.fail(.noSuchKey), .dyn, at: node.offset) }
            return try self.field(check(operand), field, optional: false, at: node.offset)
        }
        return try resolve(parts, from: Self.start(of: node), at: node.offset)
    }

    /// `a.b.c` as its parts; nil if the selection does not start at a name.
    private static func dotted(_ node: Node) -> [String]? {
        switch node.syntax {
        case .identifier(let name): [name]
        case .select(let operand, let field, optional: false): dotted(operand).map { $0 + [field] }
        default: nil
        }
    }

    private static func start(of node: Node) -> Int {
        if case .select(let operand, _, _) = node.syntax { start(of: operand) } else { node.offset }
    }

    private func resolve(_ parts: [String], from start: Int, at offset: Int) throws(ExpressionError) -> Plan {
        var parts = parts
        if parts[0].hasPrefix(".") {
            parts[0].removeFirst()
        } else if let local = scope.last(where: { $0.name == parts[0] }) {
            return try fields(parts.dropFirst(), of: Plan(.local(local.slot), local.type, at: offset), at: offset)
        }
        guard let environment else {
            if let type = Self.typeName(parts.joined(separator: ".")) { return Plan(.constant(.type(type)), .type, at: offset) }
            return Plan(.path(parts), .dyn, at: offset)
        }
        for length in stride(from: parts.count, to: 0, by: -1) {
            let name = parts[..<length].joined(separator: ".")
            if let type = environment.type(of: name) {
                return try fields(parts.dropFirst(length), of: Plan(.variable(name), type, at: offset), at: offset)
            }
        }
        let name = parts.joined(separator: ".")
        if let type = Self.typeName(name) { return Plan(.constant(.type(type)), .type, at: offset) }
        let suggestion = environment.suggestion(for: name) ?? environment.suggestion(for: parts[0])
        throw error("'\(name)' is not known here.", at: start, advice: suggestion.map { "Did you mean '\($0)'?" }
            ?? "If it is meant as a text, put it in quotes: \"\(name)\".")
    }

    private static func typeName(_ name: String) -> String? {
        switch name {
        case "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
             "google.protobuf.Timestamp", "google.protobuf.Duration": name
        default: nil
        }
    }

    private func fields(_ names: ArraySlice<String>, of plan: Plan, at offset: Int) throws(ExpressionError) -> Plan {
        var plan = plan
        for name in names { plan = try field(plan, name, optional: false, at: offset) }
        return plan
    }

    private func field(_ plan: Plan, _ name: String, optional: Bool, at offset: Int) throws(ExpressionError) -> Plan {
        let type = try fieldType(plan.type, name, at: offset)
        let optionalType: CELType = if case .optional = type { type } else { .optional(type) }
        return Plan(.field(plan, name, optional: optional), optional ? optionalType : type, at: offset)
    }

    private func fieldType(_ type: CELType, _ name: String, at offset: Int) throws(ExpressionError) -> CELType {
        switch type.present {
        case .dyn: return .dyn
        case .map(let key, let value) where CELType.string.fits(key): return value
        case .optional(let inner): return .optional(try fieldType(inner, name, at: offset).unwrapped)
        case .object(let owner, let fields):
            if let type = fields[name] { return type }
            let suggestion = Spelling.nearest(to: name, among: Array(fields.keys))
            throw error("\(owner) has no field '\(name)'.", at: offset, advice: suggestion.map { "Did you mean '\($0)'?" })
        default:
            guard isStrict else { return .dyn }
            throw error("A value of type \(type) has no field '\(name)'.", at: offset)
        }
    }

    private mutating func has(_ operand: Node, _ field: String, at offset: Int) throws(ExpressionError) -> Plan {
        if let environment, let parts = Self.dotted(operand), !scope.contains(where: { $0.name == parts[0] }) {
            let name = (parts + [field]).joined(separator: ".")
            if environment.type(of: name) != nil { return Plan(.isPresent(name), .bool, at: offset) }
        }
        let plan = try check(operand)
        _ = try fieldType(plan.type, field, at: offset)
        return Plan(.hasField(plan, field), .bool, at: offset)
    }

    private func index(_ operand: Plan, _ index: Plan, _ optional: Bool, at offset: Int) throws(ExpressionError) -> Plan {
        let type = try elementType(operand.type, index, at: offset)
        let optionalType: CELType = if case .optional = type { type } else { .optional(type) }
        return Plan(.index(operand, index, optional: optional), optional ? optionalType : type, at: offset)
    }

    private func elementType(_ type: CELType, _ index: Plan, at offset: Int) throws(ExpressionError) -> CELType {
        switch type.present {
        case .dyn: return .dyn
        case .list(let element):
            guard index.type.isNumeric || !isStrict else {
                throw error("A list is indexed by an int, not by \(index.type).", at: index.offset)
            }
            return element
        case .map(let key, let value):
            guard index.type.fits(key) || (index.type.isNumeric && key.isNumeric) || !isStrict else {
                throw error("The keys of this map are \(key), not \(index.type).", at: index.offset)
            }
            return value
        case .optional(let inner): return .optional(try elementType(inner, index, at: offset).unwrapped)
        default:
            guard isStrict else { return .dyn }
            throw error("A value of type \(type) has no elements.", at: offset)
        }
    }

    // MARK: Operators

    private func not(_ operand: Plan, at offset: Int) throws(ExpressionError) -> Plan {
        try require(operand, .bool, "!")
        return folded(.not(operand), .bool, at: offset, [operand])
    }

    private func negate(_ operand: Plan, at offset: Int) throws(ExpressionError) -> Plan {
        let type = operand.type.present
        if isStrict, ![.int, .double, .dyn].contains(type) { throw error("- is not defined for \(operand.type).", at: operand.offset) }
        return folded(.negate(operand), type, at: offset, [operand])
    }

    private func require(_ plan: Plan, _ type: CELType, _ by: String) throws(ExpressionError) {
        guard isStrict, !plan.type.fits(type) else { return }
        throw error("\(by) needs a \(type), and this is \(plan.type.article).", at: plan.offset)
    }

    private mutating func conditions(_ nodes: [Node], _ op: String) throws(ExpressionError) -> [Plan] {
        let plans = try check(nodes)
        for plan in plans { try require(plan, .bool, op) }
        return plans
    }

    private mutating func conditional(_ condition: Node, _ yes: Node, _ no: Node, at offset: Int) throws(ExpressionError) -> Plan {
        let condition = try check(condition), yes = try check(yes), no = try check(no)
        try require(condition, .bool, "?:")
        guard let type = yes.type.joined(with: no.type) ?? (isStrict ? nil : .dyn) else {
            throw error("The two values of ?: have different types: \(yes.type) and \(no.type).", at: no.offset, advice: "Give both the same type.")
        }
        return Plan(.conditional(condition, yes, no), type, at: offset)
    }

    private func binary(_ op: BinaryOperator, _ left: Plan, _ right: Plan, at offset: Int) throws(ExpressionError) -> Plan {
        let operands = [left, right]
        switch op {
        case .equal, .notEqual:
            if isStrict, !Self.areComparable(left.type, right.type) { throw mismatch(op, left, right, at: offset) }
            return folded(.equal(left, right, negated: op == .notEqual), .bool, at: offset, operands)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if isStrict, !Self.areOrdered(left.type, right.type) { throw mismatch(op, left, right, at: offset) }
            return folded(.order(op, left, right), .bool, at: offset, operands)
        case .isIn:
            try checkContainer(left, right)
            return folded(.isIn(left, right), .bool, at: offset, operands)
        case .add, .subtract, .multiply, .divide, .remainder:
            guard let type = Self.arithmetic(op, left.type.present, right.type.present) ?? (isStrict ? nil : .dyn) else {
                throw mismatch(op, left, right, at: offset)
            }
            return folded(.arithmetic(op, left, right), type, at: offset, operands)
        }
    }

    private func mismatch(_ op: BinaryOperator, _ left: Plan, _ right: Plan, at offset: Int) -> ExpressionError {
        let sides = [left.type.present, right.type.present]
        let advice: String? = if sides.contains(.timestamp), sides.contains(.string) {
            "Write the instant as timestamp(\"2025-01-31T00:00:00Z\")."
        } else if sides.contains(.string), sides.contains(where: \.isNumeric) {
            "Put the number in quotes, or convert with string() or int()."
        } else if !op.isComparison, sides.allSatisfy(\.isNumeric) {
            "Convert one side with double() or int(); 1.0 is a double, 1 an int."
        } else { nil }
        return error("\(op.rawValue) is not defined for \(left.type) and \(right.type).", at: offset, advice: advice)
    }

    private static func areComparable(_ a: CELType, _ b: CELType) -> Bool {
        if a == .null || b == .null || (a.isNumeric && b.isNumeric) { return true }
        switch (a.present, b.present) {
        case (.list(let x), .list(let y)): return areComparable(x, y)
        case (.map, .map): return true
        case (.optional(let x), .optional(let y)): return areComparable(x, y)
        case (let x, let y): return x.fits(y) || y.fits(x)
        }
    }

    private static func areOrdered(_ a: CELType, _ b: CELType) -> Bool {
        switch (a.present, b.present) {
        case (let x, let y) where x.isNumeric && y.isNumeric: true
        case (.bool, .bool), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration): true
        case (.dyn, .list), (.dyn, .map), (.list, .dyn), (.map, .dyn): false
        case (.dyn, _), (_, .dyn): true
        default: false
        }
    }

    private func checkContainer(_ left: Plan, _ right: Plan) throws(ExpressionError) {
        guard isStrict else { return }
        switch right.type.present {
        case .dyn: return
        case .list(let element), .map(let element, _):
            guard Self.areComparable(left.type, element) else {
                throw error("This can never be in there: the elements are \(element), not \(left.type).", at: left.offset)
            }
        case .string:
            throw error("'in' asks for a list or a map, not a text.", at: right.offset, advice: "Use text.contains(part).")
        default: throw error("'in' asks for a list or a map, not \(right.type.article).", at: right.offset)
        }
    }

    private static func arithmetic(_ op: BinaryOperator, _ a: CELType, _ b: CELType) -> CELType? {
        switch (a, b) {
        case (.dyn, .dyn): return .dyn
        case (.dyn, let known), (let known, .dyn):
            return arithmetic(op, known, known) != nil || known == .timestamp || known == .duration ? .dyn : nil
        case (.int, .int), (.uint, .uint): return a
        case (.double, .double): return op == .remainder ? nil : .double
        case (.string, .string), (.bytes, .bytes): return op == .add ? a : nil
        case (.list(let x), .list(let y)): return op == .add ? .list(x.joined(with: y) ?? .dyn) : nil
        case (.timestamp, .duration): return op == .add || op == .subtract ? .timestamp : nil
        case (.duration, .timestamp): return op == .add ? .timestamp : nil
        case (.timestamp, .timestamp): return op == .subtract ? .duration : nil
        case (.duration, .duration): return op == .add || op == .subtract ? .duration : nil
        default: return nil
        }
    }

    /// Constants are computed once here. An error stays where it is, so that it surfaces when reached.
    private func folded(_ step: Step, _ type: CELType, at offset: Int, _ operands: [Plan]) -> Plan {
        let plan = Plan(step, type, at: offset)
        guard isStrict, operands.allSatisfy({ $0.constant != nil }) else { return plan }
        return plan.folded
    }

    // MARK: Literals

    private mutating func list(_ entries: [Syntax.ListEntry], at offset: Int) throws(ExpressionError) -> Plan {
        var elements: [Step.Element] = [], element: CELType?
        for entry in entries {
            let plan = try check(entry.value)
            let type = entry.optional ? try optionalInner(plan) : plan.type
            element = element.map { $0.joined(with: type) ?? .dyn } ?? type
            elements.append(.init(value: plan, optional: entry.optional))
        }
        let type = CELType.list(element ?? .dyn)
        if isStrict, elements.allSatisfy({ $0.value.constant != nil && !$0.optional }) {
            return Plan(.constant(.list(elements.compactMap(\.value.constant))), type, at: offset)
        }
        return Plan(.list(elements), type, at: offset)
    }

    private mutating func map(_ entries: [Syntax.MapEntry], at offset: Int) throws(ExpressionError) -> Plan {
        var plans: [Step.Entry] = [], keyType: CELType?, valueType: CELType?
        for entry in entries {
            let key = try check(entry.key), value = try check(entry.value)
            if isStrict, ![.bool, .int, .uint, .string, .dyn].contains(key.type) {
                throw error("\(key.type) cannot be the key of a map.", at: key.offset, advice: "Keys are bool, int, uint or string.")
            }
            let type = entry.optional ? try optionalInner(value) : value.type
            keyType = keyType.map { $0.joined(with: key.type) ?? .dyn } ?? key.type
            valueType = valueType.map { $0.joined(with: type) ?? .dyn } ?? type
            plans.append(.init(key: key, value: value, optional: entry.optional))
        }
        return Plan(.map(plans), .map(keyType ?? .dyn, valueType ?? .dyn), at: offset)
    }

    private func optionalInner(_ plan: Plan) throws(ExpressionError) -> CELType {
        switch plan.type {
        case .optional(let inner): return inner
        case .dyn: return .dyn
        default:
            guard isStrict else { return .dyn }
            throw error("After '?' an optional value stands, not \(plan.type.article).", at: plan.offset)
        }
    }

    // MARK: Bound names

    private mutating func within<T>(
        _ names: [(String, CELType)], _ body: (inout Checker, [Int]) throws(ExpressionError) -> T
    ) throws(ExpressionError) -> T {
        let start = scope.count
        var taken: [Int] = []
        for (name, type) in names {
            taken.append(scope.count)
            scope.append((name, type, scope.count))
        }
        slots = max(slots, scope.count)
        defer { scope.removeSubrange(start...) }
        return try body(&self, taken)
    }

    private mutating func comprehension(_ it: Syntax.Comprehension, at offset: Int) throws(ExpressionError) -> Plan {
        let range = try check(it.range)
        let key: CELType, value: CELType
        switch range.type.present {
        case .list(let element): (key, value) = it.second == nil ? (element, .dyn) : (.int, element)
        case .map(let k, let v): (key, value) = (k, v)
        case .dyn: (key, value) = (.dyn, .dyn)
        default:
            if isStrict { throw error("\(it.kind.rawValue)() goes through a list or a map, not \(range.type.article).", at: range.offset) }
            (key, value) = (.dyn, .dyn)
        }
        let names = [(it.first, key)] + (it.second.map { [($0, value)] } ?? [])
        return try within(names) { (checker, taken) throws(ExpressionError) in
            let condition = try checker.check(it.condition.map { [$0] } ?? []).first
            let body = try checker.check(it.body)
            if let condition { try checker.require(condition, .bool, "\(it.kind.rawValue)()") }
            let type: CELType
            switch it.kind {
            case .all, .exists, .existsOne:
                try checker.require(body, .bool, "\(it.kind.rawValue)()")
                type = .bool
            case .filter:
                try checker.require(body, .bool, "filter()")
                type = .list(key)
            case .map, .transformList: type = .list(body.type)
            case .transformMap: type = .map(key, body.type)
            }
            return Plan(.comprehension(.init(
                kind: it.kind, range: range, first: taken[0], second: taken.count > 1 ? taken[1] : nil, condition: condition, body: body
            )), type, at: offset)
        }
    }

    private mutating func bind(_ name: String, _ value: Node, _ body: Node, at offset: Int) throws(ExpressionError) -> Plan {
        let value = try check(value)
        return try within([(name, value.type)]) { (checker, taken) throws(ExpressionError) in
            let body = try checker.check(body)
            return Plan(.bind(slot: taken[0], value, body), body.type, at: offset)
        }
    }

    private mutating func optionalMap(_ target: Node, _ name: String, _ body: Node, _ flat: Bool, at offset: Int) throws(ExpressionError) -> Plan {
        let target = try check(target)
        let inner = try optionalInner(target)
        return try within([(name, inner)]) { (checker, taken) throws(ExpressionError) in
            let body = try checker.check(body)
            let type: CELType = flat ? .optional(try checker.optionalInner(body)) : .optional(body.type)
            return Plan(.optionalMap(target, slot: taken[0], body, flat: flat), type, at: offset)
        }
    }

    // MARK: Calls

    private mutating func call(_ target: Node?, _ name: String, _ arguments: [Node], at offset: Int) throws(ExpressionError) -> Plan {
        var name = name, target = target
        if let owner = target, case .identifier(let space) = owner.syntax, Function.namespaces.contains(space),
           environment?.type(of: space) == nil, Signature.byName[space + "." + name] != nil {
            name = space + "." + name
            target = nil
        }
        let isMember = target != nil
        guard let signatures = Signature.byName[name]?.filter({ $0.member == isMember }), !signatures.isEmpty else {
            guard isStrict else { return Plan(.fail(.noSuchOverload(name)), .dyn, at: offset) }
            throw unknown(name, isMember: isMember, at: offset)
        }
        let plans = try check((target.map { [$0] } ?? []) + arguments)
        let types = plans.map(\.type)
        guard let signature = signatures.first(where: { isStrict ? $0.accepts(types) : $0.accepts(count: types.count) }) else {
            guard isStrict else { return Plan(.fail(.noSuchOverload(name)), .dyn, at: offset) }
            throw wrongArguments(name, signatures, types, at: offset)
        }
        if signature.function == .matches, let pattern = plans[1].constant {
            return try matches(plans[0], pattern, at: offset)
        }
        if signature.function == .dyn { return Plan(plans[0].step, .dyn, at: offset) }
        // Several signatures may fit dyn arguments; then the result is only known when evaluated.
        let results = Set(signatures.filter { $0.accepts(types) }.map { $0.result(for: types) })
        let type = results.count == 1 ? results.first ?? .dyn : .dyn
        return folded(.call(signature.function, plans), isStrict ? type : .dyn, at: offset, plans)
    }

    private func matches(_ text: Plan, _ pattern: CELValue, at offset: Int) throws(ExpressionError) -> Plan {
        guard case .string(let source) = pattern else { return Plan(.fail(.noSuchOverload("matches")), .bool, at: offset) }
        do throws(PatternError) {
            return Plan(.matches(text, try Pattern(source)), .bool, at: offset)
        } catch {
            guard isStrict else { return Plan(.fail(.invalid(error.message)), .bool, at: offset) }
            throw self.error("The pattern of matches() is not valid: \(error.message)", at: offset)
        }
    }

    private func unknown(_ name: String, isMember: Bool, at offset: Int) -> ExpressionError {
        if Signature.byName[name] != nil {
            return error("\(name)() is called the other way round.", at: offset,
                         advice: isMember ? "Write \(name)(value)." : "Write value.\(name)(…).")
        }
        let suggestion = Spelling.nearest(to: name, among: Array(Signature.byName.keys))
        return error("There is no function \(name)().", at: offset, advice: suggestion.map { "Did you mean \($0)()?" })
    }

    private func wrongArguments(_ name: String, _ signatures: [Signature], _ types: [CELType], at offset: Int) -> ExpressionError {
        func text(_ types: [CELType], _ member: Bool) -> String {
            let shown = member ? types.dropFirst() : types[...]
            let call = "\(name)(\(shown.map(\.description).joined(separator: ", ")))"
            return member ? "\(types.first ?? .dyn).\(call)" : call
        }
        let member = signatures.first?.member ?? false
        let known = signatures.prefix(4).map { text($0.parameters, member) }.joined(separator: " or ")
        return error("\(text(types, member)) is not defined.", at: offset, advice: "It is called as \(known).")
    }
}

extension CELType {
    fileprivate var article: String {
        switch self {
        case .int: "an int"
        case .optional, .object: "an \(self)"
        case .null: "null"
        default: "a \(self)"
        }
    }

    fileprivate var unwrapped: CELType {
        if case .optional(let inner) = self { inner } else { self }
    }
}

extension Plan {
    /// The plan with its value in place if it computes without variables and without an error.
    fileprivate var folded: Plan {
        var machine = Machine(bindings: [String: CELValue](), slots: 0, doubles: .bounded, stepLimit: 10_000)
        do throws(EvaluationError) {
            let value = try machine.run(self)
            if case .double(let number) = value, !number.isFinite { return self }
            return Plan(.constant(value), type, at: offset)
        } catch {
            return self // evaluating it later gives the same error, with its place
        }
    }
}
