/// A type that conforms to a protocol of the house, as its file writes it.
struct Declaration {
    let name: String
    let path: String
    let line: Int
    /// The body's code, between its braces.
    let body: Range<Int>
}

extension SwiftSource {
    /// Types and extensions that say they conform to `protocolName`.
    func conforming(to protocolName: String) -> [Declaration] {
        return words.enumerated().compactMap { index, word in
            guard index > 0, ["struct", "enum", "class", "actor", "extension"].contains(words[index - 1].text) else { return nil }
            guard let brace = code[word.end...].firstIndex(of: UInt8(ascii: "{")) else { return nil }
            let start = afterGenerics(word.end)
            let end = words[index...].first { $0.text == "where" && (start..<brace).contains($0.offset) }?.offset ?? brace
            let head = code[start..<end]
            guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let conformances = String(decoding: code[colon + 1..<end], as: UTF8.self)
            guard conformances.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }).contains(Substring(protocolName)) else { return nil }
            return Declaration(name: word.text, path: path, line: line(of: word.offset), body: brace + 1..<closing(brace))
        }
    }

    /// Behind `<O: ObjectType>`, where the name is followed by it.
    private func afterGenerics(_ start: Int) -> Int {
        guard start < code.count, code[start] == UInt8(ascii: "<") else { return start }
        var depth = 0
        for index in start..<code.count {
            if code[index] == UInt8(ascii: "<") { depth += 1 }
            if code[index] == UInt8(ascii: ">") { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return start
    }

    /// The text of `static let name = "…"`, with or without a type and with any access.
    func string(of constant: String, in declaration: Declaration) -> String? {
        let words = words.filter { declaration.body.contains($0.offset) }
        for (index, word) in words.enumerated() where word.text == constant && index > 1 && words[index - 2].text == "static" && ["let", "var"].contains(words[index - 1].text) {
            let line = code[word.end...].prefix { $0 != UInt8(ascii: "\n") }
            guard let quote = line.firstIndex(of: UInt8(ascii: "\"")) else { continue }
            return literals.first { $0.offset == quote }?.text
        }
        return nil
    }

    /// Names of `static let x = Field…` directly in a body.
    func fields(of declaration: Declaration) -> [String] {
        let words = words.filter { declaration.body.contains($0.offset) }
        return words.enumerated().compactMap { index, word in
            guard index > 1, words[index - 1].text == "let", words[index - 2].text == "static" else { return nil }
            let line = String(decoding: code[word.end...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            return line.starts(with: /\s*(?::\s*Field<[^=]*)?=\s*Field<|\s*:\s*Field</) ? word.text : nil
        }
    }

    /// The names in `static var fields: … { […] }`; `nil` when there is no such list.
    func fieldList(of declaration: Declaration) -> [String]? {
        let words = words.filter { declaration.body.contains($0.offset) }
        guard let index = words.indices.first(where: { $0 > 1 && words[$0].text == "fields" && words[$0 - 2].text == "static" }) else { return nil }
        guard let start = code[words[index].end...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "=") }) else { return nil }
        guard let open = code[start...].firstIndex(of: UInt8(ascii: "[")) else { return nil }
        let list = open..<closing(open)
        return words.filter { list.contains($0.offset) }.map(\.text)
    }
}
