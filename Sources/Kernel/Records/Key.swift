import Synchronization
import Timekeeping

/// The identity of one record: 64 bits, unique over nodes, ordered by creation time.
///
/// Layout, from the high end: a zero sign bit, 41 bits of milliseconds since 2024-01-01,
/// 10 bits of node, 12 bits of sequence. Outside the database it is written as 13 digits of
/// Crockford base32, so that text order equals creation order and no digit can be misread.
public struct Key<Object>: Hashable, Sendable, Comparable {
    public let id: Int64

    public init(_ id: Int64) { self.id = id }

    /// Reads the 13-digit text form; lower case and the look-alikes `O`, `I` and `L` are accepted.
    public init?(_ text: some StringProtocol) {
        guard let id = Crockford.decode(text) else { return nil }
        self.id = id
    }

    public var text: String { Crockford.encode(id) }

    public static func < (left: Key, right: Key) -> Bool { left.id < right.id }

    /// The same identity, forgetting or asserting the object it belongs to.
    public func of<Other>(_: Other.Type = Other.self) -> Key<Other> { Key<Other>(id) }
}

extension Key: CustomStringConvertible {
    public var description: String { text }
}

extension Key: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let key = Key(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a record id; ids have 13 letters and digits.")
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A key whose object is known only at run time.
public typealias AnyKey = Key<Never>

/// Crockford's base32 (https://www.crockford.com/base32.html), without check digit.
enum Crockford {
    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static let values: [Int8] = {
        var table = [Int8](repeating: -1, count: 256)
        for (value, digit) in digits.enumerated() {
            table[Int(digit)] = Int8(value)
            if digit >= 0x41 { table[Int(digit) + 0x20] = Int8(value) }
        }
        for zero in "oO".utf8 { table[Int(zero)] = 0 }
        for one in "iIlL".utf8 { table[Int(one)] = 1 }
        return table
    }()

    static func encode(_ id: Int64) -> String {
        String(unsafeUninitializedCapacity: 13) { buffer in
            var rest = UInt64(bitPattern: id)
            for position in stride(from: 12, through: 0, by: -1) {
                buffer[position] = digits[Int(rest & 31)]
                rest >>= 5
            }
            return 13
        }
    }

    static func decode(_ text: some StringProtocol) -> Int64? {
        var bits: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            let value = values[Int(byte)]
            guard value >= 0, count < 13, count > 0 || value < 16 else { return nil }
            bits = bits << 5 | UInt64(value)
            count += 1
        }
        guard count == 13, bits <= UInt64(Int64.max) else { return nil }
        return Int64(bits)
    }
}

/// Hands out keys: monotonic within a process even when the wall clock steps back.
public final class KeyGenerator: Sendable {
    /// 2024-01-01T00:00:00Z in milliseconds since 1970.
    static let epoch: Int64 = 1_704_067_200_000

    private let node: Int64
    private let last = Mutex<Int64>(0)

    /// - Parameter node: 0…1023; two processes that write one database need different nodes.
    public init(node: Int) { self.node = Int64(node & 1023) }

    /// A key nobody has. When more than 4,096 are asked for in a millisecond it borrows from the next one.
    public func next(at now: Instant) -> Int64 {
        let slot = max(0, now.microseconds / 1_000 - Self.epoch) << 12
        let ticket = last.withLock { last in
            last = max(last + 1, slot)
            return last
        }
        return (ticket >> 12) << 22 | node << 12 | ticket & 4095
    }
}
