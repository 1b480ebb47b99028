/// A variable of the context that a template reads, such as `contact.first_name` or `order.items.*.title`.
public struct VariablePath: Sendable, Hashable, CustomStringConvertible {
    /// Names from the outside in; `*` stands for any element or for a name computed while rendering.
    public let segments: [String]
    /// Where it is mentioned first, from 1.
    public let line: Int
    /// In Unicode scalars, from 1.
    public let column: Int

    public var description: String { segments.joined(separator: ".") }
}

/// Walks a template for the variables it takes from outside.
struct VariableFinder {
    /// A longer path is cut, and so stands for more than was read.
    private static let longestPath = 32
    /// A name that may stand for more paths than these stands for anything, which is `*`. Without this bound, names
    /// assigned to each other under conditions would double their paths again and again.
    private static let mostOrigins = 16

    private(set) var paths: [VariablePath] = []
    private(set) var partials: [String] = []
    private var seen: Set<[String]> = []
    private var seenPartials: Set<String> = []
    /// What names of the template may stand for: paths of the context; none for computed values.
    private var bindings: [String: [[String]]] = [:]

    /// - Parameter certain: whether `body` is always rendered, so that an `assign` replaces what the name meant before.
    mutating func visit(_ body: Body, certain: Bool) {
        for node in body.nodes { visit(node, certain) }
    }

    private mutating func visit(_ node: Node, _ certain: Bool) {
        switch node {
        case .text, .increment, .decrement, .interrupt: break
        case .output(let value): read(value)
        case .assign(let name, let value): assign(name, value, certain)
        case .capture(let name, let body):
            visit(body, certain: certain)
            bind(name, to: [], certain)
        case .choose(let branches, _):
            for branch in branches {
                if let condition = branch.condition { read(condition) }
                visit(branch.body, certain: false)
            }
        case .match(let match):
            read(match.subject)
            for arm in match.arms {
                for value in arm.values ?? [] { read(value) }
                visit(arm.body, certain: false)
            }
        case .loop(let loop), .table(let loop): visit(loop)
        case .cycle(let cycle):
            for expression in [cycle.name].compactMap(\.self) + cycle.values { read(expression) }
        case .ifChanged(let body), .group(let body): visit(body, certain: certain)
        case .include(let inclusion), .render(let inclusion): visit(inclusion)
        }
    }

    private mutating func visit(_ loop: Loop) {
        for expression in [loop.limit, loop.columns].compactMap(\.self) { read(expression) }
        if case .at(let offset)? = loop.offset { read(offset) }
        read(loop.collection)
        let outer = bindings
        bindings[loop.variable] = origins(of: loop.collection).map { $0 + ["*"] }
        for name in ["forloop", "tablerowloop"] { bindings[name] = [] }
        visit(loop.body, certain: false)
        for name in [loop.variable, "forloop", "tablerowloop"] { bindings[name] = outer[name] }
        if let otherwise = loop.otherwise { visit(otherwise, certain: false) }
    }

    private mutating func visit(_ inclusion: Inclusion) {
        if case .literal(let name) = inclusion.name {
            if let name = name.plainText, seenPartials.insert(name).inserted { partials.append(name) }
        } else {
            read(inclusion.name)
        }
        switch inclusion.binding {
        case .with(let value), .each(let value): read(value)
        case nil: break
        }
        for (_, value) in inclusion.arguments { read(value) }
    }

    private mutating func assign(_ name: String, _ value: Filtered, _ certain: Bool) {
        if value.filters.isEmpty, case .variable(let variable) = value.expression {
            readIndices(variable)
            bind(name, to: origins(of: value.expression), certain)
        } else {
            read(value)
            bind(name, to: [], certain)
        }
    }

    private mutating func bind(_ name: String, to origins: [[String]], _ certain: Bool) {
        var candidates = certain ? [] : bindings[name] ?? [[name]]
        for origin in origins {
            let origin = Array(origin.prefix(Self.longestPath))
            if !candidates.contains(origin) { candidates.append(origin) }
        }
        bindings[name] = candidates.count <= Self.mostOrigins ? candidates : [["*"]]
    }

    // MARK: Reading

    private mutating func read(_ value: Filtered) {
        read(value.expression)
        for call in value.filters {
            for argument in call.arguments { read(argument) }
            for (_, argument) in call.named { read(argument) }
        }
    }

    private mutating func read(_ condition: Condition) {
        for comparison in condition.comparisons {
            read(comparison.left)
            if let (_, right) = comparison.test { read(right) }
        }
    }

    private mutating func read(_ expression: Expression) {
        switch expression {
        case .literal: break
        case .range(let start, let end):
            read(start)
            read(end)
        case .variable(let variable):
            readIndices(variable)
            for segments in origins(of: expression) where seen.insert(segments).inserted {
                paths.append(
                    VariablePath(
                        segments: segments, line: Int(variable.position.line), column: Int(variable.position.column)))
            }
        }
    }

    private mutating func readIndices(_ variable: Variable) {
        if case .index(let index) = variable.root { read(index) }
        for case .index(let index) in variable.steps { read(index) }
    }

    private func origins(of expression: Expression) -> [[String]] {
        guard case .variable(let variable) = expression else { return [] }
        let roots: [[String]] = switch variable.root {
        case .name(let name): bindings[name] ?? [[name]]
        case .index: [["*"]]
        }
        let steps = variable.steps.map { step in
            switch step {
            case .name(let name): name
            case .index(.literal(let value)): value.plainText ?? "*"
            case .index: "*"
            }
        }
        return roots.map { $0 + steps }
    }
}
