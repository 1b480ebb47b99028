import Kernel
import Testing

@testable import Argus

@Suite("What a run knows, and how settings take their values from it")
struct RunValuesTests {
    static let now = Instant(seconds: 1_795_352_731)
    static let values = RunValues([
        "event": ["formSlug": "tasting", "formName": "Coffee tasting"],
        "contact": ["id": "0G3ABCDEFGHJK", "name": "Mirjam Oberholzer", "first_name": nil, "score": 71],
        "company": nil,
        "deal": ["id": "0G3ABCDEFGHJM", "amount": ["amount": "3911.00", "currency": "CHF"]],
    ])

    @Test("Text is a template, = an expression, everything else itself", arguments: [
        ("Tasting for {{ contact.name }}", "Tasting for Mirjam Oberholzer"),
        ("Hello, {{ contact.first_name | default: contact.name }}", "Hello, Mirjam Oberholzer"),
        ("=contact.id", "0G3ABCDEFGHJK"), ("= contact.score + 1 ", 72), ("=contact.score > 50 ? \"hot\" : \"cold\"", "hot"),
        ("=deal.amount", ["amount": "3911.00", "currency": "CHF"]), ("=deal.amount * 2.0", 7_822.0), ("{{ deal.amount }}", "CHF 3,911.00"),
        ("{{ deal.amount.currency }}", "CHF"), ("plain", "plain"), (7, 7), ("=company.id", nil), ("=string(now)", "2026-11-22T13:05:31Z"),
        ([["description": "For {{ contact.name }}"]], [["description": "For Mirjam Oberholzer"]]),
    ] as [(JSON, JSON)])
    func resolve(setting: JSON, value: JSON) throws {
        #expect(try Self.values.resolve(setting, at: Self.now) == value)
    }

    @Test("A setting that has no value says why", arguments: [
        ("=contact.nam", "“contact” has no “nam”."), ("=contcat.name", "contcat"), ("{{ contact.nam }}", "nam"), ("=1 +", "line 1"), ("{{ contact.name", "line 1"),
        ("=contact.score / 0", "zero"),
    ])
    func refuse(setting: String, words: String) throws {
        let error = #expect(throws: SettingError.self) { try Self.values.resolve(.string(setting), at: Self.now) }
        #expect(error?.says.contains(words) == true, "\(error?.says ?? "")")
    }

    @Test("Conditions hold or do not, and blank ones hold", arguments: [
        ("", true), ("event.formSlug == \"tasting\"", true), ("contact.score >= 80", false), ("deal.amount > 1000.0 && company == null", true),
        ("now > timestamp(\"2026-01-01T00:00:00Z\")", true),
    ])
    func condition(source: String, holds: Bool) throws {
        #expect(try Self.values.satisfy(source, at: Self.now) == holds)
    }

    @Test("A condition that is neither true nor false is refused", arguments: ["contact.name", "contact.age > 3", "oops"])
    func badCondition(source: String) {
        #expect(throws: SettingError.self) { try Self.values.satisfy(source, at: Self.now) }
    }

    @Test("A step's input names the step and the field that cannot be resolved")
    func failure() {
        let step = PlannedStep("mail", "spark.message.send", with: ["contact": "=contact.id", "subject": "{{ contcat.name }}"])
        let failure = #expect(throws: StepFailure.self) { try Self.values.input(of: step, at: Self.now) }
        #expect(failure?.sentence.hasPrefix("Step “mail”, subject:") == true)
        #expect(failure?.isFinal == true)
    }

    @Test("Settings without a value are left out of the input")
    func empty() throws {
        let input = try Self.values.input(of: PlannedStep("deal", "spark.deal.create", with: ["name": "x", "company": "=company.id"]), at: Self.now)
        #expect(input == ["name": "x"])
    }

    @Test("Values survive being written down")
    func text() throws {
        #expect(try RunValues(parsing: Self.values.text) == Self.values)
    }
}
