/// Makes HTML that somebody else wrote safe to show: reads it as a browser would, keeps what a
/// ``SanitiserPolicy`` allows and writes everything anew, balanced and escaped.
///
/// Nothing of the input reaches the output unparsed. Cost is linear in the input; depth is bounded.
/// Sanitising twice gives the same as once. Never fails: the worst input gives empty output.
///
/// ```swift
/// let body = Sanitiser(.richText).sanitise(mail.html)
/// ```
public struct Sanitiser: Sendable {
    public let policy: SanitiserPolicy

    public init(_ policy: SanitiserPolicy = .richText) { self.policy = policy }

    public func sanitise(_ source: String) -> HTML { sanitise(source, identifyHeadings: false) }

    /// With `identifyHeadings`, headings get an `id` made of their text (``slug(_:limit:)``).
    func sanitise(_ source: String, identifyHeadings: Bool) -> HTML {
        var source = source
        return source.withUTF8 { bytes in
            var writer = SanitisedWriter(policy: policy, source: bytes, identifiesHeadings: identifyHeadings)
            return writer.write()
        }
    }
}

/// The words of an HTML text without its tags, entities decoded where they are ASCII.
///
/// For search and previews; the result is text and must be escaped where it is shown.
public func plainText(ofHTML source: String) -> String {
    var source = source
    return source.withUTF8 { bytes in
        var tokens = HTMLTokens(bytes)
        var output: [UInt8] = []
        while let token = tokens.next() {
            switch token {
            case .text(let range):
                output.append(contentsOf: CharacterReferences.decoded(bytes[range]))
            case .start(let name, _):
                if SanitiserPolicy.droppedWithContent.contains(name) { tokens.skipRawText(of: name) }
                if ElementRules.breaksText.contains(name) { output.append(.space) }
            case .end(let name):
                if ElementRules.breaksText.contains(name) { output.append(.space) }
            }
        }
        return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
