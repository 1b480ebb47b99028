#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// Offsets of time zones: fixed ones (`+02:00`) and those of the system's tzdata (TZif, RFC 8536).
///
/// Instants after the last transition of a file use its last offset (Debian's files reach to 2037).
struct ZoneFile: Sendable {
    private let transitions: [(at: Int64, offset: Int64)]
    private let first: Int64

    /// Seconds east of UTC; nil if there is no such zone.
    static func offset(ofZone name: String, at seconds: Int64) -> Int64? {
        if name == "UTC" || name == "GMT" || name == "Z" { return 0 }
        if let fixed = fixedOffset(name) { return fixed }
        return named(name)?.offset(at: seconds)
    }

    private func offset(at seconds: Int64) -> Int64 {
        var low = 0, high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// `02:00`, `+02:00`, `-09:30`
    private static func fixedOffset(_ name: String) -> Int64? {
        let signed = name.hasPrefix("+") || name.hasPrefix("-") ? name : "+" + name
        var reader = DigitReader(Array(signed.utf8))
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return offset
    }

    private static let cache = Mutex<[String: ZoneFile]>([:])

    private static func named(_ name: String) -> ZoneFile? {
        if let known = cache.withLock({ $0[name] }) { return known }
        let isSafe = !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix("/") && !name.contains("..")
            && name.utf8.allSatisfy { $0.startsName || $0.digitValue != nil || [0x2F, 0x2B, 0x2D].contains($0) }
        guard isSafe, let zone = ZoneFile(read("/usr/share/zoneinfo/" + name)) else { return nil }
        cache.withLock { if $0.count < 1000 { $0[name] = zone } }
        return zone
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    private init?(_ bytes: [UInt8]) {
        func number(_ at: Int, _ width: Int) -> Int64? {
            guard at >= 0, at + width <= bytes.count else { return nil }
            var value: Int64 = bytes[at] >= 0x80 ? -1 : 0
            for byte in bytes[at..<(at + width)] { value = value << 8 | Int64(byte) }
            return value
        }
        func counts(_ at: Int) -> [Int]? {
            guard at + 44 <= bytes.count, bytes[at..<(at + 4)].elementsEqual("TZif".utf8) else { return nil }
            var result: [Int] = []
            for index in 0..<6 {
                guard let count = number(at + 20 + 4 * index, 4), (0...100_000).contains(count) else { return nil }
                result.append(Int(count))
            }
            return result
        }
        // The first block has 32-bit times; the second, after it, repeats them in 64 bits.
        guard let old = counts(0) else { return nil }
        let start = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
        guard let new = counts(start), new[4] > 0 else { return nil }
        let times = start + 44, kinds = times + new[3] * 8, types = kinds + new[3]
        func offset(ofType index: Int) -> Int64? { index < new[4] ? number(types + 6 * index, 4) : nil }
        var transitions: [(Int64, Int64)] = []
        for index in 0..<new[3] {
            guard let at = number(times + 8 * index, 8), let kind = number(kinds + index, 1), kind >= 0,
                  let offset = offset(ofType: Int(kind))
            else { return nil }
            transitions.append((at, offset))
        }
        guard let first = offset(ofType: 0) else { return nil }
        self.transitions = transitions
        self.first = first
    }
}
