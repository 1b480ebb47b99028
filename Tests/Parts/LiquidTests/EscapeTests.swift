import Liquid
import Testing

@Suite("Escaping")
struct EscapeTests {
    private let evil: LiquidValue = ["x": "<script>alert(\"a\" & 'b')</script>", "list": ["<i>", "<b>"]]
    private let safe = "&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;"

    private func html(_ source: String, partials: [String: String] = [:]) throws -> String {
        try render(source, evil, partials: partials, options: RenderOptions())
    }

    @Test("HTML is the default, and every way to write a variable is escaped")
    func everyWay() throws {
        for source in [
            "{{ x }}", "{% echo x %}", "{% liquid echo x %}", "{% assign y = x %}{{ y }}", "{{ nothing | default: x }}",
            "{% capture y %}{{ x }}{% endcapture %}{{ y }}", "{% cycle x %}", "{% for y in list limit: 1 %}{{ x }}{% endfor %}",
            "{% render 'p', y: x %}", "{% include 'p', y: x %}", "{% render 'p' with x as y %}", "{{ x | append: '' }}",
            "{{ x | split: '|' | first }}", "{{ x | url_encode | url_decode }}", "{{ x | base64_encode | base64_decode }}",
            "{% ifchanged %}{{ x }}{% endifchanged %}", "{{ x | escape }}", "{{ x | escape_once }}", "{{ x | h | escape }}",
        ] {
            #expect(try html(source, partials: ["p": "{{ y }}"]) == safe, "\(source)")
        }
    }

    @Test("Lists, objects, drops and literals are escaped")
    func structures() throws {
        #expect(try html("{{ list }}") == "&lt;i&gt;&lt;b&gt;")
        #expect(try html("{{ list | join: '<' }}") == "&lt;i&gt;&lt;&lt;b&gt;")
        #expect(try html("{{ '<b>' }}") == "&lt;b&gt;")
        #expect(try render("{{ o }}", ["o": ["<": ">"]], options: RenderOptions()) == "{&quot;&lt;&quot;=&gt;&quot;&gt;&quot;}")
        #expect(try render("{{ o }}", .object(["o": .drop(Tagged())]), options: RenderOptions()) == "&lt;drop&gt;")
    }

    @Test("Only 'raw' and 'safe' let markup through, and what is made of it is text again")
    func marked() throws {
        #expect(try html("{{ '<b>' | raw }}{{ '<i>' | safe }}") == "<b><i>")
        #expect(try html("{{ '<b>' | raw | append: '<i>' }}") == "&lt;b&gt;&lt;i&gt;")
        #expect(try html("{{ x | newline_to_br }}") == safe)
        #expect(try html("{{ \"<\n<\" | newline_to_br }}") == "&lt;<br />\n&lt;")
    }

    @Test("A captured piece of markup is not escaped twice")
    func capture() throws {
        #expect(try html("{% capture c %}<b>{{ list[0] }}</b>{% endcapture %}{{ c }}") == "<b>&lt;i&gt;</b>")
    }

    @Test("Without escaping texts stay as they are")
    func none() throws {
        #expect(try render("{{ x }}", ["x": "<&>"]) == "<&>")
    }

    @Test("JSON cannot end a script element")
    func json() throws {
        #expect(try render("{{ x | json }}", ["x": "</script>"]) == "\"\\u003c/script\\u003e\"")
    }
}

private struct Tagged: LiquidDrop {
    func value(for key: String) -> LiquidValue? { nil }
    var text: String { "<drop>" }
}
