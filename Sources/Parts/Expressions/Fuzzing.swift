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
    guard let checked = try? expression.check(in: environment) else { return }
    _ = try? checked.evaluate(values, stepLimit: 2000)
}
