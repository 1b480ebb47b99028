import Kernel

/// An error as the command line says it: what is wrong, where, and what to do.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        guard let explained = error as? any Explained else {
            description = "\(error)"
            return
        }
        let explanation = explained.explanation
        let problems = explanation.problems.filter { !$0.message.isEmpty }.map { "  \($0.field): \($0.message)" }
        description = ([[explanation.says, explanation.advice].compactMap { $0 }.joined(separator: " ")] + problems).joined(separator: "\n")
    }
}
