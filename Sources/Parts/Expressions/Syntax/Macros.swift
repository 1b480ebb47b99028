// The macros of cel-spec and of the bindings, two-variable comprehension and optional extensions.
// They are syntax: they bind a name, so they become nodes of their own instead of calls.

extension Parser {
    func has(_ argument: Node, at offset: Int) throws(ExpressionError) -> Node {
        guard case .select(let operand, let field, _) = argument.syntax else {
            throw error("has() asks about a field, and this is not one.", at: argument.offset, advice: "Write has(object.field).")
        }
        return Node(.has(operand, field: field), at: offset)
    }

    /// Nil if `name` with these arguments is an ordinary function.
    func macro(_ name: String, of target: Node, _ arguments: [Node], at offset: Int) throws(ExpressionError) -> Node? {
        if name == "bind", case .identifier("cel") = target.syntax, arguments.count == 3 {
            return try bounded(.bind(name: try variable(arguments[0]), arguments[1], arguments[2]), at: offset)
        }
        if name == "optMap" || name == "optFlatMap", arguments.count == 2 {
            return try bounded(.optionalMap(target, name: try variable(arguments[0]), arguments[1], flat: name == "optFlatMap"), at: offset)
        }
        guard let (kind, variables, conditional) = Self.comprehension(name, arguments.count) else { return nil }
        return try bounded(.comprehension(.init(
            kind: kind, range: target,
            first: try variable(arguments[0]),
            second: variables == 2 ? try variable(arguments[1]) : nil,
            condition: conditional ? arguments[variables] : nil,
            body: arguments[arguments.count - 1]
        )), at: offset)
    }

    /// Kind, number of variables, and whether a condition stands before the body.
    private static func comprehension(_ name: String, _ count: Int) -> (Syntax.Comprehension.Kind, Int, Bool)? {
        switch (name, count) {
        case ("all", 2): (.all, 1, false)
        case ("all", 3): (.all, 2, false)
        case ("exists", 2): (.exists, 1, false)
        case ("exists", 3): (.exists, 2, false)
        case ("exists_one", 2), ("existsOne", 2): (.existsOne, 1, false)
        case ("exists_one", 3), ("existsOne", 3): (.existsOne, 2, false)
        case ("map", 2): (.map, 1, false)
        case ("map", 3): (.map, 1, true)
        case ("filter", 2): (.filter, 1, false)
        case ("transformList", 3): (.transformList, 2, false)
        case ("transformList", 4): (.transformList, 2, true)
        case ("transformMap", 3): (.transformMap, 2, false)
        case ("transformMap", 4): (.transformMap, 2, true)
        default: nil
        }
    }

    private func variable(_ node: Node) throws(ExpressionError) -> String {
        guard case .identifier(let name) = node.syntax, !name.hasPrefix(".") else {
            throw error("A plain name for the element should stand here.", at: node.offset, advice: "For example: tags.exists(tag, tag == \"vip\").")
        }
        return name
    }

    private func bounded(_ syntax: Syntax, at offset: Int) throws(ExpressionError) -> Node {
        let node = Node(syntax, at: offset)
        guard node.depth <= Expression.maximumDepth else {
            throw error("The expression is nested more than \(Expression.maximumDepth) levels deep.", at: offset, advice: "Split it.")
        }
        return node
    }
}
