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

    /// The value in the notation for data within data: texts quoted, objects as `{"key"=>value}`.
    func inspected(depth: Int = 0) -> String {
        guard depth < Self.deepest else { return "…" }
        switch self {
        case .null: return "nil"
        case .empty: return "empty"
        case .blank: return "blank"
        case .string(let text), .safe(let text): return "\"\(Self.quoted(text))\""
        case .array(let elements):
            return "[\(elements.map { $0.inspected(depth: depth + 1) }.joined(separator: ", "))]"
        case .object(let object):
            let members = zip(object.keys, object.values).map { "\"\(Self.quoted($0))\"=>\($1.inspected(depth: depth + 1))" }
            return "{\(members.joined(separator: ", "))}"
        default: return text
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
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
