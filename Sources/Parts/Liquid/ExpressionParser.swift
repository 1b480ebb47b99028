/// Reads expressions, filters and conditions from the inside of one output or tag.
struct ExpressionParser {
    private static let maximumFilters = 200

    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private let maximumDepth: Int
    private let customFilters: [String: LiquidFilter]
    private var positions: Positions

    init(
        tokens: [Token], positions: Positions, maximumDepth: Int, customFilters: [String: LiquidFilter]
    ) {
        self.tokens = tokens
        self.positions = positions
        self.maximumDepth = maximumDepth
        self.customFilters = customFilters
    }

    // MARK: Tokens

    var current: Token { tokens[min(index, tokens.count - 1)] }
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }
    var isAtEnd: Bool { current.kind == .end }

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard current.kind == .sign(UInt8(ascii: character)) else { return false }
        advance()
        return true
    }

    mutating func accept(word: String) -> Bool {
        guard current.kind == .name(word) else { return false }
        advance()
        return true
    }

    mutating func expect(_ character: Unicode.Scalar, in place: String) throws(Malformed) {
        guard accept(character) else {
            throw malformed("\(found) stands where '\(character)' is needed.", "Write '\(character)' in \(place).")
        }
    }

    mutating func name(for purpose: String) throws(Malformed) -> String {
        guard case .name(let name) = current.kind else {
            throw malformed("\(found) is not a name.", "Write the name of \(purpose).")
        }
        advance()
        return name
    }

    mutating func expectEnd() throws(Malformed) {
        guard isAtEnd else {
            throw malformed("\(found) is not expected here.", "Remove it, or join values with a filter or an operator.")
        }
    }

    mutating func position() -> Position { positions.position(at: current.offset) }

    func malformed(_ says: String, _ advice: String) -> Malformed {
        Malformed(offset: current.offset, says: says, advice: advice)
    }

    private var found: String {
        switch current.kind {
        case .name(let name): "'\(name)'"
        case .string(let text): "The text '\(text.prefix(40))'"
        case .int(let number): "'\(number)'"
        case .double(let number): "'\(number)'"
        case .comparator: "An operator"
        case .sign(let sign): "'\(Character(Unicode.Scalar(sign)))'"
        case .dots: "'..'"
        case .end: "The end of the tag"
        }
    }

    // MARK: Expressions

    mutating func expression() throws(Malformed) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= maximumDepth else {
            throw Malformed(
                offset: current.offset, kind: .limit, says: "Brackets nest more than \(maximumDepth) deep.",
                advice: "Assign the inner parts to variables first.")
        }
        switch current.kind {
        case .string(let text): return literal(.string(text))
        case .int(let number): return literal(.int(number))
        case .double(let number): return literal(.double(number))
        case .sign(UInt8(ascii: "(")): return try range()
        case .name(let name):
            if let value = Self.words[name], !opensSteps(following.kind) { return literal(value) }
            return try variable()
        case .sign(UInt8(ascii: "[")): return try variable()
        default: throw malformed("\(found) is not a value.", "Write a variable, a number or a text in quotes.")
        }
    }

    private static let words: [String: LiquidValue] = [
        "nil": .null, "null": .null, "true": .bool(true), "false": .bool(false), "empty": .empty, "blank": .blank,
    ]

    private func opensSteps(_ kind: Token.Kind) -> Bool { kind == .sign(Ascii.dot) || kind == .sign(UInt8(ascii: "[")) }

    private mutating func literal(_ value: LiquidValue) -> Expression {
        advance()
        return .literal(value)
    }

    private mutating func range() throws(Malformed) -> Expression {
        advance()
        let start = try expression()
        guard current.kind == .dots else {
            throw malformed("\(found) stands where '..' is needed.", "Write a range as (1..5).")
        }
        advance()
        let end = try expression()
        try expect(")", in: "the range")
        return .range(start, end)
    }

    private mutating func variable() throws(Malformed) -> Expression {
        let position = position()
        let root: Variable.Root
        if accept("[") {
            root = .index(try expression())
            try expect("]", in: "the variable")
        } else {
            root = .name(try name(for: "a variable"))
        }
        var steps: [Variable.Step] = []
        while true {
            if accept(".") {
                steps.append(.name(try name(for: "a property")))
            } else if accept("[") {
                steps.append(.index(try expression()))
                try expect("]", in: "the variable")
            } else {
                break
            }
        }
        if case .index(.literal(.string(let name))) = root {
            return .variable(Variable(root: .name(name), steps: steps, position: position))
        }
        return .variable(Variable(root: root, steps: steps, position: position))
    }

    // MARK: Filters

    /// An expression with its filters, up to the end of the tokens.
    mutating func filtered() throws(Malformed) -> Filtered {
        let position = position()
        let expression = isAtEnd ? Expression.literal(.null) : try expression()
        var filters: [FilterCall] = []
        while accept("|") {
            guard filters.count < Self.maximumFilters else {
                throw Malformed(
                    offset: current.offset, kind: .limit, says: "More than \(Self.maximumFilters) filters in a row.",
                    advice: "Assign the result so far to a variable.")
            }
            filters.append(try filterCall())
        }
        try expectEnd()
        return Filtered(expression: expression, filters: filters, position: position)
    }

    private mutating func filterCall() throws(Malformed) -> FilterCall {
        let start = current
        let position = position()
        let name = try name(for: "a filter")
        guard let filter = customFilters[name].map(Filter.init(custom:)) ?? Filter.builtIn[name] else {
            throw Malformed(
                offset: start.offset, kind: .unknownName, says: "There is no filter '\(name)'.",
                advice: Spelling.advice(for: name, among: Array(Filter.builtIn.keys) + Array(customFilters.keys)))
        }
        var arguments: [Expression] = []
        var named: [(name: String, value: Expression)] = []
        if accept(":") {
            repeat {
                if case .name(let key) = current.kind, following.kind == .sign(UInt8(ascii: ":")) {
                    guard filter.named.contains(key) else {
                        throw malformed("'\(name)' takes no argument called '\(key)'.", "Remove it.")
                    }
                    advance()
                    advance()
                    named.append((key, try expression()))
                } else if !(isAtEnd && !arguments.isEmpty) {
                    arguments.append(try expression())
                }
            } while accept(",")
        }
        guard filter.arguments.contains(arguments.count) else {
            throw wrongCount(name, filter.arguments, got: arguments.count, at: start.offset)
        }
        return FilterCall(filter: filter, arguments: arguments, named: named, position: position)
    }

    private func wrongCount(_ name: String, _ allowed: ClosedRange<Int>, got: Int, at offset: Int) -> Malformed {
        let (least, most) = (allowed.lowerBound, allowed.upperBound)
        let takes = most == 0 ? "none" : least == most ? "\(least)" : "\(least) to \(most)"
        return Malformed(
            offset: offset, kind: .argument,
            says: "The filter '\(name)' got \(got) argument\(got == 1 ? "" : "s"), and takes \(takes).",
            advice: got > most
                ? "Remove what is too much." : "Write '\(name): …' with \(least) value\(least == 1 ? "" : "s").")
    }

    // MARK: Conditions

    /// A condition, up to the end of the tokens.
    mutating func condition() throws(Malformed) -> Condition {
        var condition = Condition(comparisons: [try comparison()], joints: [])
        while !isAtEnd {
            if accept(word: "and") {
                condition.joints.append(.and)
            } else if accept(word: "or") {
                condition.joints.append(.or)
            } else {
                throw malformed(
                    "\(found) is not an operator.", "Compare with ==, !=, <, >, <=, >= or contains, and join with 'and' or 'or'.")
            }
            condition.comparisons.append(try comparison())
        }
        return condition
    }

    private mutating func comparison() throws(Malformed) -> Condition.Comparison {
        let position = position()
        let left = try expression()
        guard case .comparator(let comparator) = current.kind else {
            return Condition.Comparison(left: left, test: nil, position: position)
        }
        advance()
        return Condition.Comparison(left: left, test: (comparator, try expression()), position: position)
    }

    /// The positions counter, to go on with after this tag.
    consuming func finish() -> Positions { positions }
}

/// Turns byte offsets into lines and columns; cheap for offsets in rising order.
struct Positions {
    let bytes: [UInt8]
    private var offset = 0
    private var line: UInt32 = 1
    private var column: UInt32 = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func position(at target: Int) -> Position {
        if target < offset {
            var fresh = Positions(bytes: bytes)
            return fresh.position(at: target)
        }
        let end = min(target, bytes.count)
        while offset < end {
            let byte = bytes[offset]
            if byte == Ascii.newline {
                line &+= 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column &+= 1
            }
            offset += 1
        }
        return Position(line: line, column: column)
    }
}
