/// Why reading a table had to stop. Lines and columns count from 1, byte offsets from 0.
public enum CSVError: Error, Sendable, CustomStringConvertible {
    /// A quote was opened here and never closed.
    case unclosedQuote(line: Int, column: Int)
    /// A field outgrew the limit; where it began with a quote, the quote may not have been closed.
    case fieldTooLarge(line: Int, column: Int, limit: Int, isQuoted: Bool)
    case rowTooLarge(line: Int, limit: Int)
    case tooManyColumns(line: Int, limit: Int)
    /// The header itself cannot be used.
    case header(CSVProblem)
    /// The delimiter is not one printable ASCII character or tab.
    case unusableDelimiter(UInt8)
    case unreadable(any Error)

    public var description: String {
        switch self {
        case .unclosedQuote(let line, let column):
            "Line \(line), column \(column): a quote is opened and never closed. Close it, or double quotes that are meant as text."
        case .fieldTooLarge(let line, let column, let limit, let isQuoted):
            "Line \(line), column \(column): the field is larger than \(limit) bytes."
                + (isQuoted ? " The quote it begins with may not be closed." : "")
        case .rowTooLarge(let line, let limit): "Line \(line): the row is larger than \(limit) bytes."
        case .tooManyColumns(let line, let limit): "Line \(line): the row has more than \(limit) columns. Check the delimiter."
        case .header(let problem): "The header cannot be used. \(problem)"
        case .unusableDelimiter(let byte): "Byte \(byte) cannot separate columns. Use a comma, semicolon, tab or bar."
        case .unreadable(let error): "The file could not be read: \(error)"
        }
    }
}

/// What is wrong with one row; reading goes on behind it.
public enum CSVProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case columnCount(line: Int, expected: Int, found: Int)
    /// `byteOffset` counts from the start of the file; nil where the file is UTF-16.
    case invalidText(line: Int, column: Int, byteOffset: Int?)
    /// Something other than a delimiter or a line end follows a closing quote.
    case textAfterQuote(line: Int, column: Int)

    /// The line in which the trouble is.
    public var line: Int {
        switch self {
        case .columnCount(let line, _, _), .invalidText(let line, _, _), .textAfterQuote(let line, _): line
        }
    }

    public var description: String {
        switch self {
        case .columnCount(let line, let expected, let found): "Line \(line): \(found) columns instead of \(expected)."
        case .invalidText(let line, let column, let byteOffset):
            "Line \(line), column \(column)\(byteOffset.map { ", byte \($0)" } ?? ""): the text is damaged or in another encoding. Save the file as UTF-8."
        case .textAfterQuote(let line, let column):
            "Line \(line), column \(column): text follows a closing quote. Double quotes that are meant as text."
        }
    }
}
