/// Why an expression has no value. As a filter, an error means: no match.
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case unknownVariable(String)
        /// The operands have types for which the operator or function is not defined.
        case noSuchOverload(String)
        case noSuchField(String)
        case noSuchKey
        case indexOutOfRange
        case divisionByZero
        case overflow
        /// A double outside of what both databases can hold; see ``DoubleRange``.
        case doubleOutOfRange
        case invalid(String)
        /// The step limit was reached. `||` and `&&` do not absorb it.
        case tooMuchWork
    }

    public let reason: Reason
    /// UTF-8 offset in the source.
    public let offset: Int

    public var description: String {
        switch reason {
        case .unknownVariable(let name): "There is no value for '\(name)'."
        case .noSuchOverload(let name): "\(name) is not defined for these values."
        case .noSuchField(let name): "There is no field '\(name)'."
        case .noSuchKey: "The map has no such key."
        case .indexOutOfRange: "The list is shorter than that."
        case .divisionByZero: "Division by zero."
        case .overflow: "The number is too large."
        case .doubleOutOfRange: "The number is too large, too small or not a number."
        case .invalid(let message): message
        case .tooMuchWork: "The expression takes too many steps."
        }
    }
}

/// Which doubles arithmetic may meet.
public enum DoubleRange: Sendable {
    /// IEEE 754, as CEL defines it: infinities and NaN are values.
    case ieee
    /// What SQLite and PostgreSQL compute alike, and therefore what filters and formulas use:
    /// operands of `+ - * /` are zero or between 1e-150 and 1e150 in magnitude, and the divisor
    /// is not zero; anything else is an error. (SQLite turns NaN into NULL, PostgreSQL refuses
    /// overflow, and both refuse division by zero.)
    case bounded

    static let magnitudes = 1e-150 ... 1e150

    static func holds(_ value: Double) -> Bool { value == 0 || magnitudes.contains(value.magnitude) }
}
