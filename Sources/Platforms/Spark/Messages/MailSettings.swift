import Kernel
import Mail

/// The server that takes outgoing mail, and who it comes from.
public struct MailSettings: Sendable {
    let relay: SMTPRelay
    let sender: Mailbox

    /// - Parameters:
    ///   - url: `smtp://host:587` (STARTTLS) or `smtps://host:465`.
    ///   - requiresTLS: without it, TLS is used where the server offers it; a password then travels to this computer only.
    ///   - sender: the address in From.
    /// - Throws: `Refusal`, saying which part cannot work.
    public init(url: String, user: String? = nil, password: String? = nil, requiresTLS: Bool = true, sender: String, senderName: String? = nil) throws {
        guard let address = EmailAddress(sender) else {
            throw Refusal(Explanation(.invalid, says: "“\(sender)” is not an address to send mail from.", advice: "Set the sender to an address like office@example.com."))
        }
        do { relay = try SMTPRelay(url: url, user: user, password: password, requireTLS: requiresTLS) } catch {
            throw Refusal(Explanation(.invalid, says: "\(error)", advice: "Correct the mail server in the configuration."))
        }
        self.sender = Mailbox(senderName, address)
    }
}
