import Look
import Markup
import Testing

/// A value that would be a script wherever it is not escaped.
private let hostile = "\"><script>alert(1)</script>' onload=x"
private let script = "javascript:alert(1)"
private let forgery = Forgery("token")

@Suite("Safety")
struct SafetyTests {
    private static let pieces: [(String, HTML)] = [
        ("button", Button(hostile, to: hostile, key: hostile).html),
        ("post button", PostButton(hostile, to: hostile, fields: [(hostile, hostile)], forgery: Forgery(hostile), label: hostile).html),
        ("chip", Chip(hostile, to: hostile).html),
        ("card", Card(hostile, live: hostile, body: "").html),
        ("tile", TileView(hostile, to: hostile, live: hostile).html),
        ("tabs", Tabs(hostile, [NavLink(hostile, to: hostile, count: hostile)]).html),
        ("table", TableView(hostile, columns: [.init(hostile, sort: .init(to: hostile))],
                            rows: [.init([.text(hostile)], key: hostile, url: hostile, live: hostile), .init([.link(hostile, to: hostile)])],
                            selection: .init([.init(hostile, to: hostile)], forgery: forgery)).html),
        ("filter", FilterBar(to: hostile, conditions: [.init(hostile, removeURL: hostile)],
                             fields: [.init(hostile, title: hostile, kind: .choice([.init(hostile, hostile)]))],
                             expression: hostile, error: hostile, search: hostile, keeps: [(hostile, hostile)], saveURL: hostile).html),
        ("board", BoardView(hostile, columns: [.init(key: hostile, title: hostile, count: 1, cards: [.init(key: hostile, title: hostile, url: hostile)])],
                            moveURL: hostile, forgery: forgery).html),
        ("steps", StepList(to: hostile, trigger: .init(id: "trigger", kind: "k", title: hostile, platform: .argus),
                           steps: [.init(id: hostile, kind: hostile, title: hostile, platform: .argus, fields: [FormField(hostile, label: hostile)], error: hostile)],
                           kinds: [.init(hostile, title: hostile, platform: .argus, line: hostile)], forgery: forgery).html),
        ("document", PageDocument(title: hostile, body: HTML(), nonce: hostile, forgery: Forgery(hostile), language: hostile).html),
        ("error", ErrorView(status: 500, what: hostile, advice: "", trace: hostile).html),
        ("meta", SiteMeta(title: hostile, description: hostile, canonical: hostile, image: hostile, structured: "{\"a\":\"</script><script>alert(1)\"}").html),
        ("login", LoginView(to: hostile, step: .password(email: hostile), error: hostile, next: hostile, forgery: forgery).html),
    ]

    @Test("Hostile text never becomes markup", arguments: pieces.indices)
    func escaping(index: Int) {
        let (name, html) = Self.pieces[index]
        #expect(!html.text.contains("<script>alert"), "\(name) lets markup through")
        #expect(!html.text.contains("' onload"), "\(name) lets an attribute through")
    }

    @Test("Every kind of field escapes its name, label, value, help and error")
    func fields() {
        let kinds: [FormField.Kind] = [
            .text, .longText(rows: 2), .email, .password(autocomplete: hostile), .number(step: hostile, min: hostile, max: nil),
            .money(currency: hostile, currencies: [hostile, "b"]), .dateTime(zone: hostile), .choice([.init(hostile, hostile)]),
            .radio([.init(hostile, hostile, hint: hostile)]), .choices([.init(hostile, hostile)]), .checkbox,
            .reference(object: hostile, title: hostile), .markdown(rows: 2), .source(language: hostile, rows: 2), .file(accept: hostile),
            .color, .hidden, .fixed,
        ]
        for kind in kinds {
            let text = FormField(hostile, label: hostile, kind, value: hostile, values: [hostile], help: hostile, error: hostile).html.text
            #expect(!text.contains("<script>"), "\(kind)")
        }
    }

    @Test("A link never runs a script")
    func links() {
        let pages: [HTML] = [
            Button("a", to: script).html, Chip("a", to: script).html, PostButton("a", to: script, forgery: forgery).html,
            Tabs("a", [NavLink("a", to: script)]).html, Pager(shown: 1, next: script).html,
            TableView("a", columns: [.init("a")], rows: [.init([.link("a", to: script)], url: script)]).html,
            BoardView("a", columns: [.init(key: "a", title: "a", count: 1, cards: [.init(key: "a", title: "a", url: script)], moreURL: script)], moveURL: script, forgery: forgery).html,
            ArticleTeaser("a", to: script, image: script).html, SiteLayout(name: "a", homeURL: script, logo: script, content: "").html,
        ]
        for page in pages { #expect(!page.text.contains("javascript:"), "\(page.text)") }
    }

    @Test("No component prints a style attribute or an inline handler, which the policy forbids")
    func policy() {
        for (name, html) in Self.pieces {
            #expect(!html.text.contains(" style="), "\(name)")
            #expect(!html.text.contains(" onclick="), "\(name)")
        }
    }
}
