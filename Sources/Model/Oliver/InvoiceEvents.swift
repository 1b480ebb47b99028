import Kernel

/// A draft was written.
public struct InvoiceDrafted: Event {
    public static let name = "oliver.invoice.drafted"
    public static let title = "Invoice drafted"

    public let invoice: Key<Invoice>
    public let contact: Key<Contact>?
    public let total: Money

    public init(invoice: Key<Invoice>, contact: Key<Contact>?, total: Money) {
        self.invoice = invoice
        self.contact = contact
        self.total = total
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Wrote a ", "draft invoice", to: subject, detail: total.formatted()) }
}

/// An invoice got its number and can no longer change.
public struct InvoiceIssued: Event {
    public static let name = "oliver.invoice.issued"
    public static let title = "Invoice issued"

    public let invoice: Key<Invoice>
    public let number: String
    public let contact: Key<Contact>?
    public let total: Money

    public init(invoice: Key<Invoice>, number: String, contact: Key<Contact>?, total: Money) {
        self.invoice = invoice
        self.number = number
        self.contact = contact
        self.total = total
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Invoice ", number, to: subject, " issued", detail: total.formatted()) }
}

/// An invoice was put into the mail.
public struct InvoiceSent: Event {
    public static let name = "oliver.invoice.sent"
    public static let title = "Invoice sent"

    public let invoice: Key<Invoice>
    public let number: String
    public let contact: Key<Contact>?
    public let recipient: String

    public init(invoice: Key<Invoice>, number: String, contact: Key<Contact>?, recipient: String) {
        self.invoice = invoice
        self.number = number
        self.contact = contact
        self.recipient = recipient
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Invoice ", number, to: subject, " mailed", detail: "to \(recipient), as PDF") }
}

/// An invoice is paid in full.
public struct InvoicePaid: Event {
    public static let name = "oliver.invoice.paid"
    public static let title = "Invoice paid"

    public let invoice: Key<Invoice>
    public let number: String
    public let contact: Key<Contact>?
    public let total: Money
    public let method: String
    /// Days between payment and due date; negative when late.
    public let daysEarly: Int?

    public init(invoice: Key<Invoice>, number: String, contact: Key<Contact>?, total: Money, method: String, daysEarly: Int?) {
        self.invoice = invoice
        self.number = number
        self.contact = contact
        self.total = total
        self.method = method
        self.daysEarly = daysEarly
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine {
        let when = daysEarly.map { $0 > 0 ? " · \($0) days early" : $0 < 0 ? " · \(-$0) days late" : "" } ?? ""
        return EventLine("Invoice ", number, to: subject, " paid", detail: "\(total.formatted()) by \(method)\(when)")
    }
}
