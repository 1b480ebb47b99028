extension Parser {
    /// The node for a tag, or nil for one that leaves nothing, such as a comment.
    mutating func node(_ tag: Tag, _ segments: inout Segments) throws(Malformed) -> Node? {
        switch tag.name {
        case "if": return try choose(tag, &segments, negated: false)
        case "unless": return try choose(tag, &segments, negated: true)
        case "for": return .loop(try loop(tag, &segments))
        case "tablerow": return .table(try loop(tag, &segments))
        case "assign": return try assign(tag)
        case "capture": return try capture(tag, &segments)
        case "case": return .match(try match(tag, &segments))
        case "echo": return .output(try parse(tag.markup) { (parser) throws(Malformed) in try parser.filtered() })
        case "cycle": return .cycle(try cycle(tag))
        case "increment": return .increment(try counter(tag), positions.position(at: tag.offset))
        case "decrement": return .decrement(try counter(tag), positions.position(at: tag.offset))
        case "include", "render": return try inclusion(tag)
        case "ifchanged":
            return .ifChanged(
                try nested(tag) { (parser) throws(Malformed) in try parser.body(&segments, until: ["endifchanged"]).body })
        case "break": return .interrupt(.break, positions.position(at: tag.offset))
        case "continue": return .interrupt(.continue, positions.position(at: tag.offset))
        case "liquid": return try lines(tag)
        case "raw": return try verbatim(tag, &segments).map(Node.text)
        case "doc":
            _ = try verbatim(tag, &segments)
            return nil
        case "comment":
            guard try segments.skipComment() else { throw unclosed(tag) }
            return nil
        case "#":
            try inlineComment(tag)
            return nil
        default: throw unknown(tag)
        }
    }

    // MARK: Conditions

    private mutating func choose(
        _ tag: Tag, _ segments: inout Segments, negated: Bool
    ) throws(Malformed) -> Node {
        let position = positions.position(at: tag.offset)
        let end = Parser.endTag(tag.name)
        var branches: [Branch] = []
        var condition: Condition? = try parse(tag.markup) { (parser) throws(Malformed) in try parser.condition() }
        while true {
            let (body, next) = try nested(tag) { (parser) throws(Malformed) in
                try parser.body(&segments, until: ["elsif", "else", end])
            }
            branches.append(Branch(condition: condition, negated: negated && branches.isEmpty, body: body))
            guard let next, next.name != end else { break }
            condition = next.name == "else"
                ? nil : try parse(next.markup) { (parser) throws(Malformed) in try parser.condition() }
        }
        if branches.allSatisfy(\.body.isBlank) {
            for index in branches.indices { branches[index].body.removeText() }
        }
        return .choose(branches, position)
    }

    private mutating func match(_ tag: Tag, _ segments: inout Segments) throws(Malformed) -> Match {
        let position = positions.position(at: tag.offset)
        let subject = try parse(tag.markup) { (parser) throws(Malformed) in
            let subject = try parser.expression()
            try parser.expectEnd()
            return subject
        }
        var match = Match(subject: subject, arms: [], position: position)
        let ends = ["when", "else", "endcase"]
        var next = try nested(tag) { (parser) throws(Malformed) in try parser.body(&segments, until: ends).end }
        while let arm = next, arm.name != "endcase" {
            let values = arm.name == "else" ? nil : try whenValues(arm)
            let read = try nested(tag) { (parser) throws(Malformed) in try parser.body(&segments, until: ends) }
            match.arms.append(Match.Arm(values: values, body: read.body))
            next = read.end
        }
        if match.arms.allSatisfy(\.body.isBlank) {
            for index in match.arms.indices { match.arms[index].body.removeText() }
        }
        return match
    }

    private mutating func whenValues(_ tag: Tag) throws(Malformed) -> [Expression] {
        let lenient = lenientWhen
        return try parse(tag.markup) { (parser) throws(Malformed) in
            var values = [try parser.expression()]
            while !parser.isAtEnd {
                guard parser.accept(word: "or") || parser.accept(",") else {
                    if lenient { break }
                    try parser.expectEnd()
                    break
                }
                values.append(try parser.expression())
            }
            return values
        }
    }

    // MARK: Loops

    private mutating func loop(_ tag: Tag, _ segments: inout Segments) throws(Malformed) -> Loop {
        let position = positions.position(at: tag.offset)
        let end = Parser.endTag(tag.name)
        var loop = try parse(tag.markup) { (parser) throws(Malformed) in try parser.loopHead(position, table: tag.name == "tablerow") }
        let (body, next) = try nested(tag) { (parser) throws(Malformed) in
            try parser.body(&segments, until: tag.name == "for" ? ["else", end] : [end])
        }
        loop.body = body
        var closing = next
        while closing?.name == "else" {
            let read = try nested(tag) { (parser) throws(Malformed) in try parser.body(&segments, until: ["else", end]) }
            if loop.otherwise == nil { loop.otherwise = read.body }
            closing = read.end
        }
        if tag.name == "for", loop.body.isBlank, loop.otherwise?.isBlank ?? true {
            loop.body.removeText()
            loop.otherwise?.removeText()
        }
        return loop
    }

    private mutating func cycle(_ tag: Tag) throws(Malformed) -> Cycle {
        let position = positions.position(at: tag.offset)
        return try parse(tag.markup) { (parser) throws(Malformed) in
            var values: [Expression] = []
            var name: Expression?
            let first = try parser.expression()
            if parser.accept(":") { name = first } else { values.append(first) }
            if name != nil { values.append(try parser.expression()) }
            while parser.accept(",") {
                if parser.isAtEnd { break }
                values.append(try parser.expression())
            }
            try parser.expectEnd()
            let written = values.map(\.written).joined(separator: ",")
            return Cycle(name: name, written: written, values: values, position: position)
        }
    }

    // MARK: Variables

    private mutating func assign(_ tag: Tag) throws(Malformed) -> Node {
        let (name, rest) = try target(tag)
        guard let name, rest.lowerBound < rest.upperBound, bytes[rest.lowerBound] == Ascii.equal else {
            throw Malformed(
                offset: tag.offset, says: "This 'assign' has no name and value.",
                advice: "Write {% assign name = value %}.")
        }
        let value = try parse((rest.lowerBound + 1)..<rest.upperBound) { (parser) throws(Malformed) in
            guard !parser.isAtEnd else {
                throw parser.malformed("This 'assign' has no value.", "Write {% assign name = value %}.")
            }
            return try parser.filtered()
        }
        return .assign(name, value)
    }

    private mutating func capture(_ tag: Tag, _ segments: inout Segments) throws(Malformed) -> Node {
        let (name, rest) = try target(tag)
        guard let name, rest.isEmpty else {
            throw Malformed(
                offset: tag.offset, says: "This 'capture' needs one name.", advice: "Write {% capture name %}.")
        }
        let body = try nested(tag) { (parser) throws(Malformed) in try parser.body(&segments, until: ["endcapture"]).body }
        return .capture(name, body)
    }

    private mutating func counter(_ tag: Tag) throws(Malformed) -> String {
        let (name, rest) = try target(tag)
        guard let name, rest.isEmpty else {
            throw Malformed(
                offset: tag.offset, says: "This '\(tag.name)' needs one name.", advice: "Write {% \(tag.name) name %}.")
        }
        return name
    }

    /// The name that a tag binds, bare or quoted, and what follows it without white space around.
    private func target(_ tag: Tag) throws(Malformed) -> (name: String?, rest: Range<Int>) {
        var lower = tag.markup.lowerBound
        var upper = tag.markup.upperBound
        while lower < upper, Ascii.isSpace(bytes[lower]) { lower += 1 }
        while lower < upper, Ascii.isSpace(bytes[upper - 1]) { upper -= 1 }
        let quote = lower < upper && (bytes[lower] == Ascii.quote || bytes[lower] == Ascii.apostrophe) ? bytes[lower] : nil
        if quote != nil { lower += 1 }
        let start = lower
        guard lower < upper, Ascii.isWord(bytes[lower]) else { return (nil, lower..<upper) }
        while lower < upper, Ascii.isWord(bytes[lower]) || bytes[lower] == Ascii.minus { lower += 1 }
        if lower < upper, bytes[lower] == Ascii.question { lower += 1 }
        let name = String(decoding: bytes[start..<lower], as: UTF8.self)
        if let quote {
            guard lower < upper, bytes[lower] == quote else { return (nil, lower..<upper) }
            lower += 1
        }
        while lower < upper, Ascii.isSpace(bytes[lower]) { lower += 1 }
        return (name, lower..<upper)
    }

    // MARK: Partials

    private mutating func inclusion(_ tag: Tag) throws(Malformed) -> Node {
        let position = positions.position(at: tag.offset)
        let isRender = tag.name == "render"
        let inclusion = try parse(tag.markup) { (parser) throws(Malformed) in
            if isRender {
                guard case .string = parser.current.kind else {
                    throw parser.malformed("'render' needs a fixed name.", "Write {% render 'name' %}, with quotes.")
                }
            }
            return try parser.inclusion(position)
        }
        return isRender ? .render(inclusion) : .include(inclusion)
    }

    // MARK: Text

    private mutating func lines(_ tag: Tag) throws(Malformed) -> Node {
        let body = try nested(tag) { (parser) throws(Malformed) in
            var lines = Segments(bytes: parser.bytes, range: tag.markup, manner: .lines)
            return try parser.body(&lines, until: []).body
        }
        return .group(body)
    }

    private func verbatim(_ tag: Tag, _ segments: inout Segments) throws(Malformed) -> String? {
        guard segments.manner == .markup else {
            throw Malformed(
                offset: tag.offset, says: "'\(tag.name)' cannot stand inside of 'liquid'.",
                advice: "Move it out into a tag of its own.")
        }
        guard let text = segments.skipVerbatim(to: Parser.endTag(tag.name)) else { throw unclosed(tag) }
        return text.isEmpty ? nil : text
    }

    private func inlineComment(_ tag: Tag) throws(Malformed) {
        var atLineStart = false
        for index in tag.markup {
            if bytes[index] == Ascii.newline {
                atLineStart = true
            } else if atLineStart, !Ascii.isSpace(bytes[index]) {
                guard bytes[index] == Ascii.hash else {
                    throw Malformed(
                        offset: index, says: "This line of the comment does not begin with '#'.",
                        advice: "Begin each line with '#', or use {% comment %}.")
                }
                atLineStart = false
            }
        }
    }

    private func unclosed(_ tag: Tag) -> Malformed {
        Malformed(
            offset: tag.offset, says: "This '\(tag.name)' is never closed.",
            advice: "Close it with {% \(Parser.endTag(tag.name)) %}.")
    }
}

