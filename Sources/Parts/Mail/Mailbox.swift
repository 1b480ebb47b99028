/// An address with the name people see: `Ana Keller <ana@example.com>`.
public struct Mailbox: Sendable, Hashable {
    public var name: String?
    public var address: EmailAddress

    public init(_ name: String? = nil, _ address: EmailAddress) {
        self.name = name
        self.address = address
    }
}
