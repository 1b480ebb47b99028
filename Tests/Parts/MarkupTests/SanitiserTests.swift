import Markup
import Testing

@Suite("Sanitiser")
struct SanitiserTests {
    @Test("No known payload gets through, and a second pass changes nothing")
    func payloads() {
        for source in hostilePayloads.flatMap({ [$0, "<p>before \($0) after</p>", "<ul><li>\($0)<li>x</ul>"] }) {
            let clean = Sanitiser().sanitise(source)
            #expect(StrictMarkup.complaint(about: clean.text) == nil, "\(source.debugDescription) → \(clean.text)")
            #expect(Sanitiser().sanitise(clean.text) == clean)
        }
    }

    @Test("Mutated payloads never trap, never get through, and settle after one pass", arguments: 0..<8)
    func mutations(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        var policy = SanitiserPolicy.richText
        policy.linkRelation = "nofollow"
        let pieces: [[UInt8]] = ["<", ">", "\"", "'", "&", ";", "#", "=", "/", " ", "\n", "\0", "--", "<!--", "</", "é", "&#", "&amp", "<p>", "<li>", "</a>"]
            .map { Array($0.utf8) }
        for _ in 0..<1500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes += Array((hostilePayloads.randomElement(using: &generator) ?? "").utf8)
            }
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                if Bool.random(using: &generator) {
                    bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
                } else {
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...4, using: &generator)))
                }
            }
            let source = String(decoding: bytes, as: UTF8.self)
            let clean = Sanitiser(policy).sanitise(source)
            let problem = StrictMarkup.complaint(about: clean.text, policy: policy)
            #expect(problem == nil, "\(source.debugDescription) → \(clean.text)")
            #expect(Sanitiser(policy).sanitise(clean.text) == clean, "\(source.debugDescription)")
            if problem != nil { return }
        }
    }

    @Test(
        "Ordinary markup stays as its author meant it",
        arguments: [
            ("<p>Hello <b>you</b> &amp; <i>me</i></p>", "<p>Hello <b>you</b> &amp; <i>me</i></p>"),
            ("<P CLASS=x>a<P>b", "<p>a</p><p>b</p>"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
            ("<a href='/x?a=1&b=2'>x</a>", "<a href=\"/x?a=1&amp;b=2\">x</a>"),
            ("<img src=a.png alt='A \"b\"' width=10 height=9x>", "<img src=\"a.png\" alt=\"A &quot;b&quot;\" width=\"10\">"),
            ("1 < 2 && 3 > 2 &copy; &nope", "1 &lt; 2 &amp;&amp; 3 &gt; 2 &copy; &amp;nope"),
            ("<table><tr><td>a<td>b<tr><td align=right>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><td align=\"right\">c</td></tr></table>"),
            ("a<br/>b<hr>", "a<br>b<hr>"), ("<b><i>x</b>y", "<b><i>x</i></b>y"), ("<blink>x</blink>", "x"),
            ("<pre><code class=language-swift>x</code></pre>", "<pre><code class=\"language-swift\">x</code></pre>"),
            ("<code class=evil>x</code>", "<code>x</code>"), ("<a href=javascript:x>x</a>", "<a>x</a>"),
        ])
    func ordinary(source: String, expected: String) {
        #expect(Sanitiser().sanitise(source).text == expected)
    }

    @Test("Ten thousand nested elements stay within the depth and keep their text")
    func depth() {
        let source = String(repeating: "<div>", count: 10_000) + "deep"
        let clean = Sanitiser().sanitise(source).text
        #expect(clean.contains("deep"))
        #expect(clean.components(of: "<div>") == 64)
        #expect(StrictMarkup.complaint(about: clean) == nil)
    }

    @Test("A policy's link relation is on every link, once")
    func relation() {
        var policy = SanitiserPolicy.inline
        policy.linkRelation = "nofollow ugc"
        let clean = Sanitiser(policy).sanitise("<a rel=opener href=/x>x</a><a>y</a><h1>z</h1>")
        #expect(clean.text == "<a href=\"/x\" rel=\"nofollow ugc\">x</a><a>y</a>z")
    }

    @Test("Naming script in a policy does not let it through")
    func stubbornPolicy() {
        var policy = SanitiserPolicy(elements: ["script": ["src", "onclick"], "b": ["onclick", "style"]])
        policy.elements["svg"] = []
        let clean = Sanitiser(policy).sanitise("<script>x</script><svg>y</svg><b onclick=x style=y>z</b>")
        #expect(clean.text == "<b>z</b>")
    }

    @Test("Plain text keeps the words and drops the rest")
    func words() {
        #expect(plainText(ofHTML: "<p>One<br>two</p><script>x</script><p>a &amp; b&#33;</p>") == "One two a & b!")
    }
}

extension String {
    func components(of piece: String) -> Int { ranges(of: piece).count }
}
