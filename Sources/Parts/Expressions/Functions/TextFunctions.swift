// Positions in text count code points, as CEL does; Swift's Characters are never used.

extension Function {
    func text(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        guard let target = arguments.first else { throw mismatch }
        let rest = Array(arguments.dropFirst())
        switch (self, target) {
        case (.size, _): return .int(Int64(try size(target)))
        case (.join, .list(let list)): return .string(try join(list, rest))
        case (.format, .string(let template)):
            guard case .list(let values)? = rest.first, rest.count == 1 else { throw mismatch }
            return .string(try Format.fill(template, values))
        case (.base64Encode, .bytes(let bytes)): return .string(Base64.encode(bytes))
        case (.base64Decode, .string(let text)):
            guard let bytes = Base64.decode(text) else { throw .invalid("The text is not base64.") }
            return .bytes(bytes)
        case (_, .string(let text)): return try text0(text, rest)
        default: throw mismatch
        }
    }

    private func size(_ value: CELValue) throws(Reason) -> Int {
        switch value {
        case .string(let text): return text.unicodeScalars.count
        case .bytes(let bytes): return bytes.count
        case .list(let list): return list.count
        case .map(let map): return map.count
        default: throw mismatch
        }
    }

    private func join(_ list: [CELValue], _ rest: [CELValue]) throws(Reason) -> String {
        var separator = ""
        if case .string(let text)? = rest.first { separator = text } else if !rest.isEmpty { throw mismatch }
        var result = ""
        for (index, element) in list.enumerated() {
            guard case .string(let text) = element else { throw mismatch }
            if index > 0 { result += separator }
            result += text
        }
        return result
    }

    /// Functions of one text and further arguments.
    private func text0(_ text: String, _ rest: [CELValue]) throws(Reason) -> CELValue {
        switch (self, rest.first, rest.dropFirst().first, rest.dropFirst(2).first) {
        case (.contains, .string(let part), nil, nil): return .bool(Bytes.first(Array(part.utf8), in: Array(text.utf8)) != nil)
        case (.startsWith, .string(let part), nil, nil): return .bool(text.utf8.starts(with: part.utf8))
        case (.endsWith, .string(let part), nil, nil): return .bool(text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8))
        case (.matches, .string(let source), nil, nil):
            do throws(PatternError) { return .bool(try Pattern(source).matches(text)) } catch { throw .invalid(error.message) }
        case (.lowerAscii, nil, nil, nil): return .string(String(decoding: text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self))
        case (.upperAscii, nil, nil, nil): return .string(String(decoding: text.utf8.map { (97...122).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self))
        case (.trim, nil, nil, nil): return .string(trimmed(text))
        case (.reverse, nil, nil, nil): return .string(string(text.unicodeScalars.reversed()))
        case (.quote, nil, nil, nil): return .string(Self.quoted(text))
        case (.charAt, .int(let index), nil, nil):
            let scalars = Array(text.unicodeScalars)
            let at = try position(index, upTo: scalars.count)
            return .string(at == scalars.count ? "" : String(scalars[at]))
        case (.indexOf, .string(let part), let start, nil): return .int(try find(part, in: text, start, backwards: false))
        case (.lastIndexOf, .string(let part), let start, nil): return .int(try find(part, in: text, start, backwards: true))
        case (.substring, .int(let start), let end, nil): return .string(try substring(text, start, end))
        case (.replace, .string(let old), .string(let new), let limit): return .string(try replace(text, old, new, limit))
        case (.split, .string(let separator), let limit, nil): return .list(try split(text, separator, limit))
        default: throw mismatch
        }
    }

    private func position(_ index: Int64, upTo count: Int) throws(Reason) -> Int {
        guard let at = Int(exactly: index), at >= 0, at <= count else { throw .invalid("The text has no position \(index).") }
        return at
    }

