/// Why a message cannot be written. Each names the header that has to change.
public enum MailError: Error, Equatable, CustomStringConvertible {
    /// A line break, NUL or another control character: somebody tries to add headers.
    case forbiddenCharacter(header: String)
    /// Not a header name: RFC 5322 §2.2 allows printable ASCII without colon and space.
    case invalidHeaderName(String)
    /// A header that the message writes itself.
    case reservedHeader(String)
    /// A word without spaces longer than the 998 bytes a line may have.
    case lineTooLong(header: String)
    /// Not of the form `id@domain`.
    case invalidMessageID(String)
    /// Not of the form `type/subtype`.
    case invalidContentType(String, filename: String)
    /// A date outside of the years 1 to 9999, or an offset of more than a day.
    case invalidDate

    public var description: String {
        switch self {
        case .forbiddenCharacter(let header):
            "The header \(header) contains a line break or control character. Remove it."
        case .invalidHeaderName(let name):
            "\(name.debugDescription) is not a header name. Use printable ASCII without colon and space."
        case .reservedHeader(let name): "The header \(name) is written by the message itself. Set its property instead."
        case .lineTooLong(let header): "The header \(header) has a word of more than 900 bytes. Shorten it."
        case .invalidMessageID(let id): "\(id.debugDescription) is not a message ID. Use the form id@domain."
        case .invalidContentType(let type, let filename):
            "\(type.debugDescription) of the attachment \(filename.debugDescription) is not a type. Use the form type/subtype."
        case .invalidDate: "The date of the message is outside of what a header can say."
        }
    }
}
