import Markup

/// A `class` attribute of the names that are not empty.
func classes(_ names: String...) -> HTML {
    let list = names.filter { !$0.isEmpty }.joined(separator: " ")
    return list.isEmpty ? HTML() : "\(attribute: "class", list)"
}

/// A name made safe for an `id`: letters, digits, `-` and `_`; everything else becomes `-`.
func identifier(_ parts: String...) -> String {
    String(parts.joined(separator: "-").map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
}
