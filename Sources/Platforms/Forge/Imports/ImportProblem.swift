import Kernel

/// One cell that cannot be taken, or a row as a whole.
public struct ImportProblem: Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1, as an editor counts.
    public let line: Int
    public let column: String?
    public let sentence: String

    /// `line 17, price_each: “abc” is not an amount.`
    public var description: String { "line \(line)\(column.map { ", \($0)" } ?? ""): \(sentence)" }
}

/// The bad cells of a file: all are counted, the first thousand are kept.
public struct ImportProblems: Sendable {
    public static let limit = 1_000
    public private(set) var listed: [ImportProblem] = []
    public private(set) var count = 0

    mutating func add(_ problem: ImportProblem) {
        count += 1
        if listed.count < Self.limit { listed.append(problem) }
    }
}

/// Why an import did not begin. Nothing was written.
public enum ImportError: Error, Sendable {
    /// The mapping, with its file and line.
    case mapping(place: String, sentence: String)
    case file(path: String, sentence: String)
    /// The text of these cells cannot be read in the encoding that the mapping names.
    case encoding(path: String, ImportProblems)
    case tooLarge(path: String, limit: Int)
}

extension ImportError: Explained {
    public var explanation: Explanation {
        switch self {
        case .mapping(let place, let sentence): Explanation(.invalid, says: "\(place): \(sentence)")
        case .file(let path, let sentence): Explanation(.invalid, says: "\(path): \(sentence)", advice: "Nothing was imported.")
        case .encoding(let path, let problems):
            Explanation(
                .invalid, says: "\(path): \(problems.count == 1 ? "a cell is" : "\(problems.count) cells are") damaged or in another encoding.",
                advice: "Save the file as UTF-8, or name its encoding in the mapping. Nothing was imported.",
                problems: problems.listed.prefix(20).map { FieldProblem("line \($0.line)", $0.sentence) })
        case .tooLarge(let path, let limit): Explanation(.tooLarge, says: "\(path) is larger than \(limit >> 20) MB.", advice: "Split it into several files.")
        }
    }
}

extension String {
    /// In quotes, shortened.
    var quoted: String { "“\(count > 60 ? String(prefix(60)) + "…" : self)”" }
}
