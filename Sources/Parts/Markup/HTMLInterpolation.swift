extension HTML {
    /// What may be interpolated into an ``HTML`` literal.
    ///
    /// | interpolation | writes |
    /// | --- | --- |
    /// | `\(text)` | a string, escaped; `nil` writes nothing |
    /// | `\(number)` | an integer in decimal digits |
    /// | `\(html)` | markup as it is; arrays in order, `nil` writes nothing |
    /// | `\(items) { … }` is not Swift; write `\(items, { item in "…" })` | markup of every item |
    /// | `\(if: condition, "…", else: "…")` | one or the other |
    /// | `\(attribute: "href", value)` | ` href="…"` with a leading space; nothing when nil or false |
    /// | `\(url: address)` | an address for use between quotes, `#` when its scheme is refused |
    /// | `\(json: text)` | JSON text for the inside of a `<script>` element |
    /// | `\(raw: trusted)` | a string as it is |
    ///
    /// There is deliberately no overload for any `CustomStringConvertible`: a value reaches a page
    /// only after somebody chose how it reads.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        @usableFromInline
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: String) { bytes.appendUTF8(literal) }

        public mutating func appendInterpolation(_ text: String) { bytes.appendEscaped(text) }

        public mutating func appendInterpolation(_ text: Substring) { bytes.appendEscaped(text) }

        public mutating func appendInterpolation(_ text: String?) {
            if let text { bytes.appendEscaped(text) }
        }

        public mutating func appendInterpolation(_ number: Int) { bytes.appendDecimal(number) }

        public mutating func appendInterpolation(_ number: Int64) { bytes.appendDecimal(number) }

        public mutating func appendInterpolation(_ number: Int32) { bytes.appendDecimal(number) }

        public mutating func appendInterpolation(_ number: UInt64) { bytes.appendDecimal(number) }

        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes += html.bytes }
        }

        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes += piece.bytes }
        }

        /// The markup of every item: `\(cards, { card in "<li>\(card.title)</li>" })`.
        @inlinable
        public mutating func appendInterpolation<Items: Sequence>(
            _ items: Items, _ content: (Items.Element) throws -> HTML
        ) rethrows {
            for item in items { bytes += try content(item).bytes }
        }

        /// `then` where the condition holds, `otherwise` where it does not. Neither is built in vain.
        public mutating func appendInterpolation(
            if condition: Bool, _ then: @autoclosure () -> HTML, else otherwise: @autoclosure () -> HTML = HTML()
        ) {
            bytes += condition ? then().bytes : otherwise().bytes
        }

        /// ` name="value"` with a leading space, escaped and quoted; nothing when `value` is nil.
        ///
        /// Attributes that hold addresses (`href`, `src`, `action`, …) keep only what
        /// ``SafeURL`` lets through; anything else becomes `#`.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            appendName(name)
            bytes.append(.equals)
            bytes.append(.quote)
            switch SafeURL.kind(ofAttribute: name.description) {
            case .plain: bytes.appendEscaped(value)
            case .address: bytes.appendEscaped(SafeURL.orHash(value))
            case .addressList: bytes.appendEscaped(SafeURL.allowsSourceSet(value) ? value : "")
            }
            bytes.append(.quote)
        }

        /// ` name="7"` with a leading space.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: Int) {
            appendName(name)
            bytes.append(.equals)
            bytes.append(.quote)
            bytes.appendDecimal(value)
            bytes.append(.quote)
        }

        /// ` name` with a leading space where `isSet`, nothing otherwise (`checked`, `disabled`, …).
        public mutating func appendInterpolation(attribute name: StaticString, _ isSet: Bool) {
            if isSet { appendName(name) }
        }

        /// An address for use between quotes; `#` when its scheme is refused (``SafeURL``).
        public mutating func appendInterpolation(url address: String) {
            bytes.appendEscaped(SafeURL.orHash(address))
        }

        /// JSON text made safe inside a `<script>` element: `<`, `>`, `&` become `\u00XX`.
        ///
        /// Correct for any valid JSON, where these characters occur only inside strings.
        public mutating func appendInterpolation(json text: String) { bytes.appendScriptJSON(text) }

        /// A string as it is. Only for strings that this program made or sanitised itself.
        public mutating func appendInterpolation(raw trusted: String) { bytes.appendUTF8(trusted) }

        private mutating func appendName(_ name: StaticString) {
            bytes.append(.space)
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }
}
