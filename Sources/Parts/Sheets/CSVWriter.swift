/// One cell of a table to be written.
public enum CSVCell: Sendable, Hashable {
    case empty
    /// Guarded where a spreadsheet would run it as a formula.
    case text(String)
    case integer(Int64)
    /// A decimal number as `-1284.50` or `1e-7`; anything else is written as a text.
    case number(String)
}

extension CSVCell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}

/// Writes a table as RFC 4180 wants it, in UTF-8, handing it on in pieces of about 64 kB.
public struct CSVWriter {
    public enum LineEnd: String, Sendable, Hashable {
        /// RFC 4180.
        case crlf = "\r\n"
        case lf = "\n"
    }

    private let delimiter: UInt8
    private let lineEnd: LineEnd
    private let guardsFormulas: Bool
    private let sink: ([UInt8]) throws -> Void
    private var pending: [UInt8] = []

    private static let pieceSize = 1 << 16
    /// Unquoted at the start of a file it would not be text.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameters:
    ///   - delimiter: one ASCII character that is neither a quote nor a line end.
    ///   - guardsFormulas: puts `'` before texts that begin with `=`, `+`, `-`, `@`, tab, CR or the full-width signs;
    ///     ``CSVDialect/removesFormulaGuard`` takes exactly it away again.
    ///   - marksEncoding: begins with a byte order mark, without which Excel takes UTF-8 for Windows-1252.
    ///   - sink: takes the pieces in order; what it throws comes out of ``write(_:)`` and ``finish()``.
    public init(
        delimiter: UInt8 = UInt8(ascii: ","), lineEnd: LineEnd = .crlf, guardsFormulas: Bool = true,
        marksEncoding: Bool = false, sink: @escaping ([UInt8]) throws -> Void
    ) throws(CSVError) {
        guard CSVDialect(delimiter: delimiter).isUsable else { throw .unusableDelimiter(delimiter) }
        self.delimiter = delimiter
        self.lineEnd = lineEnd
        self.guardsFormulas = guardsFormulas
        self.sink = sink
        if marksEncoding { pending = Self.byteOrderMark }
    }

    public mutating func write(_ cells: [CSVCell]) throws {
        let start = pending.count
        for (index, cell) in cells.enumerated() {
            if index > 0 { pending.append(delimiter) }
            append(cell)
        }
        // An empty line would be no row to a reader.
        if pending.count == start, !cells.isEmpty { pending.append(contentsOf: [Byte.quote, Byte.quote]) }
        pending.append(contentsOf: lineEnd.rawValue.utf8)
        if pending.count >= Self.pieceSize { try finish() }
    }

    /// Hands on what is left. Writing may go on afterwards.
    public mutating func finish() throws {
        guard !pending.isEmpty else { return }
        try sink(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ cell: CSVCell) {
        switch cell {
        case .empty: break
        case .integer(let number): pending.append(contentsOf: number.description.utf8)
        case .number(let number) where number.utf8.isDecimalNumber: pending.append(contentsOf: number.utf8)
        case .number(let text), .text(let text): append(text)
        }
    }

    private mutating func append(_ text: String) {
        let utf8 = text.utf8
        let isGuarded = guardsFormulas && FormulaGuard.needsGuard(utf8)
        let isQuoted = utf8.contains {
            $0 == delimiter || $0 == Byte.quote || $0 == Byte.lineFeed || $0 == Byte.carriageReturn
        } || (delimiter == Byte.apostrophe && isGuarded) || utf8.starts(with: Self.byteOrderMark)
        if isQuoted { pending.append(Byte.quote) }
        if isGuarded { pending.append(Byte.apostrophe) }
        if isQuoted {
            for byte in utf8 {
                pending.append(byte)
                if byte == Byte.quote { pending.append(byte) }
            }
            pending.append(Byte.quote)
        } else {
            pending.append(contentsOf: utf8)
        }
    }
}

extension String.UTF8View {
    /// `[+-]digits[.digits][e[+-]digits]`
    fileprivate var isDecimalNumber: Bool {
        var rest = self[...]
        func digits() -> Bool {
            let count = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(count)
            return count > 0
        }
        func skip(_ choices: [UInt8]) -> Bool {
            guard let first = rest.first, choices.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip([UInt8(ascii: "-"), UInt8(ascii: "+")])
        guard digits() else { return false }
        if skip([UInt8(ascii: ".")]), !digits() { return false }
        if skip([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
            _ = skip([UInt8(ascii: "-"), UInt8(ascii: "+")])
            guard digits() else { return false }
        }
        return rest.isEmpty
    }
}
