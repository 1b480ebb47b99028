/// Builds the node tree of a template: one pass, recursion bounded by `Limits.blockDepth`.
struct Parser {
    let bytes: [UInt8]
    let limits: Limits
    let customFilters: [String: LiquidFilter]
    let lenientWhen: Bool
    var positions: Positions
    private var openBlocks: [(name: String, offset: Int)] = []

    init(source: String, limits: Limits, customFilters: [String: LiquidFilter], lenientWhen: Bool) throws(LiquidError) {
        guard source.utf8.count <= limits.templateBytes else {
            throw LiquidError(
                .limit, says: "The template has \(source.utf8.count) bytes, and \(limits.templateBytes) are allowed.",
                advice: "Move parts of it into partials.", at: Position(line: 1, column: 1))
        }
        bytes = Array(source.utf8)
        self.limits = limits
        self.customFilters = customFilters
        self.lenientWhen = lenientWhen
        positions = Positions(bytes: bytes)
    }

    mutating func parseTemplate() throws(LiquidError) -> Body {
        do throws(Malformed) {
            var segments = Segments(bytes: bytes, range: 0..<bytes.count, manner: .markup)
            return try body(&segments, until: []).body
        } catch {
            var positions = Positions(bytes: bytes)
            throw LiquidError(
                error.kind, says: error.says, advice: error.advice, at: positions.position(at: error.offset))
        }
    }

    /// A tag that has been read but not yet understood.
    struct Tag {
        let name: String
        let markup: Range<Int>
        let offset: Int
    }

    /// Nodes up to a tag whose name is in `ends`, or up to the end if `ends` is empty.
    mutating func body(_ segments: inout Segments, until ends: [String]) throws(Malformed) -> (body: Body, end: Tag?) {
        var body = Body()
        while let segment = try segments.next() {
            switch segment {
            case .text(let text):
                if text.isEmpty { continue }
                body.nodes.append(.text(text))
                if body.isBlank, !text.utf8.allSatisfy(Ascii.isSpace) { body.isBlank = false }
            case .output(let range):
                body.nodes.append(.output(try parse(range) { (parser) throws(Malformed) in try parser.filtered() }))
                body.isBlank = false
            case .tag(let name, let markup, let offset):
                let tag = Tag(name: name, markup: markup, offset: offset)
                if ends.contains(name) { return (body, tag) }
                guard let node = try node(tag, &segments) else { continue }
                body.nodes.append(node)
                if !node.isBlank { body.isBlank = false }
            }
        }
        guard ends.isEmpty else {
            let open = openBlocks.last ?? (name: "block", offset: segments.cursor)
            throw Malformed(
                offset: open.offset, says: "This '\(open.name)' is never closed.",
                advice: "Close it with {% \(Self.endTag(open.name)) %}.")
        }
        return (body, nil)
    }

    /// Runs `read` on the tokens of `range`.
    mutating func parse<Result>(
        _ range: Range<Int>, _ read: (inout ExpressionParser) throws(Malformed) -> Result
    ) throws(Malformed) -> Result {
        var parser = ExpressionParser(
            tokens: try Lexer.tokens(bytes, range), positions: positions,
            maximumDepth: min(limits.blockDepth, 30), customFilters: customFilters)
        let result = try read(&parser)
        positions = parser.finish()
        return result
    }

    /// Runs `read` inside of the block that `tag` opens.
    mutating func nested<Result>(
        _ tag: Tag, _ read: (inout Parser) throws(Malformed) -> Result
    ) throws(Malformed) -> Result {
        guard openBlocks.count < limits.blockDepth else {
            throw Malformed(
                offset: tag.offset, kind: .limit, says: "Blocks nest more than \(limits.blockDepth) deep.",
                advice: "Move inner blocks into a partial.")
        }
        openBlocks.append((tag.name, tag.offset))
        defer { openBlocks.removeLast() }
        return try read(&self)
    }

    static func endTag(_ name: String) -> String { "end" + name }

    func unknown(_ tag: Tag) -> Malformed {
        if tag.name.isEmpty {
            return Malformed(offset: tag.offset, says: "This tag has no name.", advice: "Write a tag such as {% if … %}.")
        }
        if tag.name.hasPrefix("end") || ["else", "elsif", "when"].contains(tag.name) {
            guard let open = openBlocks.last else {
                return Malformed(
                    offset: tag.offset, says: "'\(tag.name)' closes nothing: no block is open here.", advice: "Remove it.")
            }
            if open.name == "liquid" {
                return Malformed(
                    offset: tag.offset, says: "'\(tag.name)' closes nothing that this 'liquid' tag has opened.",
                    advice: "Open and close a block in the same 'liquid' tag.")
            }
            return Malformed(
                offset: tag.offset, says: "'\(tag.name)' does not belong to the open '\(open.name)'.",
                advice: "Close that with {% \(Self.endTag(open.name)) %} first.")
        }
        return Malformed(
            offset: tag.offset, kind: .unknownName, says: "There is no tag '\(tag.name)'.",
            advice: Spelling.advice(for: tag.name, among: Self.tagNames))
    }

    private static let tagNames = [
        "assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "doc", "echo", "for", "if",
        "ifchanged", "include", "increment", "liquid", "raw", "render", "tablerow", "unless",
    ]
}

extension Node {
    /// Whether it can write nothing but white space.
    var isBlank: Bool {
        switch self {
        case .text(let text): text.utf8.allSatisfy(Ascii.isSpace)
        case .assign, .capture: true
        case .choose(let branches, _): branches.allSatisfy(\.body.isBlank)
        case .match(let match): match.arms.allSatisfy(\.body.isBlank)
        case .loop(let loop): loop.body.isBlank && (loop.otherwise?.isBlank ?? true)
        case .group(let body): body.isBlank
        case .output, .table, .cycle, .increment, .decrement, .ifChanged, .include, .render, .interrupt: false
        }
    }
}
