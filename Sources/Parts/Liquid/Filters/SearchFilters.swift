extension Filter {
    /// `where`, `reject`, `find`, `find_index` and `has`: all test elements by a property, and optionally its value.
    static let searchFilters: [String: Filter] = [
        "where": Filter(1...2) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.tested(value, arguments) { .array($0.filter(\.passes).map(\.element)) }
        },
        "reject": Filter(1...2) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.tested(value, arguments) { .array($0.filter { !$0.passes }.map(\.element)) }
        },
        "find": Filter(1...2) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.tested(value, arguments, stopsAtFirst: true) { $0.first(where: \.passes)?.element ?? .null }
        },
        "find_index": Filter(1...2) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.tested(value, arguments, stopsAtFirst: true) {
                $0.firstIndex(where: \.passes).map { .int(Int64($0)) } ?? .null
            }
        },
        "has": Filter(1...2) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.tested(value, arguments, stopsAtFirst: true) { .bool($0.contains(where: \.passes)) }
        },
    ]
}

extension Rendering {
    fileprivate typealias Tested = (element: LiquidValue, passes: Bool)

    /// Tests the elements in order; the answer is `nil` as soon as one has no properties at all, such as `nil` or `true`.
    fileprivate mutating func tested(
        _ value: LiquidValue, _ arguments: FilterArguments, stopsAtFirst: Bool = false, _ answer: ([Tested]) -> LiquidValue
    ) throws(LiquidError) -> LiquidValue {
        var results: [Tested] = []
        for element in try list(value) {
            try step()
            guard let found = try pick(arguments[0], from: element) else { return .null }
            let passes: Bool
            if case .null = arguments[1] {
                passes = found.isTruthy
            } else {
                passes = try equal(found, arguments[1])
            }
            results.append((element, passes))
            if passes, stopsAtFirst { break }
        }
        return answer(results)
    }
}
