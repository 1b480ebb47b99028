/// Turns the chunks of a file into chunks of UTF-8, whatever its encoding, without its byte order mark.
///
/// UTF-8 passes as it is, valid or not. Damage in UTF-16 becomes the byte 0xFF, which the reader
/// finds and reports in its place.
struct TextSource {
    private var bytes: ByteSource
    private let encoding: SheetEncoding
    /// What a chunk left over: the first bytes of a mark, half a UTF-16 unit, half a surrogate pair.
    private var rest: [UInt8] = []
    private var isAtStart = true
    private var isAtEnd = false
    /// Bytes of the mark that was skipped.
    private(set) var markSize = 0

    init(_ bytes: ByteSource, _ encoding: SheetEncoding) {
        self.bytes = bytes
        self.encoding = encoding
    }

    mutating func next() throws(CSVError) -> [UInt8]? {
        while !isAtEnd {
            guard var chunk = try pull() else {
                isAtEnd = true
                return rest.isEmpty ? nil : decode(rest, isLast: true)
            }
            if !rest.isEmpty {
                chunk = rest + chunk
                rest = []
            }
            if isAtStart, !skipMark(&chunk) { continue }
            let text = decode(chunk, isLast: false)
            if !text.isEmpty { return text }
        }
        return nil
    }

    private mutating func pull() throws(CSVError) -> [UInt8]? {
        do {
            return try bytes.next()
        } catch {
            throw .unreadable(error)
        }
    }

    /// False when there are too few bytes to tell.
    private mutating func skipMark(_ chunk: inout [UInt8]) -> Bool {
        guard let mark = encoding.mark else {
            isAtStart = false
            return true
        }
        if chunk.count < mark.count, mark.starts(with: chunk) {
            rest = chunk
            return false
        }
        isAtStart = false
        if chunk.starts(with: mark) {
            markSize = mark.count
            chunk.removeFirst(mark.count)
        }
        return true
    }

    private mutating func decode(_ chunk: [UInt8], isLast: Bool) -> [UInt8] {
        switch encoding {
        case .utf8: return chunk
        case .windows1252: return Windows1252.utf8(chunk)
        case .utf16LittleEndian: return utf16(chunk, high: 1, isLast: isLast)
        case .utf16BigEndian: return utf16(chunk, high: 0, isLast: isLast)
        }
    }

    private mutating func utf16(_ chunk: [UInt8], high: Int, isLast: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(chunk.count)
        var position = 0
        func unit(_ at: Int) -> UInt16 { UInt16(chunk[at + high]) << 8 | UInt16(chunk[at + 1 - high]) }
        while position + 1 < chunk.count {
            let first = unit(position)
            if let scalar = Unicode.Scalar(first) {
                text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                position += 2
                continue
            }
            if first < 0xDC00, position + 3 >= chunk.count, !isLast { break }
            if first < 0xDC00, position + 3 < chunk.count, (0xDC00...0xDFFF).contains(unit(position + 2)),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit(position + 2)) - 0xDC00))
            {
                text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                position += 4
            } else {
                text.append(0xFF)
                position += 2
            }
        }
        if isLast {
            if position < chunk.count { text.append(0xFF) }
        } else {
            rest = Array(chunk[position...])
        }
        return text
    }
}

extension SheetEncoding {
    var mark: [UInt8]? {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252: nil
        }
    }
}

enum Windows1252 {
    /// What stands at 0x80...0x9F (WHATWG Encoding Standard); everything else is Latin-1.
    private static let characters: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]

    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
                continue
            }
            let value = byte < 0xA0 ? characters[Int(byte) - 0x80] : UInt32(byte)
            if value >= 0x800 { text.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12)) }
            text.append(UInt8(truncatingIfNeeded: value >= 0x800 ? 0x80 | value >> 6 & 0x3F : 0xC0 | value >> 6))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
        return text
    }
}
