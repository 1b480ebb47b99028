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

/// An issued invoice was cancelled; its number stays used.
public struct InvoiceCancelled: Event {
    public static let name = "oliver.invoice.cancelled"
    public static let title = "Invoice cancelled"

    public let invoice: Key<Invoice>
    public let number: String
    public let contact: Key<Contact>?
    public let reason: String

    public init(invoice: Key<Invoice>, number: String, contact: Key<Contact>?, reason: String) {
        self.invoice = invoice
        self.number = number
        self.contact = contact
        self.reason = reason
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Invoice ", number, to: subject, " cancelled", detail: reason) }
}

/// Money came in for an invoice that is not yet paid in full.
public struct PaymentReceived: Event {
    public static let name = "oliver.payment.received"
    public static let title = "Payment received"

    public let payment: Key<Payment>
    public let invoice: Key<Invoice>
    public let number: String
    public let contact: Key<Contact>?
    public let amount: Money
    public let open: Money

    public init(payment: Key<Payment>, invoice: Key<Invoice>, number: String, contact: Key<Contact>?, amount: Money, open: Money) {
        self.payment = payment
        self.invoice = invoice
        self.number = number
        self.contact = contact
        self.amount = amount
        self.open = open
    }

    public var subject: Subject { Subject(invoice) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Invoice ", number, to: subject, " paid in part", detail: "\(amount.formatted()) received · \(open.formatted()) open") }
}
