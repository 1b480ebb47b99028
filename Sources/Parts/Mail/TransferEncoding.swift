/// The two ways bytes travel in seven bits (RFC 2045 §6.7 and §6.8).
enum TransferEncoding {
    /// Quoted-printable text: lines of at most 76, CRLF, no trailing spaces; any line break becomes CRLF.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 16)
        for (index, line) in normalizedLines(text).enumerated() {
            if index > 0 { output += CRLF }
            append(line: line, to: &output)
        }
        return output
    }

    private static func append(line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for index in line.indices {
            let byte = line[index]
            let isLast = index == line.endIndex - 1
            var unit: [UInt8] = [byte]
            // "From " and a lone dot at a line's start are touched by old relays.
            let isFragile = column == 0 && (byte == UInt8(ascii: ".") || line[index...].starts(with: "From ".utf8))
            let isSafe = byte.isPrintableASCII && byte != UInt8(ascii: "=") || byte == 0x09
            if !isSafe || isFragile || (isLast && (byte == 0x20 || byte == 0x09)) { unit = escaped(byte) }
            if column + unit.count > (isLast ? 76 : 75) {
                output.append(UInt8(ascii: "="))
                output += CRLF
                column = 0
            }
            output += unit
            column += unit.count
        }
    }

    static func escaped(_ byte: UInt8) -> [UInt8] { [UInt8(ascii: "="), hex(byte >> 4), hex(byte & 15)] }

    static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }

    static let CRLF: [UInt8] = [0x0D, 0x0A]

    /// Lines at LF, CRLF or CR, without their ends.
    private static func normalizedLines(_ text: String) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == 0x0D {
                lines.append(bytes[start..<index])
                if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        lines.append(bytes[start...])
        return lines
    }

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
