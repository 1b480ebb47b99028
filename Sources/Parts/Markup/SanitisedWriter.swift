/// Writes the allowed part of one token stream. One use a document.
struct SanitisedWriter {
    let policy: SanitiserPolicy
    let source: UnsafeBufferPointer<UInt8>
    let identifiesHeadings: Bool

    private var tokens: HTMLTokens
    private var output: [UInt8] = []
    private var open: [OpenElement] = []
    private var identifiers = HeadingIdentifiers()

    private struct OpenElement {
        let name: String
        /// Where the `>` of its start tag stands in `output`.
        let startTagEnd: Int
    }

    init(policy: SanitiserPolicy, source: UnsafeBufferPointer<UInt8>, identifiesHeadings: Bool) {
        self.policy = policy
        self.source = source
        self.identifiesHeadings = identifiesHeadings
        tokens = HTMLTokens(source)
        output.reserveCapacity(source.count + source.count / 8)
    }

    mutating func write() -> HTML {
        while let token = tokens.next() {
            switch token {
            case .text(let range):
                CharacterReferences.appendKeepingReferences(source[range], to: &output)
            case .start(let name, let attributes): start(name, attributes)
            case .end(let name): end(name)
            }
        }
        while !open.isEmpty { closeInnermost() }
        return HTML(trustedBytes: output)
    }

    private mutating func start(_ name: String, _ attributes: [HTMLTokens.Attribute]) {
        if SanitiserPolicy.droppedWithContent.contains(name) { return skipContent(of: name) }
        guard let allowed = policy.elements[name], !SanitiserPolicy.neverAllowed.contains(name) else { return }
        if let rule = ElementRules.closed(by: name) { close(rule.elements, within: rule.boundary) }
        let isVoid = ElementRules.void.contains(name)
        guard isVoid || open.count < policy.maximumDepth else { return }
        if name == "input" { return writeCheckbox(attributes) }
        output.append(.lessThan)
        output.appendUTF8(name)
        write(attributes, of: name, allowed: allowed)
        output.append(.greaterThan)
        if !isVoid { open.append(OpenElement(name: name, startTagEnd: output.count - 1)) }
    }

    private mutating func end(_ name: String) {
        guard let index = open.lastIndex(where: { $0.name == name }) else {
            // Browsers read a stray </br> as a line break.
            if name == "br", policy.elements["br"] != nil { output.appendUTF8("<br>") }
            return
        }
        while open.count > index { closeInnermost() }
    }

    private mutating func close(_ elements: Set<String>, within boundary: Set<String>) {
        for index in open.indices.reversed() {
            if elements.contains(open[index].name) {
                while open.count > index { closeInnermost() }
                return
            }
            if boundary.contains(open[index].name) { return }
        }
    }

    private mutating func closeInnermost() {
        guard let element = open.popLast() else { return }
        if identifiesHeadings, ElementRules.headings.contains(element.name) { identify(element) }
        output.append(.lessThan)
        output.append(.slash)
        output.appendUTF8(element.name)
        output.append(.greaterThan)
    }

    private mutating func identify(_ heading: OpenElement) {
        let content = String(decoding: output[(heading.startTagEnd + 1)...], as: UTF8.self)
        let identifier = identifiers.next(for: plainText(ofHTML: content))
        output.insert(contentsOf: " id=\"\(identifier)\"".utf8, at: heading.startTagEnd)
    }

    /// Drops an element with everything inside. Nested elements of the same name are counted.
    private mutating func skipContent(of name: String) {
        if name == "plaintext" { return tokens.skipToEnd() }
        guard !ElementRules.rawText.contains(name) else { return tokens.skipRawText(of: name) }
        var depth = 1
        while depth > 0, let token = tokens.next() {
            switch token {
            case .start(name, _): depth += 1
            case .end(name): depth -= 1
            default: break
            }
        }
    }

    private mutating func write(_ attributes: [HTMLTokens.Attribute], of element: String, allowed: Set<String>) {
        var seen: [String] = []
        var hasAddress = false
        for attribute in attributes {
            let name = attribute.name
            guard allowed.contains(name) || policy.globalAttributes.contains(name), !seen.contains(name),
                !name.hasPrefix("on"), name != "style", !(name == "rel" && policy.linkRelation != nil)
            else { continue }
            seen.append(name)  // The first of a name counts, even if its value is refused.
            var value: [UInt8] = []
            CharacterReferences.appendKeepingReferences(source[attribute.value], to: &value)
            guard passes(value, raw: source[attribute.value], of: name, on: element) else { continue }
            write(name, value)
            if name == "href" { hasAddress = true }
        }
        if element == "a", hasAddress, let relation = policy.linkRelation {
            var value: [UInt8] = []
            value.appendEscaped(relation)
            write("rel", value)
        }
    }

    private mutating func write(_ name: String, _ value: [UInt8]) {
        output.append(.space)
        output.appendUTF8(name)
        output.append(.equals)
        output.append(.quote)
        output += value
        output.append(.quote)
    }

    /// Addresses are judged as the input would be read and as the output will be read.
    private func passes(
        _ written: [UInt8], raw: Slice<UnsafeBufferPointer<UInt8>>, of name: String, on element: String
    ) -> Bool {
        let readings = [written[...].decodedText, raw.decodedText]
        switch SafeURL.kind(ofAttribute: name) {
        case .address: return readings.allSatisfy { SafeURL.allows($0, schemes: policy.schemes) }
        case .addressList: return readings.allSatisfy { SafeURL.allowsSourceSet($0, schemes: policy.schemes) }
        case .plain:
            let value = readings[0]
            switch name {
            case "class" where element == "code" || element == "pre": return value.isLanguageClass
            case "align": return ["left", "center", "right"].contains(value)
            case "width", "height", "colspan", "rowspan", "span", "start", "value":
                return !value.isEmpty && value.utf8.count <= 6 && value.utf8.allSatisfy(\.isASCIIDigit)
            default: return true
            }
        }
    }

    private mutating func writeCheckbox(_ attributes: [HTMLTokens.Attribute]) {
        let type = attributes.first { $0.name == "type" }.map { source[$0.value].decodedText.lowercased() }
        guard type == "checkbox" else { return }
        let isChecked = attributes.contains { $0.name == "checked" }
        output.appendUTF8(isChecked ? "<input type=\"checkbox\" checked disabled>" : "<input type=\"checkbox\" disabled>")
    }
}

extension Collection where Self: RandomAccessCollection, Element == UInt8 {
    fileprivate var decodedText: String { String(decoding: CharacterReferences.decoded(self), as: UTF8.self) }
}

extension String {
    fileprivate var isLanguageClass: Bool {
        let prefix = "language-"
        return hasPrefix(prefix) && utf8.count <= 40
            && utf8.dropFirst(prefix.utf8.count).allSatisfy {
                $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
                    || $0 == .hash || $0 == UInt8(ascii: "_")
            }
    }
}
