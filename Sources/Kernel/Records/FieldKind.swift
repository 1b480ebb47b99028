import Amounts
import Expressions
import Store
import Timekeeping

/// What a field holds. One kind is one column type, one JSON form, one form control and one CEL type.
///
/// | kind | column | JSON | CEL |
/// | --- | --- | --- | --- |
/// | text, longText, markdown, email, phone, url, choice, code | text | string | string |
/// | integer | 64-bit integer | number | int |
/// | number | double | number | double |
/// | decimal(scale) | 64-bit integer, value × 10^scale | string | double |
/// | boolean | boolean (0/1 on SQLite) | true/false | bool |
/// | date | text, ISO 8601 | string | string |
/// | instant | 64-bit integer, µs UTC | string, RFC 3339 | timestamp |
/// | money | two columns: minor units, ISO 4217 code | {"amount":"12.50","currency":"CHF"} | double, major units |
/// | reference | 64-bit integer | id text | string |
/// | json | text | any | none |
public indirect enum FieldKind: Hashable, Sendable {
    case text(max: Int)
    case longText
    case markdown
    case email
    case phone
    case url
    case choice([Choice])
    case code(language: String)
    case integer
    case number
    case decimal(scale: Int)
    case boolean
    case date
    case instant
    case money
    case reference(to: String, onDelete: OnDelete)
    case json

    public static let text = FieldKind.text(max: 500)

    /// One answer of a choice field; `color` names a tone of the design system (`good`, `warn`, `bad`, a platform).
    public struct Choice: Hashable, Sendable, Codable {
        public let value: String
        public let title: String
        public let color: String?

        public init(_ value: String, _ title: String, color: String? = nil) {
            self.value = value
            self.title = title
            self.color = color
        }
    }

    /// What happens to a record when the one it refers to is deleted.
    public enum OnDelete: String, Hashable, Sendable, Codable { case restrict, cascade, setNull }

    /// The word for this kind in the API description, in YAML and in the custom field form.
    public var name: String {
        switch self {
        case .text: "text"
        case .longText: "long_text"
        case .markdown: "markdown"
        case .email: "email"
        case .phone: "phone"
        case .url: "url"
        case .choice: "choice"
        case .code: "code"
        case .integer: "integer"
        case .number: "number"
        case .decimal: "decimal"
        case .boolean: "boolean"
        case .date: "date"
        case .instant: "instant"
        case .money: "money"
        case .reference: "reference"
        case .json: "json"
        }
    }

    /// Whether people can compare values with `<`.
    public var isOrdered: Bool {
        switch self {
        case .json, .code, .longText, .markdown, .reference, .boolean: false
        default: true
        }
    }

    /// The object a reference points at.
    public var target: String? {
        if case .reference(let target, _) = self { target } else { nil }
    }

    func columnType(in dialect: Dialect) -> String {
        switch self {
        case .text, .longText, .markdown, .email, .phone, .url, .choice, .code, .date, .json: dialect.textType
        case .integer, .decimal, .instant, .reference, .money: dialect == .sqlite ? "INTEGER" : "BIGINT"
        case .number: dialect == .sqlite ? "REAL" : "DOUBLE PRECISION"
        case .boolean: dialect == .sqlite ? "INTEGER" : "BOOLEAN"
        }
    }

    var celType: CELType? {
        switch self {
        case .text, .longText, .markdown, .email, .phone, .url, .choice, .code, .date, .reference: .string
        case .integer: .int
        case .number, .decimal, .money: .double
        case .boolean: .bool
        case .instant: .timestamp
        case .json: nil
        }
    }
}