extension ExpressionParser {
    fileprivate mutating func loopHead(_ position: Position, table: Bool) throws(Malformed) -> Loop {
        let variable = try name(for: "the loop's variable")
        guard accept(word: "in") else {
            throw malformed("This loop has no 'in'.", "Write {% for item in items %}.")
        }
        let collection = try expression()
        var loop = Loop(
            variable: variable, collection: collection, name: "\(variable)-\(collection.written)", position: position)
        while !isAtEnd {
            if accept(",") { continue }
            if accept(word: "reversed") {
                loop.reversed = true
                continue
            }
            let attribute = try name(for: "a loop attribute: reversed, limit, offset\(table ? " or cols" : "")")
            try expect(":", in: "the attribute '\(attribute)'")
            switch attribute {
            case "limit": loop.limit = try expression()
            case "offset" where !table && current.kind == .name("continue"):
                advance()
                loop.offset = .resume
            case "offset": loop.offset = .at(try expression())
            case "cols" where table: loop.columns = try expression()
            default:
                throw malformed(
                    "A loop has no attribute '\(attribute)'.", "Use limit, offset\(table ? " or cols" : "").")
            }
        }
        return loop
    }

    fileprivate mutating func inclusion(_ position: Position) throws(Malformed) -> Inclusion {
        let name = try expression()
        var binding: Inclusion.Binding?
        var alias: String?
        var arguments: [(name: String, value: Expression)] = []
        if following.kind != .sign(UInt8(ascii: ":")) {
            if accept(word: "with") {
                binding = .with(try expression())
            } else if accept(word: "for") {
                binding = .each(try expression())
            }
            if accept(word: "as") { alias = try self.name(for: "the variable in the partial") }
        }
        while !isAtEnd {
            if accept(",") { continue }
            let argument = try self.name(for: "an argument")
            try expect(":", in: "the argument '\(argument)'")
            arguments.append((argument, try expression()))
        }
        return Inclusion(name: name, binding: binding, alias: alias, arguments: arguments, position: position)
    }
}
