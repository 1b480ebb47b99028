/// Which pages have a test that says how many statements they cost.
enum Budgets {
    struct Page: Hashable {
        let path: String
        let file: String
        let line: Int
    }

    /// Pages that have no budget yet. The list only shrinks: a new page comes with its budget, and a page that has got one leaves it.
    static let awaited: Set<String> = [
        "/app", "/app/ecosystem", "/app/palette", "/app/search", "/app/lookup/{object}", "/app/actions/{action}", "/app/{platform}",
        "/app/{platform}/{objects}", "/app/{platform}/{objects}/new", "/app/{platform}/{objects}/{id}", "/app/{platform}/{objects}/{id}/edit",
    ]

    /// Addresses that draw no page: a redirect, and a stream that stays open.
    static let noPages: Set<String> = ["/app/switch/{workspace}", "/app/live"]

    /// The pages under /app and the lists of the API that a route serves.
    static func pages(_ source: SwiftSource) -> [Page] {
        source.words.compactMap { word in
            guard word.text == "Route", word.end < source.code.count, source.code[word.end] == UInt8(ascii: "(") else { return nil }
            let call = word.end..<source.closing(word.end)
            guard source.words.first(where: { $0.offset > word.end })?.text == "get" else { return nil }
            guard let path = path(in: call, source), path.hasPrefix("/app") || path == "/api/v1/{objects}", !noPages.contains(path) else { return nil }
            return Page(path: path, file: source.path, line: source.line(of: word.offset))
        }
    }

    /// The second argument: a literal, the name of a constant, or a literal that begins with one.
    private static func path(in call: Range<Int>, _ source: SwiftSource) -> String? {
        guard let comma = source.code[call].firstIndex(of: UInt8(ascii: ",")) else { return nil }
        if let literal = source.literal(at: comma + 1) {
            guard let match = literal.text.prefixMatch(of: /\\\((\w+)\)/) else { return literal.text }
            return constant(String(match.1), source).map { $0 + literal.text[match.range.upperBound...] }
        }
        return source.words.first { $0.offset == source.next(from: comma + 1) }.flatMap { constant($0.text, source) }
    }

    private static func constant(_ name: String, _ source: SwiftSource) -> String? {
        guard let index = source.words.indices.dropFirst().first(where: { source.words[$0].text == name && source.words[$0 - 1].text == "let" }) else { return nil }
        return source.literals.first { $0.offset > source.words[index].offset }.map { $0.text.replacing(/\\\(PlatformBrand\.(\w+)\.url\)/) { "/app/\($0.1)" } }
    }

    /// Addresses whose answers a test function asks for their number of statements: `let page = await ana.get("/app")`, later
    /// `page.statements`.
    static func measured(_ source: SwiftSource) -> [String] {
        source.words.flatMap { word -> [String] in
            guard word.text == "func", let open = source.code[word.end...].firstIndex(of: UInt8(ascii: "{")) else { return [] }
            let body = open..<source.closing(open)
            let code = String(decoding: source.code[body], as: UTF8.self)
            guard code.contains("statements") else { return [] }
            return source.literals.filter { body.contains($0.offset) && $0.text.hasPrefix("/") }.compactMap { literal in
                let line = String(decoding: source.code[..<literal.offset].reversed().prefix { $0 != UInt8(ascii: "\n") }.reversed(), as: UTF8.self)
                guard let answer = line.firstMatch(of: /(?:let|var)\s+(\w+)\s*=[^=].*\(\s*$/) else { return nil }
                return code.contains("\(answer.1).statements") ? literal.text : nil
            }
        }
    }

    /// The page that answers an address: of those that fit, the one with the fewest `{…}`, as the table of routes decides.
    static func page(of address: String, among pages: [Page]) -> Page? {
        let segments = (address.split(separator: "?").first ?? "").split(separator: "/")
        let fitting = pages.filter { page in
            let pattern = page.path.split(separator: "/")
            return segments.count == pattern.count && zip(pattern, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return fitting.min { left, right in left.path.count { $0 == "{" } < right.path.count { $0 == "{" } }
    }
}
