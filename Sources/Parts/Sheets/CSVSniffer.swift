/// What the beginning of a file says about how it was written. A proposal for a person to confirm.
public struct CSVGuess: Sendable, Hashable {
    public let dialect: CSVDialect
    /// Columns of most rows; 1 when no delimiter was found.
    public let columns: Int
    /// The first rows with the proposed dialect, the header included.
    public let sample: [[String]]
    /// The text is neither UTF-8 nor marked UTF-16, so it was taken for Windows-1252.
    public var isEncodingAssumed: Bool { dialect.encoding == .windows1252 }
}

extension CSVGuess {
    /// Bytes looked at.
    public static let headSize = 1 << 16

    /// Looks at the first 64 kB of a source, which still gives them to the reader afterwards.
    public static func sniff(_ source: inout ByteSource) throws(CSVError) -> CSVGuess {
        do {
            let head = try source.head(headSize)
            return sniff(head, isWhole: head.count < headSize)
        } catch {
            throw .unreadable(error)
        }
    }

    /// - Parameter isWhole: `head` is all there is, so that its last row is complete.
    public static func sniff(_ head: [UInt8], isWhole: Bool) -> CSVGuess {
        let encoding = SheetEncoding.sniff(head, isWhole: isWhole)
        var best: (delimiter: UInt8, columns: Int, share: Double, rows: [[String]])?
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")] {
            let rows = Self.rows(head, delimiter, encoding, isWhole: isWhole)
            let (columns, share) = commonColumns(rows)
            let score = columns > 1 ? share : 0
            let bestScore = best.map { $0.columns > 1 ? $0.share : 0 } ?? -1
            if score > bestScore || (score == bestScore && columns > best?.columns ?? 0) {
                best = (delimiter, columns, share, rows)
            }
        }
        let rows = best?.rows ?? []
        let dialect = CSVDialect(
            delimiter: best?.delimiter ?? UInt8(ascii: ","), hasHeader: looksLikeHeader(rows), encoding: encoding)
        return CSVGuess(dialect: dialect, columns: max(1, best?.columns ?? 1), sample: Array(rows.prefix(20)))
    }

    private static func rows(_ head: [UInt8], _ delimiter: UInt8, _ encoding: SheetEncoding, isWhole: Bool) -> [[String]] {
        let dialect = CSVDialect(delimiter: delimiter, hasHeader: false, encoding: encoding, allowsRaggedRows: true)
        var rows: [[String]] = []
        do {
            var reader = try CSVReader(ByteSource(head), dialect)
            while let row = try reader.next() {
                switch row {
                case .record(let record), .problem(_, let record): rows.append(record.fields)
                }
            }
        } catch {
            // An open quote at the end of the head: what came before still counts.
            return rows
        }
        if !isWhole, rows.count > 1 { rows.removeLast() }
        return rows
    }

    private static func commonColumns(_ rows: [[String]]) -> (columns: Int, share: Double) {
        var counts: [Int: Int] = [:]
        for row in rows { counts[row.count, default: 0] += 1 }
        guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return (1, 0) }
        return (most.key, Double(most.value) / Double(rows.count))
    }

    /// A header has a distinct word in every column; where the rows below have numbers, it has none.
    private static func looksLikeHeader(_ rows: [[String]]) -> Bool {
        guard let first = rows.first, rows.count > 1 else { return false }
        guard first.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 80 }), Set(first.map { $0.lowercased() }).count == first.count,
            !first.contains(where: isDatum)
        else { return false }
        return !rows.dropFirst().contains { row in
            // A heading that turns up again below it is more likely a value.
            zip(first, row).contains { $0 == $1 }
        }
    }

    /// Numbers, dates, addresses: what stands in tables and not above them.
    private static func isDatum(_ text: String) -> Bool {
        text.contains("@") || text.contains("://")
            || text.utf8.allSatisfy { (48...57).contains($0) || " .,-+/:'%$".utf8.contains($0) }
    }
}

extension SheetEncoding {
    /// From the byte order mark, else from whether the bytes are UTF-8.
    static func sniff(_ head: [UInt8], isWhole: Bool) -> SheetEncoding {
        for encoding in [utf8, utf16LittleEndian, utf16BigEndian] {
            if let mark = encoding.mark, head.starts(with: mark) { return encoding }
        }
        var (wellFormed, damaged) = (0, 0)
        var position = 0
        while position < head.count {
            let length = UTF8Check.sequence(head[position...])
            // The head may end within a character.
            if length == 0, !isWhole, head.count - position < 4 { break }
            if length == 0 { damaged += 1 } else if length > 1 { wellFormed += 1 }
            position += max(1, length)
        }
        // A UTF-8 file with a damaged spot is still one, and the reader names the spot.
        return damaged > wellFormed ? .windows1252 : .utf8
    }
}
