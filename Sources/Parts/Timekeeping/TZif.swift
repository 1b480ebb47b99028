extension ZoneTable {
    /// Reads a compiled time zone (RFC 9636), versions 1 to 4. Leap second records are skipped.
    ///
    /// Every count and index of the file is checked; damage is an error, never a trap.
    convenience init(tzif bytes: [UInt8], path: String) throws(ZoneError) {
        do {
            var reader = TZifReader(bytes: bytes)
            let contents = try reader.contents()
            self.init(
                changes: contents.changes, kindsFromChange: contents.kindsFromChange,
                kindBeforeChanges: contents.kindBeforeChanges, rule: contents.rule)
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }
}

private struct TZifReader {
    struct Damage: Error {
        let reason: String
    }

    struct Contents {
        var changes: [Int64] = []
        var kindsFromChange: [ZoneTable.Kind] = []
        var kindBeforeChanges: ZoneTable.Kind
        var rule: PosixZoneRule?
    }

    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func contents() throws(Damage) -> Contents {
        let old = try header()
        guard old.version >= UInt8(ascii: "2") else { return try block(old, timeSize: 4) }
        // The first block has 32-bit times, for readers of 1995; the second repeats them with 64 bits.
        try skip(old.blockSize(timeSize: 4))
        var contents = try block(try header(), timeSize: 8)
        contents.rule = try footer()
        return contents
    }

    private struct Header {
        let version: UInt8
        let isUTCount, isStandardCount, leapCount, timeCount, typeCount, characterCount: Int

        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + isStandardCount
                + isUTCount
        }
    }

    private mutating func header() throws(Damage) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else { throw Damage(reason: "it does not begin with TZif") }
        let version = try take(1).first ?? 0
        try skip(15)
        var counts: [Int] = []
        for _ in 0..<6 {
            let count = try integer(size: 4)
            // Four bytes may claim two thousand million; the file's own length is the bound.
            guard (0...Int64(bytes.count)).contains(count) else { throw Damage(reason: "a count is larger than the file") }
            counts.append(Int(count))
        }
        let header = Header(
            version: version, isUTCount: counts[0], isStandardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
            typeCount: counts[4], characterCount: counts[5])
        guard header.typeCount > 0 else { throw Damage(reason: "it has no local time type") }
        return header
    }

    private mutating func block(_ header: Header, timeSize: Int) throws(Damage) -> Contents {
        var changes: [Int64] = []
        for _ in 0..<header.timeCount {
            let change = try integer(size: timeSize)
            if let last = changes.last, last >= change { throw Damage(reason: "its transitions are not in order") }
            changes.append(change)
        }
        let indexes = try take(header.timeCount)
        let types = try take(header.typeCount * 6)
        let characters = try take(header.characterCount)
        try skip(header.leapCount * (timeSize + 4) + header.isStandardCount + header.isUTCount)

        var kinds: [ZoneTable.Kind] = []
        for number in 0..<header.typeCount {
            kinds.append(try kind(types.dropFirst(number * 6).prefix(6), characters: characters))
        }
        var kindsFromChange: [ZoneTable.Kind] = []
        for index in indexes {
            guard Int(index) < kinds.count else { throw Damage(reason: "a transition names a type that is not there") }
            kindsFromChange.append(kinds[Int(index)])
        }
        return Contents(changes: changes, kindsFromChange: kindsFromChange, kindBeforeChanges: kinds[0])
    }

    private func kind(_ record: ArraySlice<UInt8>, characters: ArraySlice<UInt8>) throws(Damage) -> ZoneTable.Kind {
        let fields = Array(record)
        guard fields.count == 6 else { throw Damage(reason: "a local time type is cut off") }
        var offset: UInt32 = 0
        for byte in fields.prefix(4) { offset = offset << 8 | UInt32(byte) }
        let seconds = Int(Int32(bitPattern: offset))
        // RFC 9636 says -25 h < offset < 26 h.
        guard (-89_999...93_599).contains(seconds) else { throw Damage(reason: "an offset is longer than a day") }
        let name = characters.dropFirst(Int(fields[5]))
        guard let end = name.firstIndex(of: 0) else { throw Damage(reason: "an abbreviation has no end") }
        return ZoneTable.Kind(
            offset: seconds, isDaylightSaving: fields[4] != 0, abbreviation: String(decoding: name[..<end], as: UTF8.self))
    }

    private mutating func footer() throws(Damage) -> PosixZoneRule? {
        guard try take(1).first == 10 else { throw Damage(reason: "its footer is missing") }
        let rest = bytes[position...]
        guard let end = rest.firstIndex(of: 10) else { throw Damage(reason: "its footer has no end") }
        if end == rest.startIndex { return nil }
        guard let rule = PosixZoneRule(rest[..<end]) else {
            throw Damage(reason: "its footer “\(String(decoding: rest[..<end].prefix(80), as: UTF8.self))” is not a POSIX TZ rule")
        }
        return rule
    }

    private mutating func integer(size: Int) throws(Damage) -> Int64 {
        var value: UInt64 = 0
        for byte in try take(size) { value = value << 8 | UInt64(byte) }
        return size == 8 ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
    }

    private mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count - position >= count else { throw Damage(reason: "it is cut off") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func skip(_ count: Int) throws(Damage) {
        _ = try take(count)
    }
}
