import Expressions
import Testing

@Suite("Clauses of a filter builder")
struct ClauseTests {
    @Test("A conjunction of simple comparisons becomes clauses and the same source again", arguments: [
        "stage != \"lost\" && score >= 10", "true", "name.contains(\"a\\\"b\") && name.startsWith(\"x\") && name.endsWith(\"y\")",
        "company.name == null && closes != null", "stage in [\"a\", \"b\"] && amount < -1.5", "won == true",
        "closes >= timestamp(\"2025-01-31T09:00:00Z\") && late == duration(\"90s\")",
    ])
    func roundTrip(source: String) throws {
        let clauses = try #require(try Expression(parsing: source).clauses)
        #expect(Expression.source(from: clauses) == source)
    }

    @Test("Other spellings become the same clauses")
    func spellings() throws {
        let clauses = try Expression(parsing: "10 <= score && (won && !lost) && has(company.name)").clauses
        #expect(clauses == [
            Clause(field: "score", operator: .greaterOrEqual, literal: .int(10)), Clause(field: "won", operator: .equal, literal: .bool(true)),
            Clause(field: "lost", operator: .equal, literal: .bool(false)), Clause(field: "company.name", operator: .isNotEmpty),
        ])
    }

    @Test("Anything else is no list of clauses", arguments: ["a || b", "a + 1 == 2", "a == b", "a in b", "size(a) > 1", "a.matches('x')", "!(a == 1)", "x ? a : b"])
    func others(source: String) throws {
        #expect(try Expression(parsing: source).clauses == nil)
    }
}
