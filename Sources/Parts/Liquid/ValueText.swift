extension LiquidValue {
    /// The value as `{{ }}` writes it, unescaped.
    public var text: String { text(depth: 0) }

    private func text(depth: Int) -> String {
        switch self {
        case .null, .empty, .blank: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): Self.text(number)
        case .string(let text), .safe(let text): text
        case .array(let elements): depth < Self.deepest ? elements.map { $0.text(depth: depth + 1) }.joined() : "…"
        case .object: inspected()
        case .range(let first, let last): "\(first)..\(last)"
        case .drop(let drop): drop.text
        }
    }

    /// Where the notation of lists and objects is cut off, in bytes: one text may stand in a list many times over.
    private static let longestNotation = 8 << 20

    /// The value in the notation for data within data: texts quoted, objects as `{"key"=>value}`.
    func inspected() -> String {
        var text = ""
        inspect(into: &text, depth: 0)
        return text
    }

    private func inspect(into result: inout String, depth: Int) {
        guard depth < Self.deepest, result.utf8.count < Self.longestNotation else {
            result += "…"
            return
        }
        switch self {
        case .null: result += "nil"
        case .empty: result += "empty"
        case .blank: result += "blank"
        case .string(let text), .safe(let text): Self.quote(text, into: &result)
        case .array(let elements):
            result += "["
            for (index, element) in elements.enumerated() where result.utf8.count < Self.longestNotation {
                if index > 0 { result += ", " }
                element.inspect(into: &result, depth: depth + 1)
            }
            result += "]"
        case .object(let object):
            result += "{"
            for (index, (key, value)) in zip(object.keys, object.values).enumerated()
            where result.utf8.count < Self.longestNotation {
                if index > 0 { result += ", " }
                Self.quote(key, into: &result)
                result += "=>"
                value.inspect(into: &result, depth: depth + 1)
            }
            result += "}"
        default: result += text
        }
    }

    private static func quote(_ text: String, into quoted: inout String) {
        quoted += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        quoted += "\""
    }

    /// `1.0`, `2.5`, `1.0e+20`
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        let text = String(number)
        guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}
