extension Filter {
    static let textFilters: [String: Filter] = [
        "append": Filter(1...1) { (_, value, arguments) throws(LiquidError) in
            .string(value.filterText + arguments[0].filterText)
        },
        "prepend": Filter(1...1) { (_, value, arguments) throws(LiquidError) in
            .string(arguments[0].filterText + value.filterText)
        },
        "upcase": text { $0.uppercased() },
        "downcase": text { $0.lowercased() },
        "capitalize": text { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() },
        "strip": text { TextEdges.trimmed($0, start: true, end: true) },
        "lstrip": text { TextEdges.trimmed($0, start: true, end: false) },
        "rstrip": text { TextEdges.trimmed($0, start: false, end: true) },
        "strip_newlines": text { text in
            let bytes = Array(text.utf8)
            let kept = bytes.indices.filter { index in
                if bytes[index] == Ascii.newline { return false }
                return !(bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == Ascii.newline)
            }
            return String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
        },
        "replace": Filter(1...2, replace(.all)),
        "replace_first": Filter(1...2, replace(.first)),
        "replace_last": Filter(2...2, replace(.last)),
        "remove": Filter(1...1, remove(.all)),
        "remove_first": Filter(1...1, remove(.first)),
        "remove_last": Filter(1...1, remove(.last)),
        "slice": Filter(1...2, slice),
        "split": Filter(1...1, split),
        "truncate": Filter(0...2, truncate),
        "truncatewords": Filter(0...2, truncateWords),
    ]

    // MARK: Replacing

    private enum Occurrence { case all, first, last }

    private static func replace(_ which: Occurrence) -> Body {
        { (rendering, value, arguments) throws(LiquidError) in
            try replaced(&rendering, value, arguments[0].filterText, arguments[1].filterText, which)
        }
    }

    private static func remove(_ which: Occurrence) -> Body {
        { (rendering, value, arguments) throws(LiquidError) in
            let pattern = arguments[0].filterText
            if pattern.isEmpty { return .string(value.filterText) }
            return try replaced(&rendering, value, pattern, "", which)
        }
    }

    private static func replaced(
        _ rendering: inout Rendering, _ value: LiquidValue, _ pattern: String, _ replacement: String, _ which: Occurrence
    ) throws(LiquidError) -> LiquidValue {
        let bytes = Array(value.filterText.utf8)
        let search = ByteSearch(pattern)
        let places: [Int]
        switch which {
        case .all where pattern.isEmpty: places = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
        case .all: places = search.all(in: bytes)
        case .first: places = search.first(in: bytes).map { [$0] } ?? []
        case .last: places = pattern.isEmpty ? [bytes.count] : search.last(in: bytes).map { [$0] } ?? []
        }
        let (added, overflow) = places.count.multipliedReportingOverflow(by: replacement.utf8.count)
        try rendering.chargeText(overflow ? Int.max : added)
        var result: [UInt8] = []
        var cursor = 0
        for place in places {
            result += bytes[cursor..<place]
            result += replacement.utf8
            cursor = place + search.pattern.count
        }
        result += bytes[cursor...]
        return .string(String(decoding: result, as: UTF8.self))
    }

    // MARK: Parts

    private static let slice: Body = { (rendering, value, arguments) throws(LiquidError) in
        let offset = try rendering.integer(arguments[0], "offset")
        var length = 1
        if case .null = arguments[1] {} else { length = try rendering.integer(arguments[1], "length") }
        func part(of count: Int) -> Range<Int>? {
            let start = offset < 0 ? offset + count : offset
            guard start >= 0, start <= count, length >= 0 else { return nil }
            return start..<(start + min(length, count - start))
        }
        if case .array(let elements) = value { return .array(part(of: elements.count).map { Array(elements[$0]) } ?? []) }
        let scalars = Array(value.filterText.unicodeScalars)
        return .string(part(of: scalars.count).map { String(String.UnicodeScalarView(scalars[$0])) } ?? "")
    }

    private static let split: Body = { (rendering, value, arguments) throws(LiquidError) in
        let text = value.filterText
        let pattern = arguments[0].filterText
        var parts: [String]
        if pattern == " " {
            parts = TextEdges.words(text).map { String(decoding: $0, as: UTF8.self) }
        } else if pattern.isEmpty {
            try rendering.chargeElements(text.utf8.count)
            parts = text.unicodeScalars.map { String($0) }
        } else {
            let bytes = Array(text.utf8)
            let places = ByteSearch(pattern).all(in: bytes)
            try rendering.chargeElements(places.count)
            var cursor = 0
            parts = []
            for place in places + [bytes.count] {
                parts.append(String(decoding: bytes[cursor..<place], as: UTF8.self))
                cursor = place + pattern.utf8.count
            }
        }
        while parts.last?.isEmpty == true { parts.removeLast() }
        try rendering.chargeElements(parts.count)
        return .array(parts.map { .string($0) })
    }

    private static let truncate: Body = { (rendering, value, arguments) throws(LiquidError) in
        if case .null = value { return .null }
        let length = arguments.positional.isEmpty ? 50 : try rendering.integer(arguments[0], "length")
        let ending = arguments.positional.count > 1 ? arguments[1].filterText : "..."
        let text = value.filterText
        guard length < text.unicodeScalars.count else { return .string(text) }
        let kept = max(0, length.subtractingReportingOverflow(ending.unicodeScalars.count).partialValue)
        return .string(String(text.unicodeScalars.prefix(kept)) + ending)
    }

    private static let truncateWords: Body = { (rendering, value, arguments) throws(LiquidError) in
        if case .null = value { return .null }
        let count = max(1, arguments.positional.isEmpty ? 15 : try rendering.integer(arguments[0], "number of words"))
        let ending = arguments.positional.count > 1 ? arguments[1].filterText : "..."
        let text = value.filterText
        let words = TextEdges.words(text)
        guard words.count > count else { return .string(text) }
        let kept = words.prefix(count).map { String(decoding: $0, as: UTF8.self) }
        return .string(kept.joined(separator: " ") + ending)
    }
}

/// White space at the edges of texts and words.
enum TextEdges {
    static func trimmed(_ text: String, start: Bool, end: Bool) -> String {
        var bytes = Array(text.utf8)[...]
        if start { bytes = bytes.drop { Ascii.isSpace($0) || $0 == 0 } }
        while end, let last = bytes.last, Ascii.isSpace(last) || last == 0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func words(_ text: String) -> [ArraySlice<UInt8>] {
        Array(text.utf8).split(whereSeparator: Ascii.isSpace)
    }
}
