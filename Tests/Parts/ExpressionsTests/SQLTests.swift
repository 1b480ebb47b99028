import Expressions
import Testing

@Suite("SQL")
struct SQLTests {
    private let environment = Environment(["stage": .nullable(.string), "score": .int, "at": .timestamp, "day": .timestamp, "owner": .nullable(.string), "now": .timestamp, "tags": .list(.string)])
    private let columns: [String: Column] = [
        "stage": Column(sql: "d.stage", type: .string, nullable: true), "score": Column(sql: "d.score", type: .int, nullable: false),
        "at": Column(sql: "d.at", type: .timestamp, nullable: false, kind: .instant), "day": Column(sql: "d.day", type: .timestamp, nullable: false, kind: .day),
        "owner": Column(sql: "d.owner", type: .string, nullable: true, kind: .key(space: "person") { $0 == "p1" ? 1 : nil }),
        "now": .constant(CELTimestamp(microseconds: 5_000_000).map { .timestamp($0) } ?? .null),
    ]

    private func sql(_ source: String, _ dialect: SQLDialect = .sqlite) throws -> String {
        try Expression(parsing: source).check(in: environment).compileSQL(dialect: dialect, columns: columns).pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .bind(let value): value.source
            }
        }.joined()
    }

    @Test("Filters keep to forms that an index can serve", arguments: [
        ("stage == 'won' && score >= 10", "((d.stage = \"won\") AND (d.score >= 10))"),
        ("stage != 'won'", "(d.stage IS NOT \"won\")"),
        ("!(stage == 'won')", "(d.stage IS NOT \"won\")"),
        ("stage == null", "(d.stage IS NULL)"),
        ("stage in ['a', 'b']", "(d.stage IN (\"a\", \"b\"))"),
        ("stage.startsWith('ab')", "(d.stage >= \"ab\" AND d.stage < \"ac\")"),
        ("at < now - duration('1s')", "(d.at < 4000000)"),
        ("day >= timestamp('1970-01-02T12:00:00Z')", "(d.day >= 2)"),
        ("owner == 'p1'", "(d.owner = 1)"), ("owner == 'x'", "0"), ("score < 1.5", "(CAST(d.score AS REAL) < 1.5)"),
    ])
    func forms(source: String, wanted: String) throws {
        #expect(try sql(source) == wanted)
    }

    @Test("PostgreSQL compares text by bytes and knows the type of every parameter")
    func postgres() throws {
        #expect(try sql("stage < 'a'", .postgres) == "(d.stage COLLATE \"C\" < CAST(\"a\" AS text))")
        #expect(try sql("!(stage == 'a')", .postgres) == "(d.stage IS DISTINCT FROM CAST(\"a\" AS text))")
    }

    @Test("What the databases cannot do alike is refused, with its place and a way out", arguments: [
        ("score > 1 && stage.matches('a+')", "matches() can't be used in a filter. (line 1, column 20) Use contains(), startsWith() or endsWith()."),
        ("stage in tags", "'in' with the list 'tags' can't be used in a filter. (line 1, column 10)"),
        ("stage.reverse() == 'x'", "reverse() can't be used in a filter. (line 1, column 7)"),
        ("at.getHours('Europe/Berlin') == 1", "getHours() with a time zone can't be used in a filter. (line 1, column 4) Compare with timestamp(\"…\") instead."),
        ("owner.contains('p')", "contains() of a reference can't be used in a filter. (line 1, column 7) Use == or 'in' with a key in quotes."),
        ("score", "A filter is a condition, and this is not one. (line 1, column 1) Compare it with something."),
    ])
    func refusals(source: String, message: String) throws {
        let error = #expect(throws: SQLTranslationError.self) { _ = try sql(source) }
        #expect(error?.description == message)
    }
}
