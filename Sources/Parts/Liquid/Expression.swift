/// A value as written: a literal, a variable, or a range.
indirect enum Expression: Sendable {
    case literal(LiquidValue)
    case variable(Variable)
    case range(Expression, Expression)

    /// The expression in its shortest spelling.
    var written: String {
        switch self {
        case .literal(.string(let text)): "\"\(text)\""
        case .literal(let value): value.inspected()
        case .variable(let variable): variable.written
        case .range(let start, let end): "(\(start.written)..\(end.written))"
        }
    }
}

struct Variable: Sendable {
    enum Step: Sendable {
        /// `.name`, which also knows `size`, `first` and `last`.
        case name(String)
        /// `[expression]`
        case index(Expression)
    }

    enum Root: Sendable {
        case name(String)
        /// `[expression]` in front: the name is computed.
        case index(Expression)
    }

    let root: Root
    var steps: [Step]
    let position: Position

    var written: String {
        var text = switch root {
        case .name(let name): name
        case .index(let index): "[\(index.written)]"
        }
        for step in steps {
            switch step {
            case .name(let name): text += ".\(name)"
            case .index(let index): text += "[\(index.written)]"
            }
        }
        return text
    }
}

/// `expression | filter: argument | …`
struct Filtered: Sendable {
    let expression: Expression
    let filters: [FilterCall]
    let position: Position
}

struct FilterCall: Sendable {
    let filter: Filter
    let arguments: [Expression]
    let named: [(name: String, value: Expression)]
    let position: Position
}

/// Comparisons joined by `and` and `or`, which bind from the right and equally strong.
struct Condition: Sendable {
    enum Joint: Sendable { case and, or }

    struct Comparison: Sendable {
        let left: Expression
        let test: (Comparator, Expression)?
        let position: Position
    }

    var comparisons: [Comparison]
    /// One fewer than `comparisons`.
    var joints: [Joint]
}

enum Comparator: Sendable { case equal, unequal, less, greater, lessOrEqual, greaterOrEqual, contains }
