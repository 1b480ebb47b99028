import Markup
import Testing

@Suite("HTML literal")
struct HTMLTests {
    @Test("Text escapes itself, markup does not")
    func escaping() {
        let name = "<b>&\"'</b>"
        let inner: HTML = "<i>\(name)</i>"
        let page: HTML = "<p title=\"\(name)\">\(inner)</p>"
        #expect(inner.text == "<i>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</i>")
        #expect(page.text == "<p title=\"&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;\">\(inner.text)</p>")
    }

    @Test("Optionals, numbers, lists and conditions read as expected")
    func overloads() {
        let missing: String? = nil
        let absent: HTML? = nil
        let items = ["a", "<"]
        let page: HTML = """
            \(missing)\(absent)\(42)\(Int.min)\(items.map { HTML(escaping: $0) })\
            \(items, { item in "<li>\(item)</li>" })\(if: true, "yes", else: "no")\(if: false, "<hr>")\
            \(items.html { "<b>\($0)</b>" })\(raw: "<hr>")\("abc".prefix(2))
            """
        #expect(
            page.text == "42-9223372036854775808a&lt;<li>a</li><li>&lt;</li>yes<b>a</b><b>&lt;</b><hr>ab")
    }

    @Test("A string literal inside an interpolation is text, not markup")
    func literalInInterpolation() {
        let isBold = "x".count == 1
        let page: HTML = "\(isBold ? "<b>" : "")"
        #expect(page.text == "&lt;b&gt;")
    }

    @Test("Attributes quote themselves and vanish when there is nothing to say")
    func attributes() {
        let nothing: String? = nil
        let page: HTML =
            "<a\(attribute: "href", "/a?b=1&c=\"")\(attribute: "title", nothing)\(attribute: "hidden", false)\(attribute: "download", true)\(attribute: "tabindex", 3)>"
        #expect(page.text == "<a href=\"/a?b=1&amp;c=&quot;\" download tabindex=\"3\">")
    }

    @Test(
        "Addresses that run code become #",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
            "java\tscript:alert(1)", "\u{1}javascript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x",
            "file:///etc/passwd", "javascript&colon:alert(1)", "jar:x", "view-source:x", "\r\njavascript\r\n:x",
        ])
    func refusedAddresses(address: String) {
        let page: HTML = "<a\(attribute: "href", address)><a href=\"\(url: address)\">"
        #expect(page.text == "<a href=\"#\"><a href=\"#\">")
    }

    @Test(
        "Ordinary addresses stay",
        arguments: ["https://a.example/x", "HTTP://a", "mailto:a@b.c", "tel:+41", "/x:y", "#a:b", "?a:b", "x/y", "", "//a"])
    func allowedAddresses(address: String) {
        #expect(SafeURL.orHash(address) == address)
    }

    @Test("JSON in a script cannot close the script")
    func json() {
        let page: HTML = "<script type=\"application/json\">\(json: #"{"a":"</script>&"}"#)</script>"
        #expect(page.text == #"<script type="application/json">{"a":"\u003c/script\u003e\u0026"}</script>"#)
    }

    @Test("Pieces join, append and compare")
    func joining() {
        let pieces: [HTML] = ["a", "b", "c"]
        #expect(pieces.joined(separator: ", ").text == "a, b, c")
        #expect(pieces.joined() == "abc")
        #expect(("a" as HTML) + "b" == "ab")
        #expect(HTML().isEmpty)
        #expect(([] as [HTML]).joined(separator: "x").isEmpty)
    }
}
