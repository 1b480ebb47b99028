public enum SQLDialect: Sendable, Hashable { case sqlite, postgres }

/// SQL text with places for values. Values are never pasted into the text.
public struct SQLFragment: Sendable, Hashable {
    public enum Piece: Sendable, Hashable {
        case text(String)
        /// Always an int, double, string or bytes; instants and durations are bound as int microseconds.
        /// For PostgreSQL the text around it casts the parameter.
        case bind(CELValue)
    }

    public private(set) var pieces: [Piece] = []

    /// The text with `placeholder(1)`, `placeholder(2)` … for the values, and the values.
    public func rendered(_ placeholder: (Int) -> String) -> (text: String, values: [CELValue]) {
        var text = "", values: [CELValue] = []
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .bind(let value):
                values.append(value)
                text += placeholder(values.count)
            }
        }
        return (text, values)
    }

    mutating func append(_ text: String) {
        if case .text(let last)? = pieces.last { pieces[pieces.count - 1] = .text(last + text) } else if !text.isEmpty { pieces.append(.text(text)) }
    }

    mutating func append(_ other: SQLFragment) {
        for piece in other.pieces {
            if case .text(let text) = piece { append(text) } else { pieces.append(piece) }
        }
    }

    mutating func appendBind(_ value: CELValue) { pieces.append(.bind(value)) }

    /// Bytes, counting a value as eight.
    var size: Int {
        pieces.reduce(0) { if case .text(let text) = $1 { $0 + text.utf8.count } else { $0 + 8 } }
    }
}

extension SQLFragment: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { append(value) }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.fragment }

    public struct StringInterpolation: StringInterpolationProtocol {
        var fragment = SQLFragment(stringLiteral: "")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { fragment.append(literal) }
        public mutating func appendInterpolation(_ other: SQLFragment) { fragment.append(other) }
        /// SQL text that the program wrote, never a value.
        public mutating func appendInterpolation(sql: String) { fragment.append(sql) }
        public mutating func appendInterpolation(bind value: CELValue) { fragment.appendBind(value) }
    }

    static func joined(_ parts: [SQLFragment], _ separator: String) -> SQLFragment {
        var result = SQLFragment(stringLiteral: "")
        for (index, part) in parts.enumerated() {
            if index > 0 { result.append(separator) }
            result.append(part)
        }
        return result
    }
}
