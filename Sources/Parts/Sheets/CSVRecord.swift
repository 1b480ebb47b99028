/// One row of a table, in UTF-8. Two arrays, however many fields it has.
public struct CSVRecord: Sendable, Hashable {
    /// The line of the file on which the row begins, counted from 1.
    public let line: Int
    /// All fields, one after the other.
    private let text: [UInt8]
    private let ends: [Int]
    private let removesFormulaGuard: Bool

    init(line: Int, text: [UInt8], ends: [Int], removesFormulaGuard: Bool) {
        self.line = line
        self.text = text
        self.ends = ends
        self.removesFormulaGuard = removesFormulaGuard
    }

    public var count: Int { ends.count }

    /// The field at `index`, counted from 0; nil behind the last.
    public subscript(index: Int) -> String? {
        bytes(at: index).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The field's UTF-8 without making a string of it; nil behind the last.
    public func bytes(at index: Int) -> ArraySlice<UInt8>? {
        guard let field = raw(at: index) else { return nil }
        return removesFormulaGuard && FormulaGuard.isGuarded(field) ? field.dropFirst() : field
    }

    public var fields: [String] {
        (0..<count).map { self[$0] ?? "" }
    }

    func raw(at index: Int) -> ArraySlice<UInt8>? {
        guard ends.indices.contains(index) else { return nil }
        return text[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
    }

    var isASCII: Bool { text.withUnsafeBytes { UTF8Check.isASCII($0) } }
}
