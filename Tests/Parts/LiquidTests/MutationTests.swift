import Liquid
import Testing

@Suite("Robustness")
struct MutationTests {
    /// A small generator with a seed, so that a failure can be repeated.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let seeds = [
        "{% if a == 'x' and b.c[0] > 1.5 or d contains e %}y{% elsif f %}z{% else %}w{% endif %}",
        "{% for i in (1..5) reversed limit: 2 offset: continue %}{{ forloop.index }}{% break %}{% else %}n{% endfor %}",
        "{%- assign x = a | append: 'b' | split: ',' | sort | uniq: 'k' -%}{{- x[0].first | upcase -}}",
        "{% case a %}{% when 1, 2 or 'x' %}a{% else %}b{% endcase %}{% cycle n: 1, 2 %}{% increment c %}",
        "{% liquid\n assign q = 1\n if q\n echo 'ä' | slice: -1, 2\n endif\n%}{% raw %}{{{% endraw %}{% comment %}x{% endcomment %}",
        "{% tablerow t in d cols:2 %}{{ t | date: '%-d.%m.%Y %H:%M %^a' }}{% endtablerow %}{% capture z %}{{ a | escape }}{% endcapture %}",
        "{% render 'p' for d as q, k: 1 %}{% include 'p' with a %}{{ 'March 14, 2016 10:30 pm +0200' | date: '%c %Z %j %V' }}",
        "{{ '2026-11-22T10:11:12.345+01:00' | date: '%L%N%s%z' | truncate: 9, '…' }}{{ d | map: 'k' | sum | round: 2 | json }}",
    ]
    private static let fragments = [
        "{{", "}}", "{%", "%}", "-", "|", ":", ",", ".", "..", "(", ")", "[", "]", "'", "\"", "\n", "\0", "é", "👩‍👩‍👧", "9", "-9223372036854775808",
        "9223372036854775807", "99999999999999999999", "1.0", "endif", "end", "else", "when", "for", "in", "contains", "and", "=", "==",
        "<>", "nil", "blank", "empty", "#", "raw", "{% raw %}", "comment", "liquid", "%100Y", "%", "\r", "first", "size",
    ]

    @Test("Mutated templates either render or fail with a placed error; none traps or runs away", arguments: 1...8)
    func mutated(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var limits = unhurried
        limits.steps = 20_000
        let partials = ["p": try Template(parsing: "{{ p }}{{ q.k }}{{ forloop.index }}")]
        let context: LiquidValue = [
            "a": "x,<y>", "b": ["c": [2, 3]], "d": [["k": 1], ["k": "2.5"], nil, [1, [2]], true], "e": 1, "f": .double(.nan),
        ]
        var rendered = 0
        for _ in 0..<1500 {
            var scalars = Array(Self.seeds.randomElement(using: &random).map { Array($0.unicodeScalars) } ?? [])
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...scalars.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    let end = min(scalars.count, place + Int.random(in: 0...6, using: &random))
                    scalars.removeSubrange(place..<end)
                case 1:
                    scalars.insert(contentsOf: (Self.fragments.randomElement(using: &random) ?? "").unicodeScalars, at: place)
                default:
                    let end = min(scalars.count, place + 12)
                    scalars.insert(contentsOf: scalars[place..<end], at: Int.random(in: 0...scalars.count, using: &random))
                }
            }
            let source = String(String.UnicodeScalarView(scalars))
            do throws(LiquidError) {
                let template = try Template(parsing: source)
                _ = template.variables
                _ = try template.render(context, partials: partials, limits: limits)
                rendered += 1
            } catch {
                #expect(error.line >= 1 && error.column >= 1, "\(source)")
                #expect(!error.says.isEmpty && !error.advice.isEmpty)
            }
        }
        #expect(rendered > 50)
    }

    @Test("Mutated JSON either reads or fails", arguments: 1...4)
    func json(seed: UInt64) {
        var random = SplitMix(state: seed)
        let source = Array(#"{"a": [1, -2.5e3, "x\u00e4\ud83d\ude00\n", true, null, {"b": {}}], "c": ""}"#.utf8)
        for _ in 0..<2000 {
            var bytes = source
            for _ in 0..<3 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...20, using: &random)) }
            _ = try? LiquidValue(json: bytes)
        }
        #expect(throws: JSONFailure.self) { try LiquidValue(json: Array(repeating: UInt8(ascii: "["), count: 100_000)) }
    }
}
