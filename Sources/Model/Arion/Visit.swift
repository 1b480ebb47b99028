import Kernel

/// One page read by one visitor. Anonymous until a form joins the visitor to a contact.
///
/// The visitor is an HMAC under a salt that changes every day and is then destroyed; neither address nor agent is kept.
public enum Visit: ObjectType {
    public static let object = Object(
        "visit", owner: .arion, title: "Visit", titleField: "created_at", indexes: [["site", "day"], ["visitor"], ["site", "path", "day", "visitor"]],
        columns: ["path", "source", "medium", "contact", "day"], isInternal: true)

    public static let site = Field<Key<Site>>("site", onDelete: .cascade)
    public static let visitor = Field<String>("visitor")
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let path = Field<String>("path")
    public static let pageTitle = Field<String?>("page_title")
    public static let referrer = Field<String?>("referrer", help: "The other site's host, never the whole address.")
    public static let source = Field<String>("source", default: "Direct", help: "Direct, Search, Social, Referral or Newsletter.")
    public static let medium = Field<String?>("medium")
    public static let campaign = Field<String?>("campaign")
    public static let day = Field<LocalDate>("day")

    public static var fields: [any AnyField] { [site, visitor, contact, path, pageTitle, referrer, source, medium, campaign, day] }
}

/// A secret of the workspace's sites: the salt of one day's visitor names, destroyed the next day, or the key of the forms.
public enum SiteSecret: ObjectType {
    public static let object = Object("site_secret", owner: .arion, title: "Site secret", titleField: "created_at", isInternal: true)

    public static let purpose = Field<String>("purpose", unique: true)
    public static let secret = Field<String>("secret", hidden: true)

    public static var fields: [any AnyField] { [purpose, secret] }
}

/// Anonymous visits were joined to the contact who made them.
public struct PagesRead: Event {
    public static let name = "arion.pages.read"
    public static let title = "Pages read"

    public let contact: Key<Contact>
    public let pages: Int
    public let first: String
    public let source: String

    public init(contact: Key<Contact>, pages: Int, first: String, source: String) {
        self.contact = contact
        self.pages = pages
        self.first = first
        self.source = source
    }

    public var subject: Subject { Subject(contact) }
    public var line: EventLine {
        EventLine("Read \(pages == 1 ? "a page" : "\(pages) pages")", detail: "beginning with \(first) · from \(source) · joined to this contact by the form")
    }
}
