import Expressions
import Testing

@Suite("Checking")
struct CheckingTests {
    private let deals = Environment([
        "stage": .nullable(.string), "amount": .double, "score": .int, "won": .bool, "closes": .nullable(.timestamp),
        "company.name": .nullable(.string), "owner": .object("Person", fields: ["name": .string, "age": .int]),
    ])

    @Test("A mistake is named with its place and what would be right", arguments: [
        ("stagee == 'won'", "'stagee' is not known here. (line 1, column 1) Did you mean 'stage'?"),
        ("won &&\n company.nam == 'x'", "'company.nam' is not known here. (line 2, column 2) Did you mean 'company.name'?"),
        ("owner.nme == 'x'", "Person has no field 'nme'. (line 1, column 6) Did you mean 'name'?"),
        ("stage == won_", "'won_' is not known here. (line 1, column 10) Did you mean 'won'?"),
        ("score == '3'", "== is not defined for int and string. (line 1, column 7) Put the number in quotes, or convert with string() or int()."),
        ("amount + score > 1.0", "+ is not defined for double and int. (line 1, column 8) Convert one side with double() or int(); 1.0 is a double, 1 an int."),
        ("closes > '2025-01-01'", "> is not defined for timestamp or null and string. (line 1, column 8) Write the instant as timestamp(\"2025-01-31T00:00:00Z\")."),
        ("stage.startWith('w')", "There is no function startWith(). (line 1, column 7) Did you mean startsWith()?"),
        ("stage.contains(3)", "string or null.contains(int) is not defined. (line 1, column 7) It is called as string.contains(string)."),
        ("won && score", "&& needs a bool, and this is an int. (line 1, column 8)"),
        ("stage = 'won'", "'=' does not compare. (line 1, column 7) Use == to compare."),
    ])
    func mistakes(source: String, message: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression(parsing: source).check(in: deals) }
        #expect(error?.description == message)
    }

    @Test("Types are inferred", arguments: [
        ("amount * 2.0", CELType.double), ("won ? score : 0", .int), ("[score, 2].map(x, string(x))", .list(.string)),
        ("company.name", .nullable(.string)), ("owner.age + 1", .int), ("closes - duration('1h')", .timestamp), ("stage == null || amount == 10", .bool),
    ])
    func types(source: String, type: CELType) throws {
        #expect(try Expression(parsing: source).check(in: deals).type == type)
    }

    @Test("Text is compared by code points, not by canonical equivalence")
    func codePoints() throws {
        let checked = try Expression(parsing: "'\\u00e9' == 'e\\u0301' || {'\\u00e9': 1}.size() == 0").check(in: Environment())
        #expect(try checked.evaluate([String: CELValue]()) == .bool(false))
    }

    @Test("Nulls fail in arithmetic and order, and || absorbs that")
    func nulls() throws {
        let bindings: [String: CELValue] = ["stage": .null, "won": .bool(true)]
        #expect(try Expression(parsing: "stage > 'a' || won").check(in: deals).matches(bindings))
        #expect(try !Expression(parsing: "stage > 'a'").check(in: deals).matches(bindings))
        #expect(try !Expression(parsing: "!(stage > 'a')").check(in: deals).matches(bindings))
        #expect(try Expression(parsing: "stage != 'won' && stage == null").check(in: deals).matches(bindings))
    }
}
