extension [UInt8] {
    /// Appends a string's UTF-8 as it is.
    mutating func appendUTF8(_ text: some StringProtocol) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
        if isDone == nil { append(contentsOf: text.utf8) }
    }

    /// Appends text with `& < > " '` as character references: safe as text and in quoted attributes.
    mutating func appendEscaped(_ text: some StringProtocol) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped($0) }
        if isDone == nil { [UInt8](text.utf8).withUnsafeBufferPointer { appendEscaped($0) } }
    }

    /// Copies runs without special bytes at once; the usual text is one run.
    mutating func appendEscaped(_ source: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        for index in 0..<source.count {
            let byte = source[index]
            guard byte.isMarkupSpecial else { continue }
            append(contentsOf: source[runStart..<index])
            appendUTF8(byte.characterReference)
            runStart = index &+ 1
        }
        append(contentsOf: source[runStart..<source.count])
    }

    mutating func appendDecimal(_ number: some FixedWidthInteger) {
        if number >= 0, number < 10 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
        } else {
            appendUTF8(String(number))
        }
    }

    mutating func appendScriptJSON(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case .lessThan: append(contentsOf: #"\u003c"#.utf8)
            case .greaterThan: append(contentsOf: #"\u003e"#.utf8)
            case .ampersand: append(contentsOf: #"\u0026"#.utf8)
            default: append(byte)
            }
        }
    }
}

extension UInt8 {
    static let space = UInt8(ascii: " ")
    static let equals = UInt8(ascii: "=")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let ampersand = UInt8(ascii: "&")
    static let lessThan = UInt8(ascii: "<")
    static let greaterThan = UInt8(ascii: ">")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let hash = UInt8(ascii: "#")

    /// One of the five bytes that mean something in markup. All lie below 64, so one mask tells.
    @inline(__always)
    var isMarkupSpecial: Bool {
        self < 64 && (UInt64(0x5000_00C4_0000_0000) &>> UInt64(self)) & 1 == 1
    }

    fileprivate var characterReference: String {
        switch self {
        case .ampersand: "&amp;"
        case .lessThan: "&lt;"
        case .greaterThan: "&gt;"
        case .quote: "&quot;"
        default: "&#39;"
        }
    }
}
