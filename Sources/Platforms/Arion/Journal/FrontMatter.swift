import Kernel

/// The block of `key: value` lines between two `---` before a Markdown text.
///
/// A small part of YAML, read strictly: plain, 'single' and "double" quoted strings, and `[a, b]` lists on one line.
struct FrontMatter: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case text(String)
        case list([String])
    }

    struct Entry: Sendable, Equatable {
        let key: String
        let value: Value
        let line: Int
    }

    let entries: [Entry]
    /// What follows the block.
    let body: String

    /// - Throws: `FrontMatterError` naming the line.
    init(parsing source: String) throws(FrontMatterError) {
        let source = source.hasPrefix("\u{FEFF}") ? String(source.dropFirst()) : source
        let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, first.trimmed == "---" else { throw FrontMatterError(1, "The file must begin with a line “---”, then lines such as “title: My article”.") }
        guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" }) else { throw FrontMatterError(1, "The block that “---” opens here is never closed; put “---” on a line of its own after it.") }
        var entries: [Entry] = []
        for index in 1..<end {
            let text = lines[index].trimmed
            if text.isEmpty || text.hasPrefix("#") { continue }
            let entry = try Self.entry(text, isIndented: lines[index].first?.isWhitespace == true, line: index + 1)
            if let earlier = entries.first(where: { $0.key == entry.key }) { throw FrontMatterError(index + 1, "“\(entry.key)” stands already in line \(earlier.line).") }
            entries.append(entry)
        }
        self.entries = entries
        body = lines[(end + 1)...].joined(separator: "\n").trimmed + "\n"
    }

    subscript(_ key: String) -> Entry? { entries.first { $0.key == key } }

    private static func entry(_ text: String, isIndented: Bool, line: Int) throws(FrontMatterError) -> Entry {
        guard !isIndented else { throw FrontMatterError(line, "This line is indented; every line is “key: value” from the first column, lists are “[a, b]”.") }
        guard let colon = text.firstIndex(of: ":") else { throw FrontMatterError(line, "There is no colon; write “key: value”.") }
        let key = text[..<colon].trimmed
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x5F }) else {
            throw FrontMatterError(line, "“\(key.prefix(40))” is not a key; keys are small letters and “_”.")
        }
        let rest = text[text.index(after: colon)...]
        guard rest.isEmpty || rest.first?.isWhitespace == true else { throw FrontMatterError(line, "Put a space after the colon.") }
        var scanner = Scanner(rest.trimmed, line: line)
        return Entry(key: key, value: try scanner.value(), line: line)
    }
}

/// What is wrong with a front matter, and in which line, counted from 1.
struct FrontMatterError: Error, Equatable {
    let line: Int
    let message: String

    init(_ line: Int, _ message: String) {
        self.line = line
        self.message = message
    }
}

extension FrontMatterError: Explained {
    var explanation: Explanation {
        Explanation(.invalid, says: "Line \(line): \(message)", advice: "Correct the line and publish the file again.", problems: [FieldProblem("markdown", "Line \(line): \(message)")])
    }
}

/// Reads the value of one line.
private struct Scanner {
    private var rest: Substring
    private let line: Int

    init(_ text: String, line: Int) {
        rest = text[...]
        self.line = line
    }

    mutating func value() throws(FrontMatterError) -> FrontMatter.Value {
        let value: FrontMatter.Value = rest.first == "[" ? .list(try list()) : .text(try scalar(until: []))
        skipBlanks()
        guard rest.isEmpty || rest.hasPrefix("#") else { throw FrontMatterError(line, "“\(rest.prefix(40))” stands after the end of the value.") }
        return value
    }

    private mutating func list() throws(FrontMatterError) -> [String] {
        rest.removeFirst()
        var items: [String] = []
        skipBlanks()
        if rest.first == "]" {
            rest.removeFirst()
            return []
        }
        while true {
            skipBlanks()
            let item = try scalar(until: [",", "]"])
            guard !item.isEmpty else { throw FrontMatterError(line, "The list has an empty entry.") }
            items.append(item)
            skipBlanks()
            guard let separator = rest.popFirst() else { throw FrontMatterError(line, "The list has no “]” at its end.") }
            if separator == "]" { return items }
            guard separator == "," else { throw FrontMatterError(line, "Expected “,” or “]” in the list, but found “\(separator)”.") }
        }
    }

    private mutating func scalar(until stops: Set<Character>) throws(FrontMatterError) -> String {
        if rest.first == "\"" { return try doubleQuoted() }
        if rest.first == "'" { return try singleQuoted() }
        if let first = rest.first, "{|>&*!%@`".contains(first) { throw FrontMatterError(line, "A value cannot begin with “\(first)”; put it into quotes.") }
        var text = ""
        var before: Character = " "
        while let next = rest.first, !stops.contains(next) {
            if next == "#", before.isWhitespace { break }
            text.append(next)
            before = next
            rest.removeFirst()
        }
        return text.trimmed
    }

    private mutating func singleQuoted() throws(FrontMatterError) -> String {
        rest.removeFirst()
        var text = ""
        while let next = rest.popFirst() {
            guard next == "'" else {
                text.append(next)
                continue
            }
            guard rest.first == "'" else { return text }
            rest.removeFirst()
            text.append("'")
        }
        throw FrontMatterError(line, "The quoted text has no ' at its end.")
    }

    private mutating func doubleQuoted() throws(FrontMatterError) -> String {
        rest.removeFirst()
        var text = ""
        while let next = rest.popFirst() {
            if next == "\"" { return text }
            guard next == "\\" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "\"": text.append("\"")
            case "\\": text.append("\\")
            case "/": text.append("/")
            case "n": text.append("\n")
            case "t": text.append("\t")
            case let other: throw FrontMatterError(line, "“\\\(other.map(String.init) ?? "")” means nothing in a quoted text; write “\\\\” for a backslash.")
            }
        }
        throw FrontMatterError(line, "The quoted text has no \" at its end.")
    }

    private mutating func skipBlanks() { rest = rest.drop { $0.isWhitespace } }
}
