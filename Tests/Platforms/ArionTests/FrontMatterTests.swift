import FoundationEssentials
import Kernel
import Testing

@testable import Arion

@Suite("Front matter")
struct FrontMatterTests {
    @Test("Plain, quoted and listed values are read, and the text follows")
    func values() throws {
        let matter = try FrontMatter(parsing: """
            ---
            title: "Why: a \\"list\\" was slow"   # the headline
            journal: Signal
            tags: [Observability, 'it''s fine', "a, b"]
            empty:
            ---

            First paragraph.
            """)
        #expect(matter["title"]?.value == .text("Why: a \"list\" was slow"))
        #expect(matter["journal"] == .init(key: "journal", value: .text("Signal"), line: 3))
        #expect(matter["tags"]?.value == .list(["Observability", "it's fine", "a, b"]))
        #expect(matter["empty"]?.value == .text(""))
        #expect(matter.body == "First paragraph.\n")
    }

    @Test("Files from Windows are read like any other")
    func windows() throws {
        let matter = try FrontMatter(parsing: "\u{FEFF}---\r\ntitle: A\r\n---\r\nText\r\n")
        #expect(matter["title"]?.value == .text("A"))
        #expect(matter.body == "Text\n")
    }

    @Test("What is wrong is said with its line", arguments: [
        ("title: A\n", 1, "must begin"),
        ("---\ntitle: A\nText", 1, "never closed"),
        ("---\ntitle: A\njust words\n---\n", 3, "no colon"),
        ("---\ntitle: A\n  tags: b\n---\n", 3, "indented"),
        ("---\ntitle: A\ntags: [a, b\n---\n", 3, "no “]”"),
        ("---\ntags: [a,, b]\n---\n", 2, "empty entry"),
        ("---\ntitle: \"A\n---\n", 2, "at its end"),
        ("---\ntitle: A\ntitle: B\n---\n", 3, "already in line 2"),
        ("---\ntitle: \"A\" B\n---\n", 2, "after the end"),
        ("---\ntitle:A\n---\n", 2, "space after the colon"),
        ("---\nti tle: A\n---\n", 2, "not a key"),
        ("---\ntitle: |\n---\n", 2, "cannot begin with"),
        ("---\ntitle: \"\\q\"\n---\n", 2, "means nothing"),
    ])
    func errors(source: String, line: Int, says: String) {
        let error = #expect(throws: FrontMatterError.self) { try FrontMatter(parsing: source) }
        #expect(error?.line == line)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.explanation.says.hasPrefix("Line \(line): ") == true)
    }

    @Test("No text makes the parser fall over")
    func everyPrefix() throws {
        let source = "---\ntitle: \"A \\\"b\\\"\"\ntags: ['x', \"y\", z]\n# note\n---\nText"
        for length in 0...source.count { _ = try? FrontMatter(parsing: String(source.prefix(length))) }
    }
}

@Suite("Drafts of articles")
struct ArticleDraftTests {
    private func draft(_ lines: String, text: String = "Words.") throws -> ArticleDraft {
        try ArticleDraft(FrontMatter(parsing: "---\n\(lines)\n---\n\(text)\n"))
    }

    @Test("The slug comes from the title where none is given")
    func slug() throws {
        #expect(try draft("title: \"Python Performance: Why Your Code Is Slow and How to Fix It\"").slug == "python-performance-why-your-code-is-slow-and-how-to-fix-it")
        #expect(try draft("title: A\nslug: my-own").slug == "my-own")
        #expect(throws: FrontMatterError(3, "“My Own” is not an address; use small letters, digits and hyphens, such as “my-own”.")) { try draft("title: A\nslug: My Own") }
    }

    @Test("Unknown keys, lists for texts, bad dates and missing texts are refused by line")
    func refused() {
        #expect(throws: FrontMatterError.self) { try draft("title: A\nautor: B") }
        #expect(throws: FrontMatterError(2, "“title” is one text, not a list.")) { try draft("title: [A, B]") }
        #expect(throws: FrontMatterError(3, "“22.11.2026” is not a date; write 2026-11-22 or 2026-11-22T14:05:00Z.")) { try draft("title: A\ndate: 22.11.2026") }
        #expect(throws: FrontMatterError.self) { try draft("journal: Signal") }
        #expect(throws: FrontMatterError.self) { try draft("title: A", text: " ") }
    }

    @Test("The given article is read", .enabled(if: SharedData.article != nil, "needs shared/data/article.md"))
    func sharedArticle() throws {
        let draft = try ArticleDraft(FrontMatter(parsing: #require(SharedData.article)))
        #expect(draft.slug == "python-performance-why-your-code-is-slow-and-how-to-fix-it")
        #expect(draft.tags == ["Observability", "PostgreSQL", "Python"])
        #expect(draft.journal == "Signal" && draft.category == "Signal" && draft.author == "Taylor Liu")
        #expect(draft.bio?.hasPrefix("Cloud infrastructure lead.") == true)
        #expect(Markdown(draft.body).readingMinutes == 1)
    }
}

/// Files that are shared with the project and not part of it.
enum SharedData {
    static let article: String? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        if let given = ProcessInfo.processInfo.environment["SEXTANT_SHARED"] { return try? String(contentsOf: URL(filePath: given).appending(path: "data/article.md"), encoding: .utf8) }
        for _ in 0..<8 {
            let file = folder.appending(path: "shared/data/article.md")
            if let text = try? String(contentsOf: file, encoding: .utf8) { return text }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }()
}
