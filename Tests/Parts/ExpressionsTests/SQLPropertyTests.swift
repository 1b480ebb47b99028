import Expressions
import FoundationEssentials
import Testing

private let postgresURL = ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES"]

@Suite("SQL answers as memory does")
struct SQLPropertyTests {
    private static var seed: UInt64 { ProcessInfo.processInfo.environment["SEXTANT_SEED"].flatMap { UInt64($0) } ?? 20_261_122 }
    private static var count: Int { ProcessInfo.processInfo.environment["SEXTANT_CASES"].flatMap { Int($0) } ?? 3000 }

    /// What a database gives for a value of an expression.
    private static func stored(_ checked: CheckedExpression, _ bindings: [String: CELValue]) -> CELValue {
        guard let value = try? checked.evaluate(bindings) else { return .null }
        switch value {
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .timestamp(let time): return time.wholeMicroseconds.map { .int($0) } ?? .null
        case .duration(let length): return length.wholeMicroseconds.map { .int($0) } ?? .null
        default: return value
        }
    }

    @Test("Random expressions have the same value in SQLite and in memory, as value and as filter")
    func sqlite() throws {
        print("seed \(Self.seed), \(Self.count) cases")
        var world = RandomExpressions(random: SeededGenerator(state: Self.seed))
        let rows = (0..<25).map { _ in world.row() }
        let database = try SQLite()
        let names = RandomExpressions.stored
        try database.execute("CREATE TABLE r (id INTEGER PRIMARY KEY, \(names.map { "\"\($0.name)\" \($0.sqlite)" }.joined(separator: ", ")))")
        for row in rows {
            try database.execute("INSERT INTO r VALUES (NULL, \(names.map { _ in "?" }.joined(separator: ", ")))", row.stored)
        }
        var refused = 0, values = 0, hits = 0
        for _ in 0..<Self.count {
            let source = world.any(Int.random(in: 1...4, using: &world.random))
            let checked = try Expression(parsing: source).check(in: RandomExpressions.environment)
            let value: SQLFragment, filter: SQLFragment?
            do {
                value = try checked.compileSQL(dialect: .sqlite, columns: RandomExpressions.columns, for: .value)
                filter = checked.type == .bool ? try checked.compileSQL(dialect: .sqlite, columns: RandomExpressions.columns) : nil
            } catch {
                refused += 1
                continue
            }
            let expected = rows.map { Self.stored(checked, $0.bindings) }
            let selected = value.rendered { "?\($0)" }
            let answers = try database.rows("SELECT \(selected.text) FROM r ORDER BY id", selected.values)
            guard answers == expected else {
                Issue.record("seed \(Self.seed): \(source)\n\(selected.text)\n\(zip(expected, answers).enumerated().filter { $1.0 != $1.1 }.map { "row \($0) \(rows[$0].bindings): memory \($1.0), SQLite \($1.1)" }.first ?? "")")
                continue
            }
            values += answers.count { $0 != .null }
            guard let filter = filter?.rendered({ "?\($0)" }) else { continue }
            let matches = try database.rows("SELECT id FROM r WHERE \(filter.text) ORDER BY id", filter.values)
            let matching = rows.indices.filter { checked.matches(rows[$0].bindings) }.map { CELValue.int(Int64($0 + 1)) }
            hits += matches.count
            #expect(matches == matching, "seed \(Self.seed): \(source)\n\(filter.text)")
        }
        #expect(refused < Self.count / 10)
        // A run in which nearly everything is NULL would prove nothing.
        #expect(values > Self.count * rows.count / 4)
        #expect(hits > Self.count * rows.count / 10)
        print("refused \(refused), \(values) values, \(hits) hits")
    }

    @Test("Random expressions have the same value in PostgreSQL and in memory, as value and as filter",
          .enabled(if: postgresURL != nil, "SEXTANT_TEST_POSTGRES is not set"))
    func postgres() throws {
        let url = try #require(postgresURL)
        print("seed \(Self.seed), \(Self.count) cases")
        var world = RandomExpressions(random: SeededGenerator(state: Self.seed))
        let rows = (0..<25).map { _ in world.row() }
        let names = RandomExpressions.stored
        var script = "SET client_min_messages = error;\nCREATE TEMP TABLE r (id bigint, \(names.map { "\"\($0.name)\" \($0.postgres)" }.joined(separator: ", ")));\n"
        for (index, row) in rows.enumerated() {
            script += "INSERT INTO r VALUES (\(index), \(row.stored.map(Self.literal).joined(separator: ", ")));\n"
        }
        var expected: [String] = [], sources: [String] = []
        for _ in 0..<Self.count {
            let source = world.any(Int.random(in: 1...4, using: &world.random))
            let checked = try Expression(parsing: source).check(in: RandomExpressions.environment)
            guard let value = try? checked.compileSQL(dialect: .postgres, columns: RandomExpressions.columns, for: .value) else { continue }
            script += "SELECT coalesce(string_agg(coalesce(\(Self.printed(value, checked.type)), 'null'), ',' ORDER BY id), '') FROM r;\n"
            expected.append(rows.map { Self.text(checked, $0.bindings) }.map { $0 ?? "null" }.joined(separator: ","))
            sources.append(source)
            guard checked.type == .bool else { continue }
            let filter = try checked.compileSQL(dialect: .postgres, columns: RandomExpressions.columns)
            script += "SELECT coalesce(string_agg(CAST(id AS text), ',' ORDER BY id), '') FROM r WHERE \(Self.inlined(filter));\n"
            expected.append(rows.indices.filter { checked.matches(rows[$0].bindings) }.map(String.init).joined(separator: ","))
            sources.append(source)
        }
        let answers = try Psql.run(script, url: url)
        #expect(answers.count == expected.count)
        for (index, (answer, wanted)) in zip(answers, expected).enumerated() where answer != wanted {
            Issue.record("seed \(Self.seed): \(sources[index])\nmemory     \(wanted)\nPostgreSQL \(answer)")
        }
    }

    /// SQL that prints a value so that nothing is lost: doubles by their bits, texts by their bytes.
    private static func printed(_ value: SQLFragment, _ type: CELType) -> String {
        switch type.present {
        case .double: "encode(float8send(\(inlined(value)) + CAST(0 AS double precision)), 'hex')"
        case .string: "encode(convert_to(\(inlined(value)), 'UTF8'), 'hex')"
        default: "CAST(\(inlined(value)) AS text)"
        }
    }

    /// As `printed` prints it; nil for NULL.
    private static func text(_ checked: CheckedExpression, _ bindings: [String: CELValue]) -> String? {
        switch stored(checked, bindings) {
        case .null: return nil
        case .int(let number): return checked.type.present == .bool ? (number == 1 ? "true" : "false") : String(number)
        case .double(let number): return hex(withUnsafeBytes(of: (number + 0).bitPattern.bigEndian) { Array($0) })
        case .string(let text): return hex(Array(text.utf8))
        default: return "?"
        }
    }

    private static func inlined(_ fragment: SQLFragment) -> String {
        fragment.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .bind(let value): literal(value)
            }
        }.joined()
    }

    private static func literal(_ value: CELValue) -> String {
        switch value {
        case .bool(let flag): flag ? "TRUE" : "FALSE"
        case .int(let number): "'\(number)'"
        case .double(let number): "'\(number)'"
        case .string(let text): "'" + text.replacing("'", with: "''") + "'"
        default: "NULL"
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