    private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private func find(_ part: String, in text: String, _ start: CELValue?, backwards: Bool) throws(Reason) -> Int64 {
        let scalars = Array(text.unicodeScalars), wanted = Array(part.unicodeScalars)
        var from = backwards ? scalars.count : 0
        if let start {
            guard case .int(let index) = start else { throw mismatch }
            from = try position(index, upTo: scalars.count)
        }
        let lastStart = scalars.count - wanted.count
        guard lastStart >= 0 else { return -1 }
        let range = backwards ? Array((0...min(from, lastStart)).reversed()) : from <= lastStart ? Array(from...lastStart) : []
        for at in range where scalars[at..<(at + wanted.count)].elementsEqual(wanted) { return Int64(at) }
        return -1
    }

    private func substring(_ text: String, _ start: Int64, _ end: CELValue?) throws(Reason) -> String {
        let scalars = Array(text.unicodeScalars)
        var to = scalars.count
        if let end {
            guard case .int(let index) = end else { throw mismatch }
            to = try position(index, upTo: scalars.count)
        }
        let from = try position(start, upTo: to)
        return string(scalars[from..<to])
    }

    private func limit(_ value: CELValue?) throws(Reason) -> Int {
        guard let value else { return .max }
        guard case .int(let number) = value else { throw mismatch }
        return number < 0 ? .max : Int(number)
    }

    private func replace(_ text: String, _ old: String, _ new: String, _ limit: CELValue?) throws(Reason) -> String {
        var left = try self.limit(limit)
        let source = Array(text.utf8), wanted = Array(old.utf8), replacement = Array(new.utf8)
        guard source.count <= 1_000_000, replacement.count <= 100_000 else { throw .tooMuchWork }
        var result: [UInt8] = [], at = 0
        while at <= source.count, left > 0, result.count <= 8_000_000 {
            guard let found = Bytes.first(wanted, in: source, from: at) else { break }
            result += source[at..<found]
            result += replacement
            left -= 1
            at = found + wanted.count
            guard wanted.isEmpty else { continue }
            // An empty text stands before every code point and at the end.
            guard found < source.count else { at = source.count + 1; break }
            var next = found + 1
            while next < source.count, source[next] & 0xC0 == 0x80 { next += 1 }
            result += source[found..<next]
            at = next
        }
        guard result.count <= 8_000_000 else { throw .tooMuchWork }
        if at < source.count { result += source[at...] }
        return String(decoding: result, as: UTF8.self)
    }

    private func split(_ text: String, _ separator: String, _ limit: CELValue?) throws(Reason) -> [CELValue] {
        let limit = try self.limit(limit)
        if limit == 0 { return [] }
        if separator.isEmpty {
            let scalars = Array(text.unicodeScalars)
            let singles = scalars.prefix(limit == .max ? scalars.count : limit - 1).map { CELValue.string(String($0)) }
            return singles.count == scalars.count ? singles : singles + [.string(string(scalars[singles.count...]))]
        }
        let source = Array(text.utf8), wanted = Array(separator.utf8)
        var parts: [CELValue] = [], at = 0
        while parts.count < limit - 1, let found = Bytes.first(wanted, in: source, from: at) {
            parts.append(.string(String(decoding: source[at..<found], as: UTF8.self)))
            at = found + wanted.count
        }
        return parts + [.string(String(decoding: source[at...], as: UTF8.self))]
    }

    /// White space of Unicode's White_Space property; also what SQL is told to trim.
    static let blanks = "\t\n\u{0B}\u{0C}\r \u{85}\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}"

    private func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let start = scalars.drop { $0.properties.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

enum Bytes {
    /// Where `part` first stands in `text`, at or after `start`. Knuth, Morris and Pratt: O(text + part).
    static func first(_ part: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
        if part.isEmpty { return start <= text.count ? start : nil }
        guard start + part.count <= text.count else { return nil }
        var fallback = [Int](repeating: 0, count: part.count), length = 0
        for at in 1..<max(1, part.count) {
            while length > 0, part[at] != part[length] { length = fallback[length - 1] }
            if part[at] == part[length] { length += 1 }
            fallback[at] = length
        }
        var matched = 0
        for at in start..<text.count {
            while matched > 0, text[at] != part[matched] { matched = fallback[matched - 1] }
            if text[at] == part[matched] { matched += 1 }
            if matched == part.count { return at - matched + 1 }
        }
        return nil
    }
}
