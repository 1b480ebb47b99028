import Kernel

/// A person we know.
public enum Contact: ObjectType {
    public static let object = Object(
        "contact", owner: .spark, title: "Contact", indexes: [["stage", "updated_at"]], columns: ["name", "company", "stage", "score", "owner", "updated_at"])

    public static let stages: [FieldKind.Choice] = [
        .init("lead", "Lead", color: "spark"), .init("opportunity", "Opportunity", color: "stella"), .init("customer", "Customer", color: "good"), .init("lost", "Lost"),
    ]

    public static let name = Field<String>("name", indexed: true, searchable: true)
    public static let firstName = Field<String?>("first_name")
    public static let lastName = Field<String?>("last_name")
    public static let email = Field<String?>("email", "E-mail", kind: .email, indexed: true, searchable: true)
    public static let phone = Field<String?>("phone", kind: .phone)
    public static let jobTitle = Field<String?>("job_title")
    public static let company = Field<Key<Company>?>("company", onDelete: .setNull)
    public static let stage = Field<String>("stage", kind: .choice(stages), default: "lead")
    public static let score = Field<Int>("score", default: 0)
    public static let firstSource = Field<String?>("first_source", "First touch", help: "What brought this person here the first time.")
    public static let firstPage = Field<String?>("first_page")
    public static let address = Field<String?>("address")
    public static let postalCode = Field<String?>("postal_code")
    public static let city = Field<String?>("city")
    public static let state = Field<String?>("state")
    public static let country = Field<String?>("country")
    public static let birthday = Field<LocalDate?>("birthday")
    public static let externalID = Field<String?>("external_id", "Number elsewhere", unique: true)

    public static var fields: [any AnyField] {
        [name, firstName, lastName, email, phone, jobTitle, company, stage, score, firstSource, firstPage, address, postalCode, city, state, country, birthday, externalID]
    }
}

/// What a contact allowed, with the proof: the exact words, their version and the moment.
public enum Consent: ObjectType {
    public static let object = Object(
        "consent", owner: .spark, title: "Consent", titleField: "channel", parent: "contact", unique: [["contact", "channel"]], columns: ["channel", "contact", "state", "wording_version", "given_at"])

    public static let contact = Field<Key<Contact>>("contact", onDelete: .cascade)
    public static let channel = Field<String>("channel", kind: .choice([.init("newsletter", "Newsletter"), .init("phone", "Phone")]))
    public static let state = Field<String>("state", kind: .choice([.init("given", "given", color: "good"), .init("withdrawn", "withdrawn", color: "bad")]))
    public static let wording = Field<String>("wording", kind: .longText)
    public static let wordingVersion = Field<Int>("wording_version")
    public static let source = Field<String>("source", help: "Where it was given, such as the form.")
    public static let givenAt = Field<Instant>("given_at", "Given")

    public static var fields: [any AnyField] { [contact, channel, state, wording, wordingVersion, source, givenAt] }
}

/// A contact allowed something.
public struct ConsentGiven: Event {
    public static let name = "spark.consent.given"
    public static let title = "Consent given"

    public let consent: Key<Consent>
    public let contact: Key<Contact>
    public let channel: String
    public let version: Int
    public let source: String

    public init(consent: Key<Consent>, contact: Key<Contact>, channel: String, version: Int, source: String) {
        self.consent = consent
        self.contact = contact
        self.channel = channel
        self.version = version
        self.source = source
    }

    public var subject: Subject { Subject(contact) }
    public var line: EventLine { EventLine("Agreed to the \(channel)", detail: "wording v\(version) · \(source)") }
}

/// A contact took back what they had allowed.
public struct ConsentWithdrawn: Event {
    public static let name = "spark.consent.withdrawn"
    public static let title = "Consent withdrawn"

    public let consent: Key<Consent>
    public let contact: Key<Contact>
    public let channel: String

    public init(consent: Key<Consent>, contact: Key<Contact>, channel: String) {
        self.consent = consent
        self.contact = contact
        self.channel = channel
    }

    public var subject: Subject { Subject(contact) }
    public var line: EventLine { EventLine("Withdrew from the \(channel)") }
}

/// Somebody spoke with a contact.
public struct CallLogged: Event {
    public static let name = "spark.call.logged"
    public static let title = "Call logged"

    public let contact: Key<Contact>
    public let note: String

    public init(contact: Key<Contact>, note: String) {
        self.contact = contact
        self.note = note
    }

    public var subject: Subject { Subject(contact) }
    public var line: EventLine { EventLine("Spoke on the phone", detail: note) }
}
