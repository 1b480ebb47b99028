/// Reads a table row by row from chunks of bytes; holds one chunk and one row at a time.
///
/// Takes what RFC 4180 allows and what exports do besides: any one-byte delimiter, line ends of
/// LF, CRLF or CR, also mixed, no line end after the last row. Blank lines are skipped. A quote in
/// the middle of an unquoted field is text.
public struct CSVReader {
    public enum Row: Sendable {
        case record(CSVRecord)
        /// The row as far as it could be read, for the person who has to mend it.
        case problem(CSVProblem, CSVRecord)
    }

    public let dialect: CSVDialect
    public let limits: CSVLimits
    /// The first row where the dialect has a header; nil in an empty file.
    public private(set) var header: CSVRecord?
    /// Columns every row must have: those of the header, else of the first row.
    public private(set) var expectedColumns: Int?
    /// Bytes of text read so far, for progress; with UTF-16 and Windows-1252 counted in UTF-8.
    public var bytesRead: Int { chunkOffset + position }

    private var source: TextSource
    private var chunk: [UInt8] = []
    /// Of the chunk's first byte, from the start of the text.
    private var chunkOffset = 0
    private var position = 0

    private var state = State.rowStart
    private var line = 1
    private var row = OpenRow()

    private enum State {
        case rowStart, afterCarriageReturn, fieldStart, plain, quoted, quoteInQuoted
    }

    /// Reads the header, if there is to be one, and fails where that is damaged.
    public init(_ source: ByteSource, _ dialect: CSVDialect = CSVDialect(), limits: CSVLimits = CSVLimits()) throws(CSVError) {
        guard dialect.isUsable else { throw .unusableDelimiter(dialect.delimiter) }
        self.dialect = dialect
        self.limits = limits
        self.source = TextSource(source, dialect.encoding)
        guard dialect.hasHeader, let first = try next() else { return }
        switch first {
        case .record(let record): header = record
        case .problem(let problem, _): throw .header(problem)
        }
    }

    /// The next row, nil at the end. After an error there is no next row to ask for.
    public mutating func next() throws(CSVError) -> Row? {
        while true {
            if position == chunk.count, try !fill() { return try lastRow() }
            // A reference to the same storage, so that the scan may change the rest of the reader.
            let bytes = chunk
            let isComplete = try bytes.withUnsafeBufferPointer { (bytes) throws(CSVError) in try scan(bytes) }
            if isComplete { return finish() }
        }
    }

    private mutating func fill() throws(CSVError) -> Bool {
        guard let next = try source.next() else { return false }
        chunkOffset += chunk.count
        chunk = next
        position = 0
        return true
    }

    private mutating func lastRow() throws(CSVError) -> Row? {
        switch state {
        case .rowStart, .afterCarriageReturn: return nil
        case .quoted: throw .unclosedQuote(line: row.quoteLine, column: row.column)
        case .fieldStart: row.startField(at: chunkOffset + position)
        case .plain, .quoteInQuoted: break
        }
        row.endField()
        state = .rowStart
        return finish()
    }
}

// MARK: Scanning

extension CSVReader {
    /// Reads up to the end of the row (true) or of the chunk (false).
    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) -> Bool {
        while position < bytes.count {
            switch state {
            case .afterCarriageReturn:
                if bytes[position] == Byte.lineFeed { position += 1 }
                state = .rowStart
            case .rowStart:
                startRow(bytes[position])
            case .fieldStart:
                row.startField(at: chunkOffset + position)
                if bytes[position] == Byte.quote {
                    row.openQuote(line: line)
                    position += 1
                    state = .quoted
                } else {
                    state = .plain
                }
            case .plain:
                try scanPlain(bytes)
                if position < bytes.count, try separator(bytes[position]) { return true }
            case .quoted:
                try scanQuoted(bytes)
            case .quoteInQuoted:
                if try afterQuote(bytes[position]) { return true }
            }
        }
        return false
    }

    private mutating func startRow(_ byte: UInt8) {
        switch byte {
        case Byte.lineFeed:
            position += 1
            line += 1
        case Byte.carriageReturn:
            position += 1
            line += 1
            state = .afterCarriageReturn
        default:
            row.start(line: line)
            state = .fieldStart
        }
    }

    private mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
        let delimiter = dialect.delimiter
        let start = position
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == delimiter || byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
            end += 1
        }
        try append(bytes, start..<end)
        position = end
    }

    private mutating func scanQuoted(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
        let start = position
        var end = start
        var previous = row.lastQuotedByte
        while end < bytes.count, bytes[end] != Byte.quote {
            let byte = bytes[end]
            // CRLF is one line end, and so is either alone.
            if byte == Byte.carriageReturn || (byte == Byte.lineFeed && previous != Byte.carriageReturn) { line += 1 }
            previous = byte
            end += 1
        }
        row.lastQuotedByte = previous
        try append(bytes, start..<end)
        position = end
        if end < bytes.count {
            position += 1
            state = .quoteInQuoted
        }
    }

    private mutating func afterQuote(_ byte: UInt8) throws(CSVError) -> Bool {
        if byte == Byte.quote {
            position += 1
            row.text.append(byte)
            row.lastQuotedByte = byte
            state = .quoted
            return false
        }
        if byte == dialect.delimiter || byte == Byte.lineFeed || byte == Byte.carriageReturn { return try separator(byte) }
        if row.problem == nil { row.problem = .textAfterQuote(line: line, column: row.column) }
        state = .plain
        return false
    }

    /// Ends the field, and says whether that was the last of the row.
    private mutating func separator(_ byte: UInt8) throws(CSVError) -> Bool {
        position += 1
        row.endField()
        if byte == dialect.delimiter {
            guard row.ends.count < limits.columns else { throw .tooManyColumns(line: row.line, limit: limits.columns) }
            state = .fieldStart
            return false
        }
        line += 1
        state = byte == Byte.carriageReturn ? .afterCarriageReturn : .rowStart
        return true
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(CSVError) {
        guard row.fieldSize + range.count <= limits.fieldSize else {
            let isQuoted = row.isQuoted.last == true
            throw .fieldTooLarge(
                line: isQuoted ? row.quoteLine : row.line, column: row.column, limit: limits.fieldSize, isQuoted: isQuoted)
        }
        guard row.text.count + range.count <= limits.rowSize else { throw .rowTooLarge(line: row.line, limit: limits.rowSize) }
        row.text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
    }
}

