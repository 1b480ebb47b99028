import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
    @Test("Every relative link in the documents leads to a file")
    func links() {
        let documents = (["README.md", "CHANGELOG.md"] + House.files(in: "docs")).filter { $0.hasSuffix(".md") && House.exists(House.root.appendingPathComponent($0)) }
        report(documents.flatMap { Documents.brokenLinks($0, House.text($0)) })
    }
}

enum Documents {
    static func brokenLinks(_ path: String, _ text: String) -> [Breach] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
            line.matches(of: /\]\(([^)\s#]+)(?:#[^)]*)?\)/).compactMap { match -> Breach? in
                let target = String(match.1)
                guard !target.contains("://"), !target.hasPrefix("mailto:"), !target.hasPrefix("/") else { return nil }
                let file = House.root.appendingPathComponent(path).deletingLastPathComponent().appendingPathComponent(target).standardized
                return House.exists(file) ? nil : Breach(path, line: index + 1, "the link to \(target) leads nowhere.")
            }
        }
    }
}
