import Kernel
import Model

/// The kinds of fields, in the words of the person who chooses one.
enum FieldKindWords {
    /// Every kind that a field made at run time can have.
    static var choices: [FormField.Choice] {
        guard case .choice(let kinds) = CustomField.kind.definition.kind else { return [] }
        return kinds.map { .init($0.value, $0.title, hint: hint($0.value)) }
    }

    static func title(_ kind: FieldKind) -> String {
        switch kind {
        case .reference(let target, _): "Reference to \(target.replacing("_", with: " "))"
        case .choice(let choices) where !choices.isEmpty: "Choice: \(choices.map(\.title).joined(separator: ", "))"
        default: choiceTitle(kind.name)
        }
    }

    private static func choiceTitle(_ name: String) -> String {
        guard case .choice(let kinds) = CustomField.kind.definition.kind, let known = kinds.first(where: { $0.value == name }) else {
            return name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ")
        }
        return known.title
    }

    private static func hint(_ kind: String) -> String? {
        switch kind {
        case "text": "A name, a word, a line. Found by the search."
        case "long_text": "Several lines, such as notes."
        case "integer": "Pieces, places, years."
        case "number": "Measures with decimals."
        case "boolean": "Something that is so or is not."
        case "date": "A day, without a time."
        case "instant": "A moment, shown in each person's time zone."
        case "money": "An amount with its currency."
        case "choice": "One of a few answers that you list."
        case "email": "Checked when it is typed."
        case "phone": "As people write it."
        case "url": "A web address."
        case "reference": "Another record, such as the contact it belongs to."
        default: nil
        }
    }
}