// MARK: Finishing a row

extension CSVReader {
    private mutating func finish() -> Row {
        let record = CSVRecord(
            line: row.line, text: row.text, ends: row.ends, removesFormulaGuard: dialect.removesFormulaGuard)
        let expected = expectedColumns ?? record.count
        var problem = row.problem ?? invalidText(in: record)
        if problem == nil, record.count != expected, !dialect.allowsRaggedRows {
            problem = .columnCount(line: record.line, expected: expected, found: record.count)
        }
        // A damaged first row says nothing about the columns of the others.
        if problem == nil { expectedColumns = expected }
        return problem.map { .problem($0, record) } ?? .record(record)
    }

    private func invalidText(in record: CSVRecord) -> CSVProblem? {
        if record.isASCII { return nil }
        var line = record.line
        for index in 0..<record.count {
            guard let field = record.raw(at: index) else { continue }
            guard let invalid = UTF8Check.firstInvalid(field) else {
                line += field.lineEnds
                continue
            }
            let before = field.prefix(invalid)
            var offset: Int?
            if dialect.encoding == .utf8 {
                // In a quoted field the opening quote and the second of each doubled one are not in the text.
                let quotes = row.isQuoted[index] ? 1 + before.lazy.filter { $0 == Byte.quote }.count : 0
                offset = row.starts[index] + quotes + invalid + source.markSize
            }
            return .invalidText(line: line + before.lineEnds, column: index + 1, byteOffset: offset)
        }
        return nil
    }
}

/// The row being read. Its arrays are kept from row to row, those that a record takes with it apart.
private struct OpenRow {
    var line = 1
    var text: [UInt8] = []
    var ends: [Int] = []
    var problem: CSVProblem?
    /// Where each field begins in the file.
    var starts: [Int] = []
    var isQuoted: [Bool] = []
    var quoteLine = 1
    var lastQuotedByte: UInt8 = 0

    /// The open field's, counted from 1.
    var column: Int { ends.count + 1 }
    var fieldSize: Int { text.count - (ends.last ?? 0) }

    mutating func start(line: Int) {
        self.line = line
        problem = nil
        let (size, columns) = (text.count, ends.count)
        text = []
        text.reserveCapacity(size + size / 4)
        ends = []
        ends.reserveCapacity(columns)
        starts.removeAll(keepingCapacity: true)
        isQuoted.removeAll(keepingCapacity: true)
    }

    mutating func startField(at offset: Int) {
        starts.append(offset)
        isQuoted.append(false)
    }

    mutating func openQuote(line: Int) {
        isQuoted[isQuoted.count - 1] = true
        quoteLine = line
        lastQuotedByte = 0
    }

    mutating func endField() {
        ends.append(text.count)
    }
}

extension ArraySlice<UInt8> {
    /// CRLF is one, and so is either alone.
    fileprivate var lineEnds: Int {
        var count = 0
        var previous: UInt8 = 0
        for byte in self {
            if byte == Byte.carriageReturn || (byte == Byte.lineFeed && previous != Byte.carriageReturn) { count += 1 }
            previous = byte
        }
        return count
    }
}
