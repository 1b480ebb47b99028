import Markup

/// Reads sanitised markup by a grammar far stricter than HTML and says what is wrong with it.
///
/// Independent of the sanitiser on purpose: it knows only `<name attribute="value">`, `</name>`
/// and text in which every `<`, `>`, `"` and `&` is a reference.
enum StrictMarkup {
    static func complaint(about html: String, policy: SanitiserPolicy = .richText) -> String? {
        var rest = html[...]
        var open: [String] = []
        while let first = rest.first {
            if first != "<" {
                let text = rest.prefix { $0 != "<" }
                if let problem = complaint(aboutText: text) { return problem }
                rest = rest.dropFirst(text.count)
            } else if let tag = rest.prefixMatch(of: /<\/([a-z][a-z0-9]*)>/) {
                guard open.popLast() == String(tag.1) else { return "unbalanced \(tag.0)" }
                rest = rest[tag.range.upperBound...]
            } else if let tag = rest.prefixMatch(of: /<([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)>/) {
                let name = String(tag.1)
                guard policy.elements[name] != nil else { return "element \(name)" }
                if let problem = complaint(aboutAttributes: tag.2, of: name, policy: policy) { return problem }
                if !["br", "hr", "img", "input", "wbr", "col"].contains(name) { open.append(name) }
                rest = rest[tag.range.upperBound...]
            } else {
                return "malformed at \(rest.prefix(30))"
            }
        }
        return open.isEmpty ? nil : "left open: \(open)"
    }

    private static func complaint(aboutText text: Substring) -> String? {
        if text.contains(where: { $0 == ">" || $0 == "\"" || $0 == "'" }) { return "unescaped text \(text)" }
        let bare = text.replacing(/&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);/, with: "")
        return bare.contains("&") ? "bare & in \(text)" : nil
    }

    private static func complaint(
        aboutAttributes source: Substring, of element: String, policy: SanitiserPolicy
    ) -> String? {
        for match in source.matches(of: /\ ([a-z]+)(?:="([^"]*)")?/) {
            let name = String(match.1)
            let value = match.2.map(String.init) ?? ""
            let isCheckbox = element == "input" && ["type", "checked", "disabled"].contains(name)
            let isRelation = name == "rel" && value == policy.linkRelation
            let isAllowed = policy.elements[element]?.contains(name) == true || policy.globalAttributes.contains(name)
            guard isCheckbox || isRelation || isAllowed else { return "attribute \(name) on \(element)" }
            if let problem = complaint(aboutText: value[...]) { return problem }
            if ["href", "src", "cite"].contains(name), let problem = complaint(aboutAddress: value) { return problem }
        }
        return nil
    }

    private static func complaint(aboutAddress value: String) -> String? {
        var address = value
        for match in value.matches(of: /&#([xX]?)([0-9A-Fa-f]+);/).reversed() {
            let scalar = UInt32(match.2, radix: match.1.isEmpty ? 10 : 16).flatMap(Unicode.Scalar.init)
            address.replaceSubrange(match.range, with: scalar.map { String(Character($0)) } ?? "")
        }
        address = address.replacing("&colon;", with: ":").replacing("&Tab;", with: "").replacing("&NewLine;", with: "")
        let read = address.unicodeScalars.filter { $0.value > 0x20 }.map { String($0) }.joined().lowercased()
        guard let scheme = read.prefixMatch(of: /([a-z][a-z0-9+.\-]*):/) else { return nil }
        return ["http", "https", "mailto", "tel"].contains(scheme.1) ? nil : "scheme of \(value)"
    }
}

/// A small seeded generator, so that a failure can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
