/// What reading and writing a field of many records needs of its definition.
///
/// A whole `FieldDefinition` costs several reference counts a copy, and a list of 50 records touches 1,200 fields: measured, a
/// seventh of all the time of such a request.
struct FieldOutline: Sendable {
    enum Form: Sendable { case plain, key, instant, other }

    let name: String
    /// How its JSON follows from its column.
    let form: Form
    let isMoney: Bool
    let isHidden: Bool

    init(_ field: FieldDefinition) {
        name = field.name
        isHidden = field.isHidden
        isMoney = field.kind == .money
        form = switch field.kind {
        case .text, .longText, .markdown, .email, .phone, .url, .choice, .code, .integer, .number, .date: .plain
        case .reference: .key
        case .instant: .instant
        case .decimal, .boolean, .money, .json: .other
        }
    }
}
