import Expressions
import Store

/// What went wrong, said to a person: what is the matter and what to do next.
public struct Explanation: Sendable {
    /// What kind of failure this is; becomes an HTTP status or exit code in exactly one place each.
    public enum Kind: Sendable {
        case invalid, unauthenticated, forbidden, notFound, conflict, gone, tooLarge, tooMany, precondition, unavailable, full, unsupported
    }

    public let kind: Kind
    public let says: String
    public let advice: String?
    public let problems: [FieldProblem]

    public init(_ kind: Kind, says: String, advice: String? = nil, problems: [FieldProblem] = []) {
        self.kind = kind
        self.says = says
        self.advice = advice
        self.problems = problems
    }
}

/// An error that a person can act on. Anything else becomes a trace number.
public protocol Explained: Error {
    var explanation: Explanation { get }
}

extension RecordError: Explained {
    public var explanation: Explanation {
        switch self {
        case .unknownObject(let name):
            Explanation(.notFound, says: "There is no object “\(name)”.", advice: "See /api/v1/openapi.json for the objects of this workspace.")
        case .unknownAction(let name):
            Explanation(.notFound, says: "There is no action “\(name)”.", advice: "See /api/v1/openapi.json for the actions of this workspace.")
        case .unknownField(let field, let object, let known):
            Explanation(.invalid, says: "“\(object)” has no field “\(field)”.", advice: Self.advice(field, known),
                        problems: [FieldProblem(field, "This field is not known.")])
        case .notFound(let object):
            Explanation(.notFound, says: "There is no such \(object.replacing("_", with: " ")).", advice: "It may have been deleted, or you may not have access to it.")
        case .forbidden(let verb, let object):
            Explanation(.forbidden, says: "You may not \(verb.rawValue) this \(object.replacing("_", with: " ")).", advice: "Ask an owner of the workspace for a role that allows it.")
        case .stale:
            Explanation(.conflict, says: "Somebody else changed this record after you opened it.", advice: "Load it again, then repeat your change.")
        case .invalid(let problems):
            Explanation(.invalid, says: problems.count == 1 ? "One field needs your attention." : "\(problems.count) fields need your attention.",
                        advice: "Correct what is marked and send it again.", problems: problems)
        case .guarded(let sentence):
            Explanation(.conflict, says: sentence)
        case .badFilter(let message, let offset):
            Explanation(.invalid, says: offset.map { "The filter is wrong at character \($0 + 1): \(message)" } ?? "The filter is wrong: \(message)",
                        problems: [FieldProblem("filter", message)])
        case .badCursor:
            Explanation(.invalid, says: "This cursor does not belong to this list.", advice: "Start again without a cursor.", problems: [FieldProblem("cursor", "Not a cursor of this list.")])
        case .badLimit(let max):
            Explanation(.invalid, says: "The limit must be between 1 and \(max).", problems: [FieldProblem("limit", "Between 1 and \(max).")])
        case .referenced(let object, let count):
            Explanation(.conflict, says: "\(count == 1 ? "One \(object.replacing("_", with: " ")) still refers" : "\(count) records of \(object.replacing("_", with: " ")) still refer") to this record.", advice: "Delete or change those first.")
        }
    }

    private static func advice(_ field: String, _ known: [String]) -> String {
        if let near = known.min(by: { distance(field, $0) < distance(field, $1) }), distance(field, near) <= 2 { return "Did you mean “\(near)”?" }
        return "Known fields: \(known.joined(separator: ", "))."
    }

    /// Levenshtein's edit distance, over bytes.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(64)), right = Array(right.utf8.prefix(64))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
