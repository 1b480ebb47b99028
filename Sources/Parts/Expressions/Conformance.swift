import FoundationEssentials

/// What a run of a conformance file yields.
public struct ConformanceResult: Sendable {
    public var passed = 0
    /// `suite/section/name: what went wrong`
    public var failures: [String] = []
    /// Passed and run by suite.
    public var suites: [String: (passed: Int, run: Int)] = [:]
}

/// Runs the cases of a JSON file `{"tests": [{suite, section, name, expr, bindings?, dynamic?, value | error}]}`,
/// which is cel-spec's `tests/simple` in JSON.
/// - Throws: a decoding error if the file has another shape.
public func conformanceRun(json: some Sequence<UInt8>) throws -> ConformanceResult {
    let file = try JSONDecoder().decode(ConformanceFile.self, from: Data(json))
    var result = ConformanceResult()
    for test in file.tests {
        let failure = test.failure
        var counts = result.suites[test.suite] ?? (0, 0)
        counts.run += 1
        if let failure {
            result.failures.append("\(test.suite)/\(test.section)/\(test.name): \(failure)")
        } else {
            result.passed += 1
            counts.passed += 1
        }
        result.suites[test.suite] = counts
    }
    return result
}

private struct ConformanceFile: Decodable {
    let tests: [ConformanceCase]
}

private struct ConformanceCase: Decodable {
    let suite: String, section: String, name: String, expr: String
    let bindings: [String: ConformanceValue]?
    let value: ConformanceValue?
    let error: Bool?
    let dynamic: Bool?

    /// Nil if the case passes.
    var failure: String? {
        do {
            let answer = try answer()
            if error == true { return "should fail, but is \(answer)" }
            guard let value else { return "the case says neither value nor error" }
            return value.value == answer ? nil : "should be \(value.value), but is \(answer)"
        } catch {
            return self.error == true ? nil : "\(error)"
        }
    }

    private func answer() throws -> CELValue {
        let expression = try Expression(parsing: expr)
        let variables = (bindings ?? [:]).mapValues(\.value)
        if dynamic == true { return try expression.evaluate(variables) }
        let environment = Environment(variables.mapValues(\.type))
        return try expression.check(in: environment).evaluate(variables, doubles: .ieee)
    }
}

private struct ConformanceValue: Decodable {
    let value: CELValue

    private enum Key: CodingKey { case type, value, base64, entries }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        let wrong = DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a value of its type"))
        func text() throws -> String { try box.decode(String.self, forKey: .value) }
        switch try box.decode(String.self, forKey: .type) {
        case "null": value = .null
        case "bool": value = .bool(try box.decode(Bool.self, forKey: .value))
        case "int":
            guard let number = Int64(try text()) else { throw wrong }
            value = .int(number)
        case "uint":
            guard let number = UInt64(try text()) else { throw wrong }
            value = .uint(number)
        case "double":
            guard let number = Double(try text()) else { throw wrong }
            value = .double(number)
        case "string": value = .string(try text())
        case "bytes":
            guard let bytes = Base64.decode(try box.decode(String.self, forKey: .base64)) else { throw wrong }
            value = .bytes(bytes)
        case "list": value = .list(try box.decode([ConformanceValue].self, forKey: .value).map(\.value))
        case "map":
            let entries = try box.decode([[ConformanceValue]].self, forKey: .entries)
            var pairs: [(CELValue, CELValue)] = []
            for entry in entries {
                guard entry.count == 2 else { throw wrong }
                pairs.append((entry[0].value, entry[1].value))
            }
            guard let map = CELMap(pairs) else { throw wrong }
            value = .map(map)
        case "type": value = .type(try text())
        default: throw wrong
        }
    }
}
