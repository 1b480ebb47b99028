/// Entry for fuzzers: parses, checks, evaluates, translates and takes apart whatever `bytes` are.
/// Never traps; errors are expected and dropped.
public func fuzzExpression(_ bytes: some Collection<UInt8>) {
    guard let expression = try? Expression(parsing: String(decoding: bytes, as: UTF8.self)) else { return }
    let environment = Environment(["a": .int, "b": .nullable(.string), "c.d": .double, "e": .timestamp, "f": .list(.string), "g": .bool])
    let values: [String: CELValue] = [
        "a": .int(7), "b": .null, "c.d": .double(0.5), "e": CELTimestamp(microseconds: 0).map { .timestamp($0) } ?? .null,
        "f": .list([.string("x")]), "g": .bool(true),
    ]
    _ = try? expression.evaluate(values, stepLimit: 2000)
    _ = expression.clauses.map { Expression.source(from: $0) }
    guard let checked = try? expression.check(in: environment) else { return }
    _ = try? checked.evaluate(values, stepLimit: 2000)
    let columns: [String: Column] = [
        "a": Column(sql: "a", type: .int, nullable: false), "b": Column(sql: "b", type: .string, nullable: true),
        "c.d": Column(sql: "d", type: .double, nullable: false), "e": Column(sql: "e", type: .timestamp, nullable: false, kind: .instant),
        "g": Column(sql: "g", type: .bool, nullable: false),
    ]
    _ = try? checked.compileSQL(dialect: .sqlite, columns: columns)
    _ = try? checked.compileSQL(dialect: .postgres, columns: columns, for: .value)
}
