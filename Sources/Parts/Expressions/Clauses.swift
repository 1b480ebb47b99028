/// One simple comparison of a filter, as a filter builder shows it.
public struct Clause: Hashable, Sendable {
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case contains, startsWith, endsWith
        /// The literal is a list.
        case isIn = "in"
        /// `field == null`; the literal is null.
        case isEmpty = "is empty"
        /// `field != null` or `has(field)`; the literal is null.
        case isNotEmpty = "is not empty"
    }

    /// A dotted name.
    public let field: String
    public let `operator`: Operator
    public let literal: CELValue

    public init(field: String, operator: Operator, literal: CELValue = .null) {
        (self.field, self.operator, self.literal) = (field, `operator`, literal)
    }

    /// The clause as CEL.
    public var source: String {
        switch `operator` {
        case .contains, .startsWith, .endsWith: "\(field).\(`operator`.rawValue)(\(literal.source))"
        case .isEmpty: "\(field) == null"
        case .isNotEmpty: "\(field) != null"
        default: "\(field) \(`operator`.rawValue) \(literal.source)"
        }
    }
}

extension Expression {
    /// The expression as simple comparisons that must all hold; nil if it is more than that.
    ///
    /// `true` is no clauses; a bare condition `active` is `active == true`, `!active` is `active == false`.
    public var clauses: [Clause]? {
        if case .literal(.bool(true)) = root.syntax { return [] }
        return Self.clauses(of: root)
    }

    /// CEL for clauses that must all hold; ``clauses`` gives them back.
    public static func source(from clauses: [Clause]) -> String {
        clauses.isEmpty ? "true" : clauses.map(\.source).joined(separator: " && ")
    }

    private static func clauses(of node: Node) -> [Clause]? {
        guard case .all(let nodes) = node.syntax else { return clause(of: node).map { [$0] } }
        var result: [Clause] = []
        for node in nodes {
            guard let part = clauses(of: node) else { return nil }
            result += part
        }
        return result
    }

    private static func clause(of node: Node) -> Clause? {
        switch node.syntax {
        case .identifier, .select: return field(node).map { Clause(field: $0, operator: .equal, literal: .bool(true)) }
        case .not(let inner): return field(inner).map { Clause(field: $0, operator: .equal, literal: .bool(false)) }
        case .has(let operand, let name): return field(operand).map { Clause(field: $0 + "." + name, operator: .isNotEmpty) }
        case .call(let target?, let name, let arguments):
            guard let kind = Clause.Operator(rawValue: name), [.contains, .startsWith, .endsWith].contains(kind),
                  let field = field(target), arguments.count == 1, let literal = literal(arguments[0])
            else { return nil }
            return Clause(field: field, operator: kind, literal: literal)
        case .binary(let op, let left, let right):
            if let field = field(left), let literal = literal(right) { return comparison(field, op, literal) }
            if op != .isIn, let field = field(right), let literal = literal(left) { return comparison(field, op.mirrored, literal) }
            return nil
        default: return nil
        }
    }

    private static func comparison(_ field: String, _ op: BinaryOperator, _ literal: CELValue) -> Clause? {
        if literal == .null {
            return op == .equal ? Clause(field: field, operator: .isEmpty) : op == .notEqual ? Clause(field: field, operator: .isNotEmpty) : nil
        }
        guard let kind = Clause.Operator(rawValue: op.rawValue) else { return nil }
        if case .list = literal {} else if op == .isIn { return nil }
        return Clause(field: field, operator: kind, literal: literal)
    }

    private static func field(_ node: Node) -> String? {
        switch node.syntax {
        case .identifier(let name): name
        case .select(let operand, let name, optional: false): field(operand).map { $0 + "." + name }
        default: nil
        }
    }

    private static func literal(_ node: Node) -> CELValue? {
        switch node.syntax {
        case .literal(let value): return value
        case .list(let entries):
            let values = entries.compactMap { $0.optional ? nil : literal($0.value) }
            return values.count == entries.count ? .list(values) : nil
        case .call(target: nil, name: "timestamp", arguments: let arguments):
            guard arguments.count == 1, case .literal(.string(let text)) = arguments[0].syntax else { return nil }
            return CELTimestamp(rfc3339: text).map { .timestamp($0) }
        case .call(target: nil, name: "duration", arguments: let arguments):
            guard arguments.count == 1, case .literal(.string(let text)) = arguments[0].syntax else { return nil }
            return CELDuration(text: text).map { .duration($0) }
        default: return nil
        }
    }
}

extension CELValue {
    /// CEL that evaluates to this value.
    public var source: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .uint(let value): return String(value) + "u"
        case .double(let value):
            if value.isNaN { return "double(\"NaN\")" }
            return value.isInfinite ? "double(\"\(value < 0 ? "-" : "")Infinity\")" : value.description
        case .string(let value): return Function.quoted(value)
        case .bytes(let value):
            return "b\"" + value.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
        case .timestamp(let value): return "timestamp(\"\(value.rfc3339)\")"
        case .duration(let value): return "duration(\"\(value.text)\")"
        case .list(let values): return "[" + values.map(\.source).joined(separator: ", ") + "]"
        case .map(let map): return "{" + map.keys.map { $0.source + ": " + (map[$0] ?? .null).source }.joined(separator: ", ") + "}"
        case .type(let name): return name
        case .optional(let value): return value.map { "optional.of(\($0.source))" } ?? "optional.none()"
        }
    }
}
