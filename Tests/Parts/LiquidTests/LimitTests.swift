import Liquid
import Testing

@Suite("Limits")
struct LimitTests {
    @Test("A loop of a million rounds and more ends with an error, however it is written", arguments: [
        "{% for i in (1..1000000) %}{% endfor %}",
        "{% for i in (1..9223372036854775807) %}{% endfor %}",
        "{% for i in (-9223372036854775808..9223372036854775807) %}{% endfor %}",
        "{% for i in (1..2000) %}{% for j in (1..2000) %}{% endfor %}{% endfor %}",
        "{% tablerow i in (1..10000000) cols:2 %}{% endtablerow %}",
        "{{ (1..10000000) | join: ',' }}",
        "{{ (1..9223372036854775807) | reverse | first }}",
        "{{ (-9223372036854775808..9223372036854775807) | sum }}",
        "{% assign s = 'x' %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}",
        "{% assign a = 'x,y' | split: ',' %}{% for i in (1..100) %}{% assign a = a | concat: a %}{% endfor %}",
        "{% assign s = 'x' %}{% for i in (1..100) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
        "{% assign s = 'x' %}{% for i in (1..100) %}{% assign s = s | replace: 'x', 'xxxxxxxxxx' %}{% endfor %}",
        "{% for i in (1..100000) %}{{ 'twenty bytes of text' }}{% endfor %}",
    ])
    func endless(source: String) throws {
        let clock = ContinuousClock()
        let start = clock.now

        #expect(try failure(source).kind == .limit)
        #expect(clock.now - start < .seconds(60))
    }

    @Test("A list that holds a long text many times over does not fill the memory", arguments: [
        "append: ''", "upcase", "join", "uniq", "sort_natural", "sum", "where: 'b'", "json",
    ])
    func sharedText(filter: String) throws {
        let long = LiquidValue.string(String(repeating: "a", count: 1 << 20))
        let context: LiquidValue = ["a": .array(Array(repeating: long, count: 10_000))]

        #expect(try failure("{{ a | \(filter) }}", context).kind == .limit)
    }

    @Test("The time limit ends a rendering that has steps left")
    func time() throws {
        var limits = Limits()
        limits.time = .zero

        let error = try failure("{% for i in (1..10000) %}{% endfor %}", limits: limits)

        #expect(error.kind == .limit)
        #expect(error.says.contains("longer than"))
    }

    @Test("A partial that includes itself ends with an error that names it", arguments: ["include", "render"])
    func selfInclusion(tag: String) throws {
        let error = try failure("{% \(tag) 'a' %}", partials: ["a": "{% \(tag) 'a' %}"])

        #expect(error.kind == .limit)
        #expect(error.partial == "a")
    }

    @Test("Partials that fan out are bounded by steps")
    func fanOut() throws {
        let body = String(repeating: "{% include 'a' %}", count: 100)
        var limits = unhurried
        limits.steps = 10_000
        limits.partialDepth = 8
        let error = try failure(
            "{% include 'a' %}", partials: ["a": "{% include 'b' %}{% include 'b' %}", "b": body], limits: limits)

        #expect(error.kind == .limit)
    }

    @Test("Blocks and brackets that nest too deep are refused when parsing", arguments: [
        String(repeating: "{% if true %}", count: 20_000),
        String(repeating: "{% for i in (1..2) %}", count: 20_000),
        String(repeating: "{% capture x %}", count: 20_000),
        String(repeating: "{% case x %}", count: 20_000),
        "{{ " + String(repeating: "a[", count: 100_000) + " }}",
        "{{ " + String(repeating: "(", count: 100_000) + " }}",
        "{% " + String(repeating: "liquid ", count: 50_000) + " %}",
    ])
    func deep(source: String) throws {
        #expect(try failure(source).kind == .limit)
    }

