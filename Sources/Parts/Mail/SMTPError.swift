/// Why a relay did not take a message.
public enum SMTPError: Error, Equatable, CustomStringConvertible {
    /// The relay answered 4xx: try again later. `text` is its whole reply.
    case temporary(code: Int, text: String)
    /// The relay answered 5xx: the same message will not be taken.
    case permanent(code: Int, text: String)
    /// No answer: no connection, a broken one, no TLS where it is required, or a timeout. Try again
    /// later; the relay may have taken the message if the connection broke at its end.
    case unreachable(reason: String)
    /// More messages wait than the relay may hold. Try again later.
    case busy(waiting: Int)
    /// The configuration cannot work. `reason` says which part.
    case badConfiguration(reason: String)

    /// Whether sending the same message later can succeed.
    public var isWorthRetrying: Bool {
        switch self {
        case .temporary, .unreachable, .busy: true
        case .permanent, .badConfiguration: false
        }
    }

    public var description: String {
        switch self {
        case .temporary(let code, let text): "The relay wants the message later (\(code)): \(text)"
        case .permanent(let code, let text): "The relay refused the message (\(code)): \(text)"
        case .unreachable(let reason): "The relay could not be reached: \(reason)"
        case .busy(let waiting): "\(waiting) messages already wait for the relay. Try again later."
        case .badConfiguration(let reason): "The relay's configuration cannot work: \(reason)"
        }
    }
}
