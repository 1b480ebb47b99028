/// The number of one trace: 16 random bytes, written as 32 lower-case hex digits.
///
/// The form is the `trace-id` of W3C Trace Context, so it can travel in a `traceparent` header as it is.
public struct TraceID: Sendable, Hashable {
    /// The first eight bytes, big endian.
    public let high: UInt64
    /// The last eight bytes, big endian.
    public let low: UInt64

    /// A new random number. Never all zero, which the standard forbids.
    public init() {
        var generator = SystemRandomNumberGenerator()
        high = generator.next()
        low = UInt64.random(in: 1...UInt64.max, using: &generator)
    }

    /// Reads 32 hex digits of either case; nil for anything else and for all zeros.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 32 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (index, byte) in text.utf8.enumerated() {
            guard let digit = TraceID.digit(byte) else { return nil }
            if index < 16 { words.0 = words.0 << 4 | digit } else { words.1 = words.1 << 4 | digit }
        }
        guard words.0 != 0 || words.1 != 0 else { return nil }
        (high, low) = words
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x61 + 10)
        case 0x41...0x46: UInt64(byte - 0x41 + 10)
        default: nil
        }
    }
}

extension TraceID: CustomStringConvertible {
    /// 32 lower-case hex digits.
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<32 {
                let word = index < 16 ? high : low
                let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - (index & 15) * 4)) & 15
                buffer[index] = nibble < 10 ? nibble + 0x30 : nibble - 10 + 0x61
            }
            return 32
        }
    }
}
