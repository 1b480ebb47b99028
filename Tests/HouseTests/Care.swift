/// What a careful hand does not write, found in the code of one file.
enum Care {
    /// Force unwraps, `try!`, `as!` and `fatalError`: a trap stops every workspace.
    static func traps(_ source: SwiftSource) -> [Breach] {
        var breaches: [Breach] = []
        let bang = UInt8(ascii: "!")
        for offset in source.code.indices where source.code[offset] == bang && offset > 0 {
            let before = source.code[offset - 1]
            let after = offset + 1 < source.code.count ? source.code[offset + 1] : UInt8(ascii: " ")
            guard before.isName || ")]}\"?!`>".utf8.contains(before), after != UInt8(ascii: "=") else { continue }
            let word = String(decoding: source.code[..<offset].reversed().prefix(while: \.isName).reversed(), as: UTF8.self)
            let says = switch word {
            case "try": "`try!` stops every workspace when it fails; throw, or handle the error."
            case "as": "`as!` stops every workspace when the type is another; use `as?` and say what happens otherwise."
            default: "`\(word)!` stops every workspace when there is nothing; use `if let`, `guard let`, `??`, or throw what is missing."
            }
            breaches.append(Breach(source, at: offset, says))
        }
        for word in source.words where word.text == "fatalError" || word.text == "unsafelyUnwrapped" {
            breaches.append(Breach(source, at: word.offset, "`\(word.text)` stops every workspace; throw a typed error, or for our own mistakes use `precondition` with a sentence."))
        }
        return breaches
    }

    /// Promises that the compiler cannot check, without a word why they hold.
    static func promises(_ source: SwiftSource) -> [Breach] {
        let words = source.words
        return words.enumerated().compactMap { index, word in
            let next = index + 1 < words.count ? words[index + 1].text : ""
            guard (word.text == "unchecked" && next == "Sendable") || (word.text == "nonisolated" && next == "unsafe") else { return nil }
            guard !isExplained(source, line: source.line(of: word.offset)) else { return nil }
            return Breach(source, at: word.offset, "`\(word.text == "unchecked" ? "@unchecked Sendable" : "nonisolated(unsafe)")` is a promise the compiler does not check; say in a comment directly above why it holds (which lock, queue or constancy).")
        }
    }

    private static let reasons = ["unchecked", "guard", "lock", "mutex", "held", "thread", "queue", "constant", "safe", "one at a time", "before", "never", "only"]

    private static func isExplained(_ source: SwiftSource, line: Int) -> Bool {
        var above = line - 1
        var comment = ""
        while let words = source.commentLines[above] {
            comment += " " + words.lowercased()
            above -= 1
        }
        return reasons.contains { comment.contains($0) }
    }

    /// Tests that wait for time, or cannot fail.
    static func idleTests(_ source: SwiftSource) -> [Breach] {
        let words = source.words
        return words.enumerated().compactMap { index, word in
            let before = index > 0 ? words[index - 1].text : ""
            let after = source.code[word.end...].prefix { $0 != UInt8(ascii: "\n") }
            if word.text == "usleep" || word.text == "nanosleep" || (word.text == "sleep" && (before == "Task" || before == "Thread" || after.first == UInt8(ascii: "("))) {
                return Breach(source, at: word.offset, "sleeps: a test that waits for time is slow today and red tomorrow; use a clock that stands still, or `settle()`.")
            }
            if word.text == "expect" || word.text == "require", String(decoding: after, as: UTF8.self).starts(with: /\s*\(\s*(?:true|Bool\(true\))\s*[,)]/) {
                return Breach(source, at: word.offset, "cannot fail: it shows nothing.")
            }
            return nil
        }
    }

    /// Types whose names say nothing.
    static func names(_ source: SwiftSource) -> [Breach] {
        let words = source.words
        return words.enumerated().compactMap { index, word in
            guard index > 0, ["struct", "class", "enum", "actor", "protocol", "typealias", "macro"].contains(words[index - 1].text) else { return nil }
            guard let last = emptyNames.first(where: { word.text == $0 || (word.text.hasSuffix($0) && startsWord(word.text, $0)) }) else { return nil }
            // A type that conforms to somebody else's protocol `Service` carries its name.
            let body = source.code[word.end...].firstIndex(of: UInt8(ascii: "{")) ?? word.end
            if last == "Service", words[(index + 1)...].prefix(while: { $0.offset < body }).contains(where: { $0.text == "Service" }) { return nil }
            return Breach(source, at: word.offset, "`\(word.text)`: “\(last)” says nothing; name the thing or what it does.")
        }
    }

    private static let emptyNames = ["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Base", "Common", "Core", "Impl"]

    /// `DataBase` ends in the word Base; `Database` does not, and neither does `HTTPBase64`.
    private static func startsWord(_ name: String, _ suffix: String) -> Bool {
        guard let before = name.dropLast(suffix.count).last else { return true }
        return before.isLowercase || before.isNumber || before == "_" || before.isUppercase
    }

    static func length(_ source: SwiftSource) -> [Breach] {
        guard source.lineCount > 600 else { return [] }
        return [Breach(source.path, line: source.lineCount, "has \(source.lineCount) lines; nobody understands 600 in one sitting. Split it by meaning.")]
    }
}