    @Test("The deepest allowed nesting renders")
    func deepest() throws {
        let source = String(repeating: "{% if true %}", count: 100) + "x" + String(repeating: "{% endif %}", count: 100)

        #expect(try render(source) == "x")
    }

    @Test("A template longer than allowed is refused")
    func long() throws {
        #expect(try failure(String(repeating: "a", count: 600_000)).kind == .limit)
    }

    @Test("Searching for hard patterns takes linear time")
    func patterns() throws {
        let text = LiquidValue.string(String(repeating: "a", count: 500_000))
        let pattern = LiquidValue.string(String(repeating: "a", count: 250_000) + "b")
        let context: LiquidValue = ["t": text, "p": pattern, "lt": .string(String(repeating: "<script", count: 70_000))]
        let clock = ContinuousClock()
        let start = clock.now

        #expect(try render("{{ t | replace: p, '' | size }}", context) == "500000")
        #expect(try render("{{ t | replace_last: p, '' | size }}", context) == "500000")
        #expect(try render("{% if t contains p %}y{% else %}n{% endif %}", context) == "n")
        #expect(try render("{{ lt | strip_html | size }}", context) == "490000")
        #expect(clock.now - start < .seconds(60))
    }

    @Test("Parsing many unclosed or odd pieces takes linear time", arguments: [
        String(repeating: "{%", count: 200_000), String(repeating: "{{", count: 200_000),
        String(repeating: "{% comment %}", count: 30_000), String(repeating: "{% raw %}", count: 40_000),
        String(repeating: "{% doc %}", count: 40_000), String(repeating: "{{ a }}", count: 60_000),
        "{{ a " + String(repeating: "| upcase", count: 50_000) + " }}",
        String(repeating: "{{-", count: 100_000), String(repeating: "{% else %}", count: 40_000),
    ])
    func parsing(source: String) {
        let clock = ContinuousClock()
        let start = clock.now

        _ = try? Template(parsing: source)

        #expect(clock.now - start < .seconds(30))
    }

    @Test("Arithmetic at the edges of 64 bits gives floating-point numbers, not traps")
    func edges() throws {
        let context: LiquidValue = ["max": .int(.max), "min": .int(.min), "inf": .double(.infinity), "nan": .double(.nan)]
        #expect(try render("{{ max | plus: 1 }}", context) == "9.223372036854776e+18")
        #expect(try render("{{ min | minus: 1 }}", context) == "-9.223372036854776e+18")
        #expect(try render("{{ min | abs }}", context) == "9.223372036854776e+18")
        #expect(try render("{{ min | divided_by: -1 }}", context) == "9.223372036854776e+18")
        #expect(try render("{{ min | modulo: -1 }}", context) == "0")
        let filters = ["abs", "ceil", "floor", "round", "round: 3", "round: -3", "round: max", "round: min"]
        let pairs = ["plus", "minus", "times", "divided_by", "modulo", "at_least", "at_most"]
        for value in ["max", "min", "inf", "nan", "1e300", "0.1"] {
            for filter in filters { _ = try? render("{{ \(value) | \(filter) }}", context) }
            for filter in pairs {
                for other in ["max", "min", "inf", "nan", "0.1", "3"] {
                    _ = try? render("{{ \(value) | \(filter): \(other) }}", context)
                }
            }
            for source in [
                "{{ 'abc' | slice: \(value), \(value) }}", "{{ 'abc' | truncate: \(value) }}",
                "{{ 'a b' | truncatewords: \(value) }}", "{{ \(value) | date: '%c %N %V' }}", "{{ list[\(value)] }}",
                "{% for i in (1..3) limit: \(value) offset: \(value) %}{{ i }}{% endfor %}",
                "{% tablerow i in (1..3) cols: \(value) %}{{ i }}{% endtablerow %}", "{{ (\(value)..\(value)) | size }}",
                "{% if \(value) < 1 %}{% endif %}", "{{ 'a' | slice: 0, \(value) }}",
            ] { _ = try? render(source, context) }
        }
    }
}
