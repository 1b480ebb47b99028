/// A Swift file as the house looks at it: its code without the words of comments and string literals.
struct SwiftSource: Sendable {
    /// Relative to the root of the house.
    let path: String
    let text: [UInt8]
    /// As long as `text`: what stands in comments and literals is blank, line breaks and quotes are kept,
    /// and so is the code of interpolations.
    let code: [UInt8]
    let literals: [Literal]
    /// Lines, from 1, that hold nothing but a comment, with its words.
    let commentLines: [Int: String]
    /// Names and keywords, in order.
    let words: [Word]
    private let lineStarts: [Int]

    struct Literal: Sendable {
        /// Of the first quote.
        let offset: Int
        /// As written, interpolations included.
        let text: String
    }

    struct Word: Sendable {
        let text: String
        let offset: Int
        var end: Int { offset + text.utf8.count }
    }

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = Array(text.utf8)
        var lexer = Lexer(self.text)
        lexer.run()
        code = lexer.code
        words = Self.words(of: lexer.code)
        literals = lexer.literals.sorted { $0.offset < $1.offset }
        let newline = UInt8(ascii: "\n")
        let starts = [0] + self.text.indices.filter { [text = self.text] in text[$0] == newline }.map { $0 + 1 }
        lineStarts = starts
        var commentLines: [Int: String] = [:]
        for comment in lexer.comments {
            let line = starts.partitioningIndex { $0 > comment.lowerBound }
            guard lexer.code[starts[line - 1]..<comment.lowerBound].allSatisfy(\.isSpace) else { continue }
            commentLines[line] = String(decoding: self.text[comment], as: UTF8.self)
        }
        self.commentLines = commentLines
    }

    private static func words(of code: [UInt8]) -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < code.count {
            let start = index
            while index < code.count, code[index].isName { index += 1 }
            if index > start { words.append(Word(text: String(decoding: code[start..<index], as: UTF8.self), offset: start)) } else { index += 1 }
        }
        return words
    }

    /// The line of an offset, from 1.
    func line(of offset: Int) -> Int { lineStarts.partitioningIndex { $0 > offset } }

    var lineCount: Int { text.last == UInt8(ascii: "\n") ? lineStarts.count - 1 : lineStarts.count }

    /// The code of every line, in order.
    var codeLines: [String] {
        code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The literal whose first quote stands at `offset`, spaces skipped.
    func literal(at offset: Int) -> Literal? {
        let start = next(from: offset)
        return literals.first { $0.offset == start }
    }

    /// The first offset from `offset` on that is not blank.
    func next(from offset: Int) -> Int {
        var index = offset
        while index < code.count, code[index].isSpace { index += 1 }
        return index
    }

    /// The last byte of code before `offset` that is not blank.
    func previous(before offset: Int) -> UInt8? {
        code[..<offset].last { !$0.isSpace }
    }

    /// Where the bracket that opens at `offset` is closed.
    func closing(_ offset: Int) -> Int {
        var depth = 0
        for index in offset..<code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return code.count
    }
}

extension UInt8 {
    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
    var isName: Bool { isLetter || (0x30...0x39).contains(self) }
    private var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F || self >= 0x80 }
}

