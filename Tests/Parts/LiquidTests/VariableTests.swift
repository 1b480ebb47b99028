import Liquid
import Testing

@Suite("Variables of a template")
struct VariableTests {
    private func variables(_ source: String) throws -> [String] {
        try Template(parsing: source).variables.map(\.description)
    }

    @Test("Paths are found wherever they are read", arguments: [
        ("{{ contact.first_name | append: b.c }}{{ contact.first_name }}", ["contact.first_name", "b.c"]),
        ("{% if a.b == c or d %}{% elsif e %}{% endif %}", ["a.b", "c", "d", "e"]),
        ("{{ a['b'].c[0][d.e] }}", ["d.e", "a.b.c.*.*"]),
        ("{% for i in o.items limit: n %}{{ i.title }}{{ forloop.index }}{% endfor %}{{ i }}", ["n", "o.items", "o.items.*.title", "i"]),
        ("{% case a %}{% when b %}{{ c }}{% endcase %}{% cycle g: h, 1 %}", ["a", "b", "c", "g", "h"]),
        ("{% render 'x', a: b.c %}{% include d for e %}", ["b.c", "d", "e"]),
        ("{% capture x %}{{ a }}{% endcapture %}{{ x }}", ["a"]),
        ("{% assign x = a.b %}{{ x.c }}", ["a.b.c"]),
        ("{% assign x = a.b | first %}{{ x.c }}", ["a.b"]),
        ("{{ (a..b) }}{{ 'x' }}{{ true }}", ["a", "b"]),
        ("{% raw %}{{ a }}{% endraw %}{% comment %}{{ b }}{% endcomment %}", []),
    ])
    func paths(source: String, expected: [String]) throws {
        #expect(try variables(source) == expected)
    }

    @Test("A name assigned under a condition still counts as the context's")
    func conditional() throws {
        #expect(try variables("{% if a %}{% assign contact = other %}{% endif %}{{ contact.secret }}")
            == ["a", "contact.secret", "other.secret"])
    }

    @Test("Names assigned to each other do not make the analysis explode")
    func bounded() throws {
        let step = "{% if a %}{% assign x = x.b %}{% assign x = x.c %}{% endif %}"

        #expect(try variables(String(repeating: step, count: 2000) + "{{ x }}").last == "*")
    }

    @Test("Each path has the place of its first mention, and partials are listed")
    func places() throws {
        let template = try Template(parsing: "x\n {{ a.b }} {% render 'p' %}{% include 'q' %}{% render 'p' %}{{ a.b }}")

        #expect(template.variables.map(\.line) == [2])
        #expect(template.variables.map(\.column) == [5])
        #expect(template.partials == ["p", "q"])
    }
}
