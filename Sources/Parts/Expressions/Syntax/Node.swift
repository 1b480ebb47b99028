/// The syntax tree. Depth is at most `Expression.maximumDepth`.
struct Node: Sendable {
    let syntax: Syntax
    /// UTF-8 offset in the source, for messages.
    let offset: Int
    /// Levels below and including this node; kept so that the parser can bound them.
    let depth: Int

    init(_ syntax: Syntax, at offset: Int) {
        self.syntax = syntax
        self.offset = offset
        depth = 1 + syntax.deepestChild
    }
}

indirect enum Syntax: Sendable {
    case literal(CELValue)
    /// A name; a leading dot is kept (`.name` skips local variables).
    case identifier(String)
    case select(Node, field: String, optional: Bool)
    case has(Node, field: String)
    case index(Node, Node, optional: Bool)
    case call(target: Node?, name: String, arguments: [Node])
    case not(Node)
    case negate(Node)
    case binary(BinaryOperator, Node, Node)
    case all([Node])
    case any([Node])
    case conditional(Node, Node, Node)
    case list([ListEntry])
    case map([MapEntry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`
    case bind(name: String, Node, Node)
    /// `target.optMap(name, body)`; `flat` is optFlatMap
    case optionalMap(Node, name: String, Node, flat: Bool)

    struct ListEntry: Sendable {
        let value: Node
        let optional: Bool
    }

    struct MapEntry: Sendable {
        let key: Node
        let value: Node
        let optional: Bool
    }

    struct Comprehension: Sendable {
        enum Kind: String, Sendable {
            case all, exists, existsOne, map, filter, transformList, transformMap
        }
        let kind: Kind
        let range: Node
        let first: String
        let second: String?
        let condition: Node?
        let body: Node
    }

    fileprivate var deepestChild: Int {
        switch self {
        case .literal, .identifier: 0
        case .select(let node, _, _), .has(let node, _), .not(let node), .negate(let node): node.depth
        case .index(let a, let b, _), .binary(_, let a, let b), .bind(_, let a, let b), .optionalMap(let a, _, let b, _):
            max(a.depth, b.depth)
        case .call(let target, _, let arguments): max(target?.depth ?? 0, deepest(arguments))
        case .all(let nodes), .any(let nodes): deepest(nodes)
        case .conditional(let a, let b, let c): max(a.depth, b.depth, c.depth)
        case .list(let entries): entries.reduce(0) { max($0, $1.value.depth) }
        case .map(let entries): entries.reduce(0) { max($0, $1.key.depth, $1.value.depth) }
        case .comprehension(let it): max(it.range.depth, it.condition?.depth ?? 0, it.body.depth)
        }
    }

    private func deepest(_ nodes: [Node]) -> Int { nodes.reduce(0) { max($0, $1.depth) } }
}

enum BinaryOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case isIn = "in"

    var isComparison: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide, .remainder: false
        default: true
        }
    }
}
