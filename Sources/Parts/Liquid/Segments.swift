/// Cuts a template into text, output and tags; also serves the lines of a `{% liquid %}` tag as tags.
struct Segments {
    enum Segment {
        case text(String)
        case output(Range<Int>)
        case tag(name: String, markup: Range<Int>, offset: Int)
    }

    enum Manner { case markup, lines }

    let bytes: [UInt8]
    let manner: Manner
    private(set) var cursor: Int
    let end: Int
    private var trimsNextText = false

    init(bytes: [UInt8], range: Range<Int>, manner: Manner) {
        self.bytes = bytes
        self.manner = manner
        cursor = range.lowerBound
        end = range.upperBound
    }

    /// The next piece, or nil at the end.
    mutating func next() throws(Malformed) -> Segment? {
        switch manner {
        case .markup: try nextInMarkup()
        case .lines: nextLine()
        }
    }

    private mutating func nextInMarkup() throws(Malformed) -> Segment? {
        guard cursor < end else { return nil }
        if let opener = openerKind(at: cursor) {
            return opener == Ascii.percent ? try tag() : try output()
        }
        let start = cursor
        while cursor < end, openerKind(at: cursor) == nil { cursor += 1 }
        var lower = start
        var upper = cursor
        if trimsNextText { while lower < upper, Ascii.isSpace(bytes[lower]) { lower += 1 } }
        if cursor + 2 < end, bytes[cursor + 2] == Ascii.minus {
            while lower < upper, Ascii.isSpace(bytes[upper - 1]) { upper -= 1 }
        }
        trimsNextText = false
        return .text(String(decoding: bytes[lower..<upper], as: UTF8.self))
    }

    private mutating func output() throws(Malformed) -> Segment {
        let start = cursor
        guard let close = find(Ascii.closeBrace, Ascii.closeBrace, from: cursor + 2) else {
            throw Malformed(offset: start, says: "This '{{' has no '}}'.", advice: "Close it with '}}'.")
        }
        return .output(inside(start, close))
    }

    private mutating func tag() throws(Malformed) -> Segment {
        let start = cursor
        guard let close = find(Ascii.percent, Ascii.closeBrace, from: cursor + 2) else {
            throw Malformed(offset: start, says: "This '{%' has no '%}'.", advice: "Close it with '%}'.")
        }
        return named(inside(start, close), offset: start)
    }

    /// The inner range of the construct from `start` to its closing marks at `close`, minding `-`; moves past it.
    private mutating func inside(_ start: Int, _ close: Int) -> Range<Int> {
        var lower = start + 2
        var upper = close
        if lower < upper, bytes[lower] == Ascii.minus { lower += 1 }
        trimsNextText = close > start + 2 && bytes[close - 1] == Ascii.minus
        if trimsNextText, lower < upper { upper -= 1 }
        cursor = close + 2
        return lower..<upper
    }

    private mutating func nextLine() -> Segment? {
        while cursor < end {
            let start = cursor
            while cursor < end, bytes[cursor] != Ascii.newline { cursor += 1 }
            let line = start..<cursor
            if cursor < end { cursor += 1 }
            if line.contains(where: { !Ascii.isSpace(bytes[$0]) }) { return named(line, offset: start) }
        }
        return nil
    }

    private func named(_ range: Range<Int>, offset: Int) -> Segment {
        var lower = range.lowerBound
        while lower < range.upperBound, Ascii.isSpace(bytes[lower]) { lower += 1 }
        let start = lower
        if lower < range.upperBound, bytes[lower] == Ascii.hash {
            return .tag(name: "#", markup: (lower + 1)..<range.upperBound, offset: start)
        }
        while lower < range.upperBound, Ascii.isWord(bytes[lower]) { lower += 1 }
        let name = String(decoding: bytes[start..<lower], as: UTF8.self)
        return .tag(name: name, markup: lower..<range.upperBound, offset: manner == .lines ? start : offset)
    }

    /// Moves past `{% name %}` and returns the text before it as written, or nil if there is none.
    mutating func skipVerbatim(to name: String) -> String? {
        let name = Array(name.utf8)
        let trimsStart = trimsNextText
        let start = cursor
        var search = cursor
        while let open = find(Ascii.openBrace, Ascii.percent, from: search) {
            search = open + 2
            var index = search
            if index < end, bytes[index] == Ascii.minus { index += 1 }
            while index < end, Ascii.isSpace(bytes[index]) { index += 1 }
            guard end - index >= name.count, bytes[index..<(index + name.count)].elementsEqual(name) else { continue }
            index += name.count
            while index < end, Ascii.isSpace(bytes[index]) { index += 1 }
            let trimsNext = index < end && bytes[index] == Ascii.minus
            if trimsNext { index += 1 }
            guard index + 1 < end, bytes[index] == Ascii.percent, bytes[index + 1] == Ascii.closeBrace else { continue }
            var lower = start
            var upper = open
            if trimsStart { while lower < upper, Ascii.isSpace(bytes[lower]) { lower += 1 } }
            if bytes[open + 2] == Ascii.minus { while lower < upper, Ascii.isSpace(bytes[upper - 1]) { upper -= 1 } }
            cursor = index + 2
            trimsNextText = trimsNext
            return String(decoding: bytes[lower..<upper], as: UTF8.self)
        }
        return nil
    }

    /// Moves past the `endcomment` that belongs to a `comment` just read. False if there is none.
    mutating func skipComment() throws(Malformed) -> Bool {
        var depth = 1
        while depth > 0 {
            if manner == .markup {
                guard let open = find(Ascii.openBrace, Ascii.percent, from: cursor) else { return false }
                cursor = open
            }
            guard case .tag(let name, _, _)? = try next() else { return false }
            switch name {
            case "comment": depth += 1
            case "endcomment": depth -= 1
            case "raw" where manner == .markup: if skipVerbatim(to: "endraw") == nil { return false }
            default: break
            }
        }
        return true
    }

    /// `{` or `%` if an output or a tag opens at `index`.
    private func openerKind(at index: Int) -> UInt8? {
        guard bytes[index] == Ascii.openBrace, index + 1 < end else { return nil }
        let next = bytes[index + 1]
        return next == Ascii.openBrace || next == Ascii.percent ? next : nil
    }

    private func find(_ first: UInt8, _ second: UInt8, from start: Int) -> Int? {
        var index = start
        while index + 1 < end {
            if bytes[index] == first, bytes[index + 1] == second { return index }
            index += 1
        }
        return nil
    }
}

/// A syntax error at a byte of the source, before it is known which line that is.
struct Malformed: Error {
    let offset: Int
    let kind: LiquidError.Kind
    let says: String
    let advice: String

    init(offset: Int, kind: LiquidError.Kind = .syntax, says: String, advice: String) {
        self.offset = offset
        self.kind = kind
        self.says = says
        self.advice = advice
    }
}
