import Foundation

/// docs/capabilities.json: what the suite can do, each with the tests that show it.
struct Capabilities: Decodable {
    struct Entry: Decodable {
        let status: String
        let tests: [String]?
        let lacks: String?
    }

    let entries: [String: Entry]

    init(from decoder: any Decoder) throws { entries = try decoder.singleValueContainer().decode([String: Entry].self) }

    static let path = "docs/capabilities.json"

    static func load() throws -> Capabilities { try JSONDecoder().decode(Capabilities.self, from: Data(House.text(path).utf8)) }

    /// The ids of the capability tables, `| SP1 | …`.
    static func ids(inSpecification text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in line.prefixMatch(of: /\|\s*([A-Z]{2}[0-9]+)\s*\|/).map { String($0.1) } }
    }

    /// Entries that promise without showing, or show what is not there.
    func breaches(knownTests: Set<String>) -> [Breach] {
        entries.sorted { $0.key < $1.key }.flatMap { id, entry -> [Breach] in
            func breach(_ says: String) -> Breach { Breach(Self.path, "\(id): \(says)") }
            let tests = entry.tests ?? []
            var breaches = tests.filter { !knownTests.contains($0) }.map { breach("the test “\($0)” does not exist; a capability without its test is a claim.") }
            switch entry.status {
            case "done" where tests.isEmpty: breaches.append(breach("“done” needs the name of at least one test that shows it."))
            case "partial" where (entry.lacks ?? "").isEmpty: breaches.append(breach("“partial” says in “lacks” what is missing."))
            case "done" where entry.lacks?.isEmpty == false: breaches.append(breach("what lacks something is “partial”, not “done”."))
            case "done", "partial", "open": break
            default: breaches.append(breach("the status “\(entry.status)” is none of done, partial, open."))
            }
            return breaches
        }
    }

    /// What can be named: the sentence of a test, the name of its function, a file below Browser/ or a story in it.
    static func knownTests(in sources: [SwiftSource], browser: [(path: String, text: String)]) -> Set<String> {
        var known: Set<String> = []
        for source in sources {
            let words = source.words
            for (index, word) in words.enumerated() {
                if word.text == "Test", word.offset > 0, source.code[word.offset - 1] == UInt8(ascii: "@"), word.end < source.code.count, source.code[word.end] == UInt8(ascii: "("),
                   let sentence = source.literal(at: word.end + 1) { known.insert(sentence.text) }
                if word.text == "func", index + 1 < words.count { known.insert(words[index + 1].text) }
            }
        }
        for (path, text) in browser {
            known.insert(path)
            known.insert(String(path.split(separator: "/").last ?? ""))
            known.formUnion(text.matches(of: /def (story_\w+)/).map { String($0.1) })
        }
        return known
    }
}
