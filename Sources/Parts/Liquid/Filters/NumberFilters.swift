extension Filter {
    static let numberFilters: [String: Filter] = [
        "abs": Filter(0...0) { (_, value, _) throws(LiquidError) in Number(value).magnitude.value },
        "plus": arithmetic { $0 + $1 },
        "minus": arithmetic { $0 - $1 },
        "times": arithmetic { $0 * $1 },
        "at_least": arithmetic { $0.value.order($1.value) == -1 ? $1 : $0 },
        "at_most": arithmetic { $0.value.order($1.value) == 1 ? $1 : $0 },
        "divided_by": division { $0.divided(by: $1) },
        "modulo": division { $0.modulo($1) },
        "ceil": Filter(0...0) { (_, value, _) throws(LiquidError) in Number(value).whole(.up).value },
        "floor": Filter(0...0) { (_, value, _) throws(LiquidError) in Number(value).whole(.down).value },
        "round": Filter(0...1) { (_, value, arguments) throws(LiquidError) in
            if case .int(let number) = Number(value), arguments[0].looseInteger >= 0 { return .int(number) }
            return Number(value).rounded(places: arguments[0].looseInteger).value
        },
    ]

    private static func arithmetic(_ operation: @escaping @Sendable (Number, Number) -> Number) -> Filter {
        Filter(1...1) { (_, value, arguments) throws(LiquidError) in
            operation(Number(value), Number(arguments[0])).value
        }
    }

    private static func division(_ operation: @escaping @Sendable (Number, Number) -> Number?) -> Filter {
        Filter(1...1) { (rendering, value, arguments) throws(LiquidError) in
            guard let result = operation(Number(value), Number(arguments[0])) else {
                throw rendering.argument(
                    "A division by zero: '\(arguments[0].text.prefix(40))' counts as 0.", "Test the divisor with 'if' first.")
            }
            return result.value
        }
    }
}
