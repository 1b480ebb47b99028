import Expressions
import Glibc
import Testing

@Suite("Bad input")
struct RobustnessTests {
    private static let seeds = [
        "stage != \"lost\" && score >= 10", "a in [1, 2, 3] || b.startsWith('x')", "{'k': [1, 2u, 3.5e3]}.k[0] == -1",
        "[1, 2].map(x, x > 1, x * 2).exists(i, v, i == v)", "has(c.d) ? timestamp('2009-02-13T23:31:30Z') : e + duration('1h30m')",
        "b'\\xff\\000' == bytes('é')", "'a%sb'.format([1]).matches('(a|b)*c{2,5}[^x-z\\\\d]')", "cel.bind(t, \"\"\"x\"\"\", t + t)",
        "optional.of(1).optMap(y, y + 1).orValue(0)", "f.all(p, b.contains(p)) && !g && c.d / 0.5 < 1e10 && a % 7 == 9223372036854775807",
    ]

    @Test("Ten thousand damaged expressions are refused or evaluated, never trapped on")
    func mutations() {
        var random = SeededGenerator(state: 7)
        let alphabet = Array("()[]{}.,?:!&|=<>+-*/%'\"\\`rbuUxX09eE a_é\u{0}\n".utf8)
        for round in 0..<10_000 {
            var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 9)], at: at)
                }
            }
            fuzzExpression(bytes)
        }
    }

    @Test("Nesting and length are bounded, with a message", arguments: ["(", "[", "{1:", "!", "-", "a.b(", "a?b:", "x[", "1+", "a.", "f.map(x,"])
    func depth(opening: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression(parsing: String(repeating: opening, count: 3000)) }
        #expect(error?.message.contains("nested") == true || error?.message.contains("Found") == true || error?.message.contains("longer") == true, "\(String(describing: error))")
    }

    @Test("What is nested as deeply as allowed is checked, evaluated and translated on a thread with a small stack", arguments: [
        ("!(", "g", ")"), ("1+(", "a", ")"), ("g?(g):(", "g", ")"), ("['x'].exists(p,", "g", ")"), ("[", "1", "]"), ("g&&(", "g", ")"),
    ])
    func deepest(opening: String, middle: String, closing: String) throws {
        func source(_ depth: Int) -> String { String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth) }
        let depth = try #require((10...100).last { (try? Expression(parsing: source($0))) != nil })
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        #if DEBUG
        pthread_attr_setstacksize(&attributes, 2048 * 1024)
        #else
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        #endif
        let work = Unmanaged.passRetained(Box(source(depth)))
        var thread = pthread_t()
        pthread_create(&thread, &attributes, { argument in
            guard let argument else { return nil }
            fuzzExpression(Array(Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().source.utf8))
            return nil
        }, work.toOpaque())
        pthread_join(thread, nil)
    }

    private final class Box {
        let source: String
        init(_ source: String) { self.source = source }
    }

    @Test("An expression that doubles a text over and over ends at the step limit")
    func work() throws {
        var source = "size(t)"
        for _ in 0..<40 { source = "cel.bind(t, t + t, \(source))" }
        let expression = try Expression(parsing: "cel.bind(t, '0123456789', \(source))")
        let error = #expect(throws: EvaluationError.self) { try expression.evaluate([String: CELValue]()) }
        #expect(error?.reason == .tooMuchWork)
    }

    @Test("Patterns that break backtracking engines take linear time")
    func patterns() throws {
        let text = String(repeating: "a", count: 2000) + "!"
        let checked = try Expression(parsing: "t.matches('^(a+)+$') || t.matches('(a|aa)*b') || t.matches('(.*)*x')").check(in: Environment(["t": .string]))
        #expect(checked.matches(["t": .string(text)]) == false)
    }

    @Test("Patterns follow RE2", arguments: [
        ("foobar", "o+b", true), ("foobar", "^o", false), ("a\nb", "a.b", false), ("a\nb", "(?s)a.b", true), ("ABC", "(?i)abc", true),
        ("x1", "^\\w\\d$", true), ("é", "^\\pL$", true), ("a-b", "[a\\-]-", true), ("]", "[]]", true), ("ab", "^(?:a|b){2}$", true),
        ("aaa", "^a{2}$", false), ("a.b", "^\\Qa.b\\E$", true), ("foo bar", "\\bbar\\b", true), ("b", "[^a-c]", false), ("a{", "a{", true),
    ])
    func dialect(text: String, pattern: String, matches: Bool) throws {
        let checked = try Expression(parsing: "t.matches(\(CELValue.string(pattern).source))").check(in: Environment(["t": .string]))
        #expect(checked.matches(["t": .string(text)]) == matches)
    }
}
