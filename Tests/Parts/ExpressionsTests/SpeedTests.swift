import Expressions
import Testing

@Suite("Speed")
struct SpeedTests {
    @Test("A short filter is parsed, checked and translated, and evaluated, within budgets that only a regression exceeds")
    func budgets() throws {
        let environment = Environment(["stage": .nullable(.string), "score": .int, "company.name": .nullable(.string)])
        let columns: [String: Column] = [
            "stage": Column(sql: "d.stage", type: .string, nullable: true), "score": Column(sql: "d.score", type: .int, nullable: false),
            "company.name": Column(sql: "c.name", type: .string, nullable: true),
        ]
        let source = "stage != \"lost\" && score >= 10 && company.name.startsWith(\"A\")"
        let bindings: [String: CELValue] = ["stage": .string("won"), "score": .int(12), "company.name": .string("Acme")]
        let clock = ContinuousClock(), rounds = 2000
        let compiling = try clock.measure {
            for _ in 0..<rounds { _ = try Expression(parsing: source).check(in: environment).compileSQL(dialect: .sqlite, columns: columns) }
        }
        let checked = try Expression(parsing: source).check(in: environment)
        let evaluating = try clock.measure { for _ in 0..<rounds { _ = try checked.evaluate(bindings) } }
        print("parse + check + SQL \(compiling / rounds), evaluate \(evaluating / rounds)")
        #expect(compiling / rounds < .milliseconds(2))
        #expect(evaluating / rounds < .microseconds(200))
    }
}
