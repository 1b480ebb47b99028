import Kernel

/// One line of a project template: `3 | Call the customer`.
struct TemplateTask: Equatable, Sendable {
    /// Days after the start.
    let days: Int
    let title: String

    static let longestTitle = 500

    /// Reads a template; blank lines separate.
    ///
    /// - Throws: `RecordError.invalid` naming every line that cannot be read.
    static func parse(_ text: String) throws(RecordError) -> [TemplateTask] {
        var tasks: [TemplateTask] = [], problems: [FieldProblem] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            let halves = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            if halves.count == 2, let days = Int(halves[0]), (0...3650).contains(days), (1...longestTitle).contains(halves[1].unicodeScalars.count) {
                tasks.append(TemplateTask(days: days, title: halves[1]))
            } else {
                problems.append(FieldProblem("tasks", "Line \(number + 1) must read “days | what to do”, such as “3 | Call the customer”."))
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return tasks
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
