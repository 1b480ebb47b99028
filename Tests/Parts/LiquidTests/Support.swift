import Liquid
import Testing

/// Limits that a slow machine does not reach by time.
let unhurried: Limits = {
    var limits = Limits()
    limits.time = .seconds(600)
    return limits
}()

func render(
    _ source: String, _ context: LiquidValue = .object([:]), partials: [String: String] = [:],
    options: RenderOptions = RenderOptions(escape: .none), limits: Limits = unhurried
) throws -> String {
    var parsed: [String: Template] = [:]
    for (name, source) in partials { parsed[name] = try Template(parsing: source) }
    return try Template(parsing: source, limits: limits)
        .render(context, partials: parsed, options: options, limits: limits)
}

/// The error that parsing and rendering ends with.
func failure(
    _ source: String, _ context: LiquidValue = .object([:]), partials: [String: String] = [:],
    options: RenderOptions = RenderOptions(escape: .none), limits: Limits = unhurried
) throws -> LiquidError {
    try #require(
        #expect(throws: LiquidError.self) {
            try render(source, context, partials: partials, options: options, limits: limits)
        })
}
