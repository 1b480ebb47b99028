/// How a table was written as text (RFC 4180, with the freedom that exports take).
public struct CSVDialect: Sendable, Hashable {
    /// One ASCII byte: `,` `;` tab `|` …
    public var delimiter: UInt8
    public var hasHeader: Bool
    public var encoding: SheetEncoding
    /// Rows may have fewer or more columns than the first without being a problem.
    public var allowsRaggedRows: Bool
    /// Takes the `'` away again that ``CSVWriter`` puts before texts which a spreadsheet would run as formulas.
    public var removesFormulaGuard: Bool

    public init(
        delimiter: UInt8 = UInt8(ascii: ","), hasHeader: Bool = true, encoding: SheetEncoding = .utf8,
        allowsRaggedRows: Bool = false, removesFormulaGuard: Bool = false
    ) {
        self.delimiter = delimiter
        self.hasHeader = hasHeader
        self.encoding = encoding
        self.allowsRaggedRows = allowsRaggedRows
        self.removesFormulaGuard = removesFormulaGuard
    }

    /// Whether the delimiter can be told from text, quotes and line ends.
    var isUsable: Bool {
        delimiter < 0x80 && ![0, Byte.quote, Byte.lineFeed, Byte.carriageReturn].contains(delimiter)
    }
}

/// How the characters of a file are stored. Byte order marks are skipped where they are.
public enum SheetEncoding: String, Sendable, Hashable, Codable {
    case utf8, utf16LittleEndian, utf16BigEndian
    /// As browsers read it: the five bytes without a character are control characters.
    case windows1252
}

/// How much of a file is held in memory at once, and what is certainly not a table any more.
public struct CSVLimits: Sendable, Hashable {
    /// Bytes of one field, in UTF-8.
    public var fieldSize: Int
    /// Bytes of one row, in UTF-8.
    public var rowSize: Int
    public var columns: Int

    public init(fieldSize: Int = 1 << 20, rowSize: Int = 16 << 20, columns: Int = 16_384) {
        self.fieldSize = fieldSize
        self.rowSize = rowSize
        self.columns = columns
    }
}

enum Byte {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let apostrophe = UInt8(ascii: "'")
}
