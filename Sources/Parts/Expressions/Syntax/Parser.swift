/// Builds the tree by precedence climbing; one level of nesting costs two to three stack frames.
struct Parser {
    private let source: String
    private var lexer: Lexer
    private var token: Token
    private var nesting = 0

    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
        "package", "namespace", "return", "var", "void", "while",
    ]

    init(_ source: String) throws(ExpressionError) {
        self.source = source
        lexer = Lexer(source)
        guard source.utf8.count <= Expression.maximumLength else {
            throw lexer.error("The expression is longer than \(Expression.maximumLength) bytes.", at: 0, advice: "Split it.")
        }
        token = try lexer.next()
    }

    mutating func parseAll() throws(ExpressionError) -> Node {
        let node = try expression()
        guard token.kind == .end else { throw unexpected("the end or an operator") }
        return node
    }

    // MARK: Operators

    private mutating func expression() throws(ExpressionError) -> Node {
        try enter()
        defer { nesting -= 1 }
        let start = token.offset
        let condition = try operators(1)
        guard try takes(.question) else { return condition }
        let yes = try operators(1)
        try expect(.colon, "':' and the other value")
        let no = try expression()
        return try bounded(.conditional(condition, yes, no), start)
    }

    private mutating func operators(_ minimum: Int) throws(ExpressionError) -> Node {
        var left = try unary()
        while let (level, symbol) = infix(), level >= minimum {
            let offset = token.offset
            try advance()
            if let symbol, symbol == .and || symbol == .or {
                var operands = [left, try operators(level + 1)]
                while token.kind == .symbol(symbol) {
                    try advance()
                    operands.append(try operators(level + 1))
                }
                left = try bounded(symbol == .and ? .all(operands) : .any(operands), offset)
            } else {
                let right = try operators(level + 1)
                guard let binary = BinaryOperator(rawValue: symbol?.rawValue ?? "in") else { throw unexpected("an operator") }
                left = try bounded(.binary(binary, left, right), offset)
            }
        }
        return left
    }

    /// Precedence and symbol of the operator at hand; `in` has no symbol.
    private func infix() -> (Int, Symbol?)? {
        switch token.kind {
        case .identifier("in"): (3, nil)
        case .symbol(let symbol):
            switch symbol {
            case .or: (1, symbol)
            case .and: (2, symbol)
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: (3, symbol)
            case .plus, .minus: (4, symbol)
            case .star, .slash, .percent: (5, symbol)
            default: nil
            }
        default: nil
        }
    }

    private mutating func unary() throws(ExpressionError) -> Node {
        var signs: [(isMinus: Bool, offset: Int)] = []
        while token.kind == .symbol(.bang) || token.kind == .symbol(.minus) {
            signs.append((token.kind == .symbol(.minus), token.offset))
            guard signs.count <= Expression.maximumDepth else { throw tooDeep() }
            try advance()
        }
        var node: Node
        if let last = signs.last, last.isMinus, let literal = try negativeLiteral(at: last.offset) {
            signs.removeLast()
            node = try suffixes(literal)
        } else {
            node = try suffixes(try primary())
        }
        for sign in signs.reversed() {
            node = try bounded(sign.isMinus ? .negate(node) : .not(node), sign.offset)
        }
        return node
    }

    private mutating func negativeLiteral(at offset: Int) throws(ExpressionError) -> Node? {
        switch token.kind {
        case .int(let magnitude):
            guard magnitude <= Int64.min.magnitude else { throw tooLarge() }
            let value = Int64(truncatingIfNeeded: 0 &- magnitude)
            try advance()
            return Node(.literal(.int(value)), at: offset)
        case .double(let value):
            try advance()
            return Node(.literal(.double(-value)), at: offset)
        default: return nil
        }
    }

    // MARK: Members and calls

    private mutating func suffixes(_ first: Node) throws(ExpressionError) -> Node {
        var node = first
        while case .symbol(let symbol) = token.kind {
            let offset = token.offset
            if symbol == .dot {
                try advance()
                node = try member(of: node, offset)
            } else if symbol == .leftBracket {
                try advance()
                let optional = try takes(.question)
                let index = try expression()
                try expect(.rightBracket, "']'")
                node = try bounded(.index(node, index, optional: optional), offset)
            } else {
                return node
            }
        }
        return node
    }

    private mutating func member(of node: Node, _ offset: Int) throws(ExpressionError) -> Node {
        let optional = try takes(.question)
        switch token.kind {
        case .quoted(let name):
            try advance()
            return try bounded(.select(node, field: name, optional: optional), offset)
        case .identifier(let name):
            let nameOffset = token.offset
            guard name != "in", name != "true", name != "false", name != "null" else { throw unexpected("a field name") }
            try advance()
            guard !optional, try takes(.leftParenthesis) else {
                return try bounded(.select(node, field: name, optional: optional), offset)
            }
            let arguments = try arguments(until: .rightParenthesis)
            if let expanded = try macro(name, of: node, arguments, at: nameOffset) { return expanded }
            return try bounded(.call(target: node, name: name, arguments: arguments), nameOffset)
        default: throw unexpected("a field name")
        }
    }

    private mutating func arguments(until end: Symbol) throws(ExpressionError) -> [Node] {
        var nodes: [Node] = []
        if try takes(end) { return nodes }
        repeat { nodes.append(try expression()) } while try takes(.comma)
        try expect(end, "',' or '\(end.rawValue)'")
        return nodes
    }

    // MARK: Primaries

    private mutating func primary() throws(ExpressionError) -> Node {
        let offset = token.offset
        switch token.kind {
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw tooLarge() }
            return try literal(.int(value))
        case .uint(let value): return try literal(.uint(value))
        case .double(let value): return try literal(.double(value))
        case .string(let value): return try literal(.string(value))
        case .bytes(let value): return try literal(.bytes(value))
        case .identifier("true"): return try literal(.bool(true))
        case .identifier("false"): return try literal(.bool(false))
        case .identifier("null"): return try literal(.null)
        case .identifier(let name): return try identifier(name, at: offset)
        case .symbol(.dot):
            try advance()
            guard case .identifier(let name) = token.kind else { throw unexpected("a name") }
            return try identifier("." + name, at: offset)
        case .symbol(.leftParenthesis):
            try advance()
            let node = try expression()
            try expect(.rightParenthesis, "')'")
            return node
        case .symbol(.leftBracket):
            try advance()
            return try list(at: offset)
        case .symbol(.leftBrace):
            try advance()
            return try map(at: offset)
        default: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: CELValue) throws(ExpressionError) -> Node {
        let offset = token.offset
        try advance()
        return Node(.literal(value), at: offset)
    }

    private mutating func identifier(_ name: String, at offset: Int) throws(ExpressionError) -> Node {
        if name == "in" { throw unexpected("a value") }
        if Self.reserved.contains(name) {
            throw lexer.error("'\(name)' is a reserved word and cannot name a variable.", at: offset)
        }
        try advance()
        guard try takes(.leftParenthesis) else { return Node(.identifier(name), at: offset) }
        let arguments = try arguments(until: .rightParenthesis)
        if name == "has" || name == ".has", arguments.count == 1 { return try has(arguments[0], at: offset) }
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        return try bounded(.call(target: nil, name: plain, arguments: arguments), offset)
    }

    private mutating func list(at offset: Int) throws(ExpressionError) -> Node {
        var entries: [Syntax.ListEntry] = []
        while try !takes(.rightBracket) {
            let optional = try takes(.question)
            entries.append(.init(value: try expression(), optional: optional))
            guard try !takes(.comma) else { continue }
            try expect(.rightBracket, "',' or ']'")
            break
        }
        return try bounded(.list(entries), offset)
    }

    private mutating func map(at offset: Int) throws(ExpressionError) -> Node {
        var entries: [Syntax.MapEntry] = []
        while try !takes(.rightBrace) {
            let optional = try takes(.question)
            let key = try expression()
            try expect(.colon, "':' and a value")
            entries.append(.init(key: key, value: try expression(), optional: optional))
            guard try !takes(.comma) else { continue }
            try expect(.rightBrace, "',' or '}'")
            break
        }
        return try bounded(.map(entries), offset)
    }

    // MARK: Tokens and bounds

    private mutating func advance() throws(ExpressionError) {
        token = try lexer.next()
    }

    /// Steps over `symbol` if it is next.
    private mutating func takes(_ symbol: Symbol) throws(ExpressionError) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ symbol: Symbol, _ wanted: String) throws(ExpressionError) {
        guard token.kind == .symbol(symbol) else { throw unexpected(wanted) }
        try advance()
    }

    private mutating func enter() throws(ExpressionError) {
        nesting += 1
        if nesting > Expression.maximumDepth { throw tooDeep() }
    }

    private func bounded(_ syntax: Syntax, _ offset: Int) throws(ExpressionError) -> Node {
        let node = Node(syntax, at: offset)
        guard node.depth <= Expression.maximumDepth else { throw tooDeep() }
        return node
    }

    private func tooDeep() -> ExpressionError {
        lexer.error("The expression is nested more than \(Expression.maximumDepth) levels deep.", at: token.offset, advice: "Split it.")
    }

    private func tooLarge() -> ExpressionError {
        lexer.error("This number is too large for an int.", at: token.offset, advice: "The largest int is 9223372036854775807; add u for a uint.")
    }

    private func unexpected(_ wanted: String) -> ExpressionError {
        let found: String = switch token.kind {
        case .end: "the end"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .identifier(let name): "'\(name)'"
        case .quoted(let name): "`\(name)`"
        case .string, .bytes: "a text"
        case .int, .uint, .double: "a number"
        }
        return lexer.error("Found \(found) where \(wanted) should be.", at: token.offset)
    }

    func error(_ message: String, at offset: Int, advice: String? = nil) -> ExpressionError {
        lexer.error(message, at: offset, advice: advice)
    }
}