extension Array {
    /// The first index whose element satisfies `isBehind`, in an array where all that do stand behind all that do not.
    fileprivate func partitioningIndex(_ isBehind: (Element) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Finds comments, literals and interpolations (The Swift Programming Language, “Lexical Structure”).
private struct Lexer {
    let text: [UInt8]
    var code: [UInt8]
    var literals: [SwiftSource.Literal] = []
    var comments: [Range<Int>] = []
    private var index = 0
    private var modes: [Mode] = []

    private enum Mode {
        /// Code of an interpolation, with the parentheses that are open in it.
        case interpolation(open: Int)
        case string(start: Int, hashes: Int, isMultiline: Bool)
    }

    init(_ text: [UInt8]) {
        self.text = text
        code = text
    }

    mutating func run() {
        while index < text.count {
            if case .string(let start, let hashes, let isMultiline) = modes.last { string(start, hashes, isMultiline) } else { other() }
        }
    }

    private func has(_ bytes: String, at offset: Int) -> Bool { text[min(offset, text.count)...].starts(with: bytes.utf8) }

    private mutating func blank(upTo end: Int) {
        while index < min(end, text.count) {
            if text[index] != UInt8(ascii: "\n") { code[index] = UInt8(ascii: " ") }
            index += 1
        }
    }

    private mutating func other() {
        if has("//", at: index) { return comment(upTo: text[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count) }
        if has("/*", at: index) { return comment(upTo: endOfBlock()) }
        if text[index] == UInt8(ascii: "#") || text[index] == UInt8(ascii: "\"") {
            let hashes = text[index...].prefix { $0 == UInt8(ascii: "#") }.count
            if has("\"", at: index + hashes) { return open(hashes) }
            if hashes > 0, has("/", at: index + hashes) { return pattern(hashes) }
        }
        if text[index] == UInt8(ascii: "/"), let end = endOfBarePattern() { return bare(upTo: end) }
        if case .interpolation(let open) = modes.last {
            if text[index] == UInt8(ascii: "(") { modes[modes.count - 1] = .interpolation(open: open + 1) }
            if text[index] == UInt8(ascii: ")") {
                if open == 0 { modes.removeLast() } else { modes[modes.count - 1] = .interpolation(open: open - 1) }
            }
        }
        index += 1
    }

    private mutating func comment(upTo end: Int) {
        comments.append(index..<end)
        blank(upTo: end)
    }

    private func endOfBlock() -> Int {
        var depth = 0, at = index
        while at < text.count {
            if has("/*", at: at) { (depth, at) = (depth + 1, at + 2) } else if has("*/", at: at) {
                (depth, at) = (depth - 1, at + 2)
                if depth == 0 { return at }
            } else { at += 1 }
        }
        return text.count
    }

    private mutating func open(_ hashes: Int) {
        let start = index + hashes
        // Three quotes begin a literal of many lines only at the end of their own line.
        let isMultiline = has("\"\"\"", at: start) && text[(start + 3)...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } == UInt8(ascii: "\n")
        modes.append(.string(start: start, hashes: hashes, isMultiline: isMultiline))
        index = start + (isMultiline ? 3 : 1)
    }

    private mutating func string(_ start: Int, _ hashes: Int, _ isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        let quotes = isMultiline ? "\"\"\"" : "\""
        if has("\\" + marks, at: index) {
            blank(upTo: index + 1 + hashes)
            if has("(", at: index) {
                modes.append(.interpolation(open: 0))
                index += 1
            } else { blank(upTo: index + 1) }
        } else if has(quotes + marks, at: index) {
            let first = start + quotes.utf8.count
            literals.append(.init(offset: start, text: String(decoding: text[first..<max(first, index)], as: UTF8.self)))
            modes.removeLast()
            index += quotes.utf8.count + hashes
        } else if text[index] == UInt8(ascii: "\n"), !isMultiline {
            modes.removeLast()  // not Swift; the compiler says so
        } else { blank(upTo: index + 1) }
    }

    /// The closing slash of `/…/`: it begins where an operand is expected and no space follows, and ends on its line.
    private func endOfBarePattern() -> Int? {
        guard index + 1 < text.count, !text[index + 1].isSpace, text[index + 1] != UInt8(ascii: ")") else { return nil }
        let before = code[..<index].reversed().drop(while: \.isSpace)
        if let last = before.first {
            if last.isName {
                let word = String(decoding: before.prefix(while: \.isName).reversed(), as: UTF8.self)
                guard ["return", "case", "in", "if", "where", "else", "try", "await", "switch", "while"].contains(word) else { return nil }
            } else if ")]}\"`/*+-<>.".utf8.contains(last) { return nil }
        }
        var at = index + 1
        while at < text.count, text[at] != UInt8(ascii: "\n") {
            if text[at] == UInt8(ascii: "/") { return at }
            at += text[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private mutating func bare(upTo end: Int) {
        index += 1
        blank(upTo: end)
        index = end + 1
    }

    private mutating func pattern(_ hashes: Int) {
        let end = "/" + String(repeating: "#", count: hashes)
        index += hashes + 1
        while index < text.count, !has(end, at: index) { blank(upTo: index + 1) }
        index = min(text.count, index + end.utf8.count)
    }
}
