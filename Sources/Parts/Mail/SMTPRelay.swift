import CCurl

/// Hands messages to an SMTP relay (RFC 5321) through libcurl.
///
/// Up to `connections` messages travel at once, each on a thread of its own with a connection that is
/// kept open between messages; the callers' threads never block. Further messages wait in order, at
/// most ``maximumWaiting``. Threads start when first needed and end with the relay.
public final class SMTPRelay: Sendable {
    public static let maximumWaiting = 10_000

    private let queue: TransferQueue

    /// - Parameters:
    ///   - url: `smtp://host:587` (STARTTLS) or `smtps://host:465`.
    ///   - timeout: seconds for one message from connecting to the last reply; 1 to 3600.
    ///   - requireTLS: without it, TLS is used where the relay offers it. Must be set to send a
    ///     password over `smtp:` to another machine.
    ///   - clientName: the name in EHLO; the machine's own where nil.
    /// - Throws: ``SMTPError/badConfiguration(reason:)``.
    public init(
        url: String, user: String? = nil, password: String? = nil, timeout: Double = 60, requireTLS: Bool = true,
        connections: Int = 4, clientName: String? = nil
    ) throws(SMTPError) {
        let settings = try SMTPSettings(
            url: url, user: user, password: password, timeout: timeout, requireTLS: requireTLS, clientName: clientName)
        queue = TransferQueue(settings: settings, threads: min(max(connections, 1), 64), bound: Self.maximumWaiting)
    }

    deinit { queue.close() }

    /// Returns when the relay has taken the message for all recipients.
    ///
    /// One refused recipient refuses the whole message; nobody has received it then.
    /// Does not notice the cancellation of the caller's task; `timeout` ends it.
    public func send(_ message: [UInt8], from: EmailAddress, to: [EmailAddress]) async throws(SMTPError) {
        guard !to.isEmpty else { throw .badConfiguration(reason: "a message without recipients") }
        let result = await withCheckedContinuation { continuation in
            queue.add(Transfer(message: message, from: from, to: to, finish: { continuation.resume(returning: $0) }))
        }
        try result.get()
    }
}

/// One message on its way.
struct Transfer: Sendable {
    let message: [UInt8]
    let from: EmailAddress
    let to: [EmailAddress]
    let finish: @Sendable (Result<Void, SMTPError>) -> Void
}
