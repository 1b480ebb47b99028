/// Why a zone could not be had.
public enum ZoneError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The database has no zone of this name.
    case unknown(identifier: String)
    /// This cannot be the name of a zone: empty, too long, or with characters that names do not have.
    case invalidIdentifier(String)
    /// The zone's file could not be read; `reason` is the system's word for it.
    case unreadable(path: String, reason: String)
    /// The zone's file is not TZif (RFC 9636), or damaged.
    case malformed(path: String, reason: String)

    public var description: String {
        switch self {
        case .unknown(let identifier):
            "There is no time zone “\(identifier)” here. Use a name such as Europe/Zurich, or update the tzdata package."
        case .invalidIdentifier(let identifier):
            "“\(identifier.prefix(80))” cannot be the name of a time zone. Use a name such as Europe/Zurich."
        case .unreadable(let path, let reason):
            "The time zone file \(path) could not be read (\(reason)). Reinstall the tzdata package."
        case .malformed(let path, let reason):
            "The time zone file \(path) is damaged: \(reason). Reinstall the tzdata package."
        }
    }
}
