/// Why a template cannot be parsed or rendered, where, and what to do.
public struct LiquidError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// The template text is not well formed.
        case syntax
        /// A tag or filter that does not exist.
        case unknownName
        /// A tag or filter got something it cannot work with.
        case argument
        /// A name without a value, when rendering with ``UndefinedVariables/strict``.
        case undefinedVariable
        /// A partial that does not exist or cannot be loaded.
        case partial
        /// One of ``Limits`` was reached.
        case limit
    }

    public let kind: Kind
    /// What is wrong, as a sentence.
    public let says: String
    /// What to do about it, as a sentence.
    public let advice: String
    /// From 1. 0 if a custom filter or lookup made the error and the renderer has not placed it yet.
    public internal(set) var line: Int
    /// In Unicode scalars, from 1.
    public internal(set) var column: Int
    /// The partial in which it happened, or nil in the main template.
    public internal(set) var partial: String?

    /// For custom filters and partial lookups: the renderer adds line, column and partial.
    public init(_ kind: Kind, says: String, advice: String) {
        self.init(kind, says: says, advice: advice, at: Position(line: 0, column: 0))
    }

    init(_ kind: Kind, says: String, advice: String, at position: Position) {
        self.kind = kind
        self.says = says
        self.advice = advice
        line = Int(position.line)
        column = Int(position.column)
    }

    public var description: String {
        let place = partial.map { "\($0), line \(line), column \(column)" } ?? "line \(line), column \(column)"
        return "\(place): \(says) \(advice)"
    }
}

/// A place in a template's text. Lines and columns count from 1, columns in Unicode scalars.
struct Position: Sendable, Equatable {
    var line: UInt32
    var column: UInt32
}
