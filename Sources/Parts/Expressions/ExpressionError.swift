/// A place in an expression's source.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    /// UTF-8 bytes from the start.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// From 1, in code points.
    public let column: Int

    init(offset: Int, in source: String) {
        var line = 1, column = 1
        for byte in source.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") { line += 1; column = 1 }
            else if byte & 0xC0 != 0x80 { column += 1 }
        }
        (self.offset, self.line, self.column) = (offset, line, column)
    }

    public var description: String { "line \(line), column \(column)" }
}

/// Why an expression cannot be parsed or does not fit its environment.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a sentence.
    public let message: String
    /// What would be right, if that can be said.
    public let advice: String?
    public let position: SourcePosition

    public var description: String {
        "\(message) (\(position))" + (advice.map { " \($0)" } ?? "")
    }
}
