/// The two ways bytes travel in seven bits (RFC 2045 §6.7 and §6.8).
enum TransferEncoding {
    /// Quoted-printable text: lines of at most 76, CRLF, no trailing spaces; any line break becomes CRLF.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { source in
            var output: [UInt8] = []
            output.reserveCapacity(source.count + source.count / 8)
            var start = 0
            while true {
                let end = source[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
                append(line: UnsafeBufferPointer(rebasing: source[start..<end]), to: &output)
                guard end < source.count else { return output }
                output += CRLF
                let isPair = source[end] == 0x0D && end + 1 < source.count && source[end + 1] == 0x0A
                start = end + (isPair ? 2 : 1)
            }
        }
    }

    private static func append(line: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for index in 0..<line.count {
            let byte = line[index]
            let isLast = index == line.count - 1
            var isSafe = (byte.isPrintableASCII && byte != UInt8(ascii: "=")) || byte == 0x09
            if isLast, byte == 0x20 || byte == 0x09 { isSafe = false }
            let width = isSafe ? 1 : 3
            if column + width > (isLast ? 76 : 75) {
                output.append(UInt8(ascii: "="))
                output += CRLF
                column = 0
            }
            if isSafe, !(column == 0 && isFragile(line[index...])) {
                output.append(byte)
                column += 1
            } else {
                append(escaped: byte, to: &output)
                column += 3
            }
        }
    }

    /// A lone dot and "From " at a line's start are touched by old relays.
    private static func isFragile(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        rest.first == UInt8(ascii: ".") || (rest.first == UInt8(ascii: "F") && rest.starts(with: "From ".utf8))
    }

    static func append(escaped byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "="))
        output.append(hex(byte >> 4))
        output.append(hex(byte & 15))
    }

    static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }

    static let CRLF: [UInt8] = [0x0D, 0x0A]

    /// Base64 in lines of 76, CRLF between them.
    static func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 57 * 78 + 80)
        for start in stride(from: 0, to: bytes.count, by: 57) {
            if start > 0 { output += CRLF }
            appendBase64(bytes[start..<min(start + 57, bytes.count)], to: &output)
        }
        return output
    }

    static func appendBase64(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let rest = bytes.endIndex - index
            let first = UInt32(bytes[index])
            let second = rest > 1 ? UInt32(bytes[index + 1]) : 0
            let third = rest > 2 ? UInt32(bytes[index + 2]) : 0
            let group = first << 16 | second << 8 | third
            output.append(base64Digit(group >> 18))
            output.append(base64Digit(group >> 12))
            output.append(rest > 1 ? base64Digit(group >> 6) : UInt8(ascii: "="))
            output.append(rest > 2 ? base64Digit(group) : UInt8(ascii: "="))
            index += min(rest, 3)
        }
    }

    private static func base64Digit(_ bits: UInt32) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: bits & 63)
        switch value {
        case 0..<26: return 0x41 + value
        case 26..<52: return 0x61 + (value - 26)
        case 52..<62: return 0x30 + (value - 52)
        case 62: return UInt8(ascii: "+")
        default: return UInt8(ascii: "/")
        }
    }
}
