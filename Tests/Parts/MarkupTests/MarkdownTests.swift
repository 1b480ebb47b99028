import Markup
import Testing

@Suite("Markdown")
struct MarkdownTests {
    @Test("Headings carry unique identifiers made of their words")
    func headings() {
        let html = Markdown("# Grüße *aus* Zürich\n\n## Prices\n\n## Prices\n\n## 你好").html.text
        #expect(html.contains("<h1 id=\"gruesse-aus-zuerich\">Grüße <em>aus</em> Zürich</h1>"))
        #expect(html.contains("<h2 id=\"prices\">Prices</h2>"))
        #expect(html.contains("<h2 id=\"prices-2\">Prices</h2>"))
        #expect(html.contains("<h2 id=\"section\">你好</h2>"))
    }

    @Test("Tables, strikethrough, autolinks, task lists and code are rendered")
    func extensions() {
        let html = Markdown(
            "| a | b |\n|---|--:|\n| 1 | 2 |\n\n~~old~~ www.example.com\n\n- [x] done\n- [ ] open\n\n```swift\nlet a = 1 < 2\n```\n"
        ).html.text
        #expect(html.contains("<th align=\"right\">b</th>"))
        #expect(html.contains("<del>old</del>"))
        #expect(html.contains("<a href=\"http://www.example.com\">www.example.com</a>"))
        #expect(html.contains("<li><input type=\"checkbox\" checked disabled> done</li>"))
        #expect(html.contains("<li><input type=\"checkbox\" disabled> open</li>"))
        #expect(html.contains("<pre><code class=\"language-swift\">let a = 1 &lt; 2\n</code></pre>"))
    }

    @Test("Raw HTML goes through the sanitiser")
    func rawHTML() {
        for source in hostilePayloads.flatMap({ [$0, "text \($0)", "[x](\($0))", "![x](<\($0)>)"] }) {
            let html = Markdown(source).html.text.replacing(/\ id="[a-z0-9-]*"/, with: "")
            #expect(StrictMarkup.complaint(about: html) == nil, "\(source.debugDescription) → \(html)")
        }
    }

    @Test("Links that run code lose their address")
    func links() {
        #expect(Markdown("[x](javascript:alert(1))").html.text == "<p><a>x</a></p>\n")
        #expect(Markdown("<javascript:alert(1)>").html.text.contains("href") == false)
    }

    @Test("Words are counted without markup, reading time is at least a minute")
    func words() {
        #expect(Markdown("# One *two*\n\n- three — 4\n").wordCount == 4)
        #expect(Markdown("你好 world").wordCount == 3)
        #expect(Markdown("# A & B").plainText == "A & B")
        #expect(Markdown("").readingMinutes == 1)
        #expect(Markdown(String(repeating: "word ", count: 690)).readingMinutes == 3)
    }

    @Test("Deep nesting and NUL do not harm")
    func extremes() {
        let deep = Markdown(String(repeating: "> ", count: 5000) + "x").html
        #expect(StrictMarkup.complaint(about: deep.text) == nil)
        #expect(Markdown("a\0b").html.text == "<p>a\u{FFFD}b</p>\n")
    }
}

@Suite("Slug")
struct SlugTests {
    @Test(
        "Titles become parts of addresses",
        arguments: [
            ("Grüße aus Zürich!", "gruesse-aus-zuerich"), ("Crème brûlée", "creme-brulee"), ("Łódź — Škoda", "lodz-skoda"),
            ("It's 50 % off", "its-50-off"), ("u\u{308}ber cafe\u{301}", "ueber-cafe"), ("  --a--b--  ", "a-b"), ("你好", ""), ("", ""),
            ("Phở Việt", "pho-viet"),
        ])
    func titles(title: String, expected: String) {
        #expect(slug(title) == expected)
    }

    @Test("A long title is cut between words")
    func limit() {
        #expect(slug("one two three four", limit: 12) == "one-two")
        #expect(slug(String(repeating: "a", count: 500)).utf8.count == 80)
        #expect(slug("abc", limit: 0) == "")
        #expect(slug("abc", limit: -1) == "")
    }
}
