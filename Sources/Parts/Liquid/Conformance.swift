/// Runs the cases of golden-liquid (https://github.com/jg-rp/golden-liquid): `template`, `data`, optional `templates`,
/// and `result`, `results` (either will do) or `invalid` (parsing or rendering fails).
///
/// - Returns: how many passed, and for each other case its name, what was expected and what came.
public func runConformance(json: [UInt8]) -> (passed: Int, failing: [String]) {
    let document: LiquidValue
    do throws(JSONFailure) {
        document = try LiquidValue(json: json)
    } catch {
        return (0, ["The file cannot be read: \(error)"])
    }
    guard case .array(let cases)? = document.member("tests") else { return (0, ["The file has no list 'tests'."]) }
    let failing = cases.compactMap(failure)
    return (cases.count - failing.count, failing)
}

/// What is wrong with one case, or nil if it passes.
private func failure(_ test: LiquidValue) -> String? {
    let name = test.member("name")?.text ?? "?"
    let mustFail = test.member("invalid")?.isTruthy ?? false
    var accepted: [String] = []
    if let result = test.member("result") { accepted.append(result.text) }
    if case .array(let results)? = test.member("results") { accepted += results.map(\.text) }
    do throws(LiquidError) {
        let result = try rendered(test)
        if mustFail { return "\(name): must fail, and gave \(LiquidValue.string(result).inspected())" }
        if accepted.contains(result) { return nil }
        let expected = accepted.map { LiquidValue.string($0).inspected() }.joined(separator: " or ")
        return "\(name): expected \(expected), got \(LiquidValue.string(result).inspected())"
    } catch {
        return mustFail ? nil : "\(name): \(error)"
    }
}

private func rendered(_ test: LiquidValue) throws(LiquidError) -> String {
    var isStrict2 = false
    if case .array(let tags)? = test.member("tags") { isStrict2 = tags.contains { $0.plainText == "strict2" } }
    var partials: [String: Template] = [:]
    if case .object(let sources)? = test.member("templates") {
        for (name, source) in zip(sources.keys, sources.values) {
            partials[name] = try Template(parsing: source.text, lenientWhen: !isStrict2)
        }
    }
    let template = try Template(parsing: test.member("template")?.text ?? "", lenientWhen: !isStrict2)
    // The suite is about meaning, not speed: a busy machine must not fail it.
    var limits = Limits()
    limits.time = .seconds(30)
    return try template.render(
        test.member("data") ?? .object([:]), partials: partials, options: RenderOptions(escape: .none), limits: limits)
}
