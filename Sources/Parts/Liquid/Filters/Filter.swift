/// A filter: how many arguments it takes, and what it does.
struct Filter: Sendable {
    typealias Body = @Sendable (inout Rendering, LiquidValue, FilterArguments) throws(LiquidError) -> LiquidValue

    let arguments: ClosedRange<Int>
    var named: [String] = []
    /// Whether a name without a value may stand in front of it even when rendering strictly.
    var takesUndefined = false
    let body: Body

    init(_ arguments: ClosedRange<Int>, named: [String] = [], takesUndefined: Bool = false, _ body: @escaping Body) {
        self.arguments = arguments
        self.named = named
        self.takesUndefined = takesUndefined
        self.body = body
    }

    init(custom: LiquidFilter) {
        self.init(custom.arguments) { (_, value, arguments) throws(LiquidError) in
            try custom.body(value, arguments.positional)
        }
    }

    /// A filter without arguments that turns one text into another; `nil` stays `nil`.
    static func text(_ change: @escaping @Sendable (String) -> String) -> Filter {
        Filter(0...0) { (_, value, _) throws(LiquidError) in
            if case .null = value { return .null }
            return .string(change(value.filterText))
        }
    }

    static let builtIn: [String: Filter] = numberFilters
        .merging(textFilters) { $1 }
        .merging(markupFilters) { $1 }
        .merging(listFilters) { $1 }
        .merging(searchFilters) { $1 }
        .merging(otherFilters) { $1 }
}

struct FilterArguments {
    var positional: [LiquidValue] = []
    var named: [(name: String, value: LiquidValue)] = []

    /// An argument, or `nil` if it was left out.
    subscript(index: Int) -> LiquidValue { positional.indices.contains(index) ? positional[index] : .null }

    subscript(name: String) -> LiquidValue? { named.last { $0.name == name }?.value }
}

extension LiquidValue {
    /// The value as a text to work on: lists in their notation, `[1, 2]`.
    var filterText: String {
        if case .array = self { return inspected() }
        return text
    }
}

extension Rendering {
    func argument(_ says: String, _ advice: String) -> LiquidError { failure(.argument, says, advice) }

    func integer(_ value: LiquidValue, _ name: String) throws(LiquidError) -> Int {
        guard let number = value.strictInteger else {
            throw argument("The \(name) is '\(value.text.prefix(40))', not a whole number.", "Give a whole number.")
        }
        return Int(clamping: number)
    }
}
