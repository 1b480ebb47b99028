import Liquid
import Testing

@Suite("Rendering")
struct RenderTests {
    private struct Contact: LiquidDrop {
        func value(for key: String) -> LiquidValue? {
            switch key {
            case "name": "Ada"
            case "orders": [["id": 1], ["id": 2]]
            default: nil
            }
        }
        var text: String { "Contact 1" }
    }

    @Test("Lazy values answer for their properties, also as the context itself")
    func drops() throws {
        let context: LiquidValue = .object(["contact": .drop(Contact())])
        #expect(try render("{{ contact }} {{ contact.name }} {{ contact.orders | map: 'id' | join }}", context) == "Contact 1 Ada 1 2")
        #expect(try render("{{ name }}{% for o in orders %}{{ o.id }}{% endfor %}", .drop(Contact())) == "Ada12")
    }

    @Test("Filters of the caller win over built-in ones and may return markup")
    func customFilters() throws {
        let filters = ["upcase": LiquidFilter { (value, _) throws(LiquidError) in .safe("<b>\(value.text)</b>") }]

        #expect(try Template(parsing: "{{ 'x' | upcase }}", filters: filters).render(.object([:])) == "<b>x</b>")
    }

    @Test("Decimal arithmetic does not show binary fractions", arguments: [
        ("{{ 0.1 | plus: 0.2 }}", "0.3"), ("{{ 1.1 | times: 3 }}", "3.3"), ("{{ 4.35 | times: 100 }}", "435.0"),
        ("{{ 1.005 | round: 2 }}", "1.01"), ("{{ -7 | modulo: 3 }}", "2"), ("{{ -7 | divided_by: 2 }}", "-4"),
        ("{{ 1250 | round: -2 }}", "1300"), ("{{ -2.5 | round }}", "-3"),
    ])
    func decimals(source: String, expected: String) throws {
        #expect(try render(source) == expected)
    }

    @Test("Dates are read in the usual spellings", arguments: [
        ("2026-11-22", "2026-11-22 00:00:00 +0000"), ("2026-11-22 10:11", "2026-11-22 10:11:00 +0000"),
        ("2026-11-22T10:11:12Z", "2026-11-22 10:11:12 +0000"), ("2026-11-22T10:11:12.5+01:30", "2026-11-22 10:11:12 +0130"),
        ("Sun, 22 Nov 2026 10:11:12 -0500", "2026-11-22 10:11:12 -0500"), ("22.11.2026", "2026-11-22 00:00:00 +0000"),
        ("2026/11/22", "2026-11-22 00:00:00 +0000"), ("Nov 22, 2026 3:04 pm", "2026-11-22 15:04:00 +0000"),
        ("22nd November 2026", "2026-11-22 00:00:00 +0000"), ("20261122", "1970-08-23 12:05:22 +0000"),
        ("not a date", "not a date"), ("2026-02-30", "2026-02-30"),
    ])
    func dates(text: String, expected: String) throws {
        #expect(try render("{{ d | date: '%Y-%m-%d %H:%M:%S %z' }}", ["d": .string(text)]) == expected)
    }

    @Test("Date conversions follow strftime", arguments: [
        ("%A %a %B %b %d %e %-d %j", "Thursday Thu January Jan 01  1 1 001"), ("%H %I %l %p %P %M %S", "00 12 12 AM am 00 00"),
        ("%G-W%V-%u %U %W %w", "2026-W01-4 00 00 4"), ("%y %C %Y %s", "26 20 2026 1767225600"), ("%F %T %D %R", "2026-01-01 00:00:00 01/01/26 00:00"),
        ("%^a %5d %_m %q %%", "THU 00001  1 %q %"), ("%L %3N", "000 000"),
    ])
    func formats(format: String, expected: String) throws {
        #expect(try render("{{ '2026-01-01' | date: f }}", ["f": .string(format)]) == expected)
    }

    @Test("Times without a zone are read and shown in the zone of the options; 'now' is theirs too")
    func zone() throws {
        let options = RenderOptions(escape: .none, now: 0, secondsFromUTC: { _ in 3600 })

        #expect(try render("{{ 'now' | date: '%H:%M %z' }}", options: options) == "01:00 +0100")
        #expect(try render("{{ '2026-11-22 10:00' | date: '%s %H' }}", options: options) == "1795338000 10")
    }

    @Test("Objects keep the order of their JSON, and the last of equal names wins")
    func order() throws {
        let json = "{" + (0..<20).map { "\"k\(19 - $0)\": \($0)" }.joined(separator: ",") + ", \"k5\": 99}"
        let value = try LiquidValue(json: Array(json.utf8))

        let text = try render("{% for p in o %}{{ p[0] }}={{ p[1] }} {% endfor %}{{ o.k5 }}{{ o.nothing }}", .object(["o": value]))

        #expect(text.hasPrefix("k19=0 k18=1 "))
        #expect(text.contains("k5=99 k4=15"))
        #expect(text.hasSuffix("99"))
    }

    @Test("A parsed template renders from many tasks at once")
    func concurrent() async throws {
        let template = try Template(parsing: "{% for i in (1..3) %}{{ x }}{% endfor %}")

        try await withThrowingTaskGroup { group in
            for number in Int64(0)..<50 {
                group.addTask { try template.render(.object(["x": .int(number)]), limits: unhurried) == "\(number)\(number)\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
