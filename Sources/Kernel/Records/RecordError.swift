import Expressions
import Store

/// An expected failure of reading or writing records.
public enum RecordError: Error, Sendable {
    case unknownObject(String)
    case unknownAction(String)
    /// The field does not exist, or the caller may not see it: the answers must not differ.
    case unknownField(String, object: String, known: [String])
    /// Nothing there, or nothing the caller may see: the answers must not differ.
    case notFound(object: String)
    case forbidden(verb: Verb, object: String)
    case stale(object: String)
    case invalid([FieldProblem])
    case guarded(String)
    case badFilter(String, offset: Int?)
    case badCursor
    case badLimit(max: Int)
    case referenced(by: String, count: Int)
}

extension RecordError {
    /// A reference to a record that is not there, or no longer. The engine says at best which rule was broken.
    static func dangling(_ rule: StoreError.Violation) -> RecordError {
        var field = rule.constraint ?? ""
        if let table = rule.table, field.hasPrefix(table + "_") { field.removeFirst(table.count + 1) }
        field = field.hasSuffix("_fkey") ? String(field.dropLast(5)) : ""
        return .invalid([FieldProblem(field, "A record that this one refers to does not exist.")])
    }
}

/// What is wrong with one field of an input, said to the person who typed it.
public struct FieldProblem: Error, Sendable, Hashable {
    public let field: String
    public let message: String

    public init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}
