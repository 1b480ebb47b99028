import Kernel
import Model

/// SPARK's two doors, as narrow as Arion needs them: one platform's tests do not name another. The real ones stand in SuiteTests' story.
struct ContactsDouble: Platform {
    let brand = PlatformBrand.spark
    let features = [Feature("Contacts", actions: [AnyAction(Upsert.self), AnyAction(GiveConsent.self)])]

    struct Upsert: Action {
        static let name = "spark.contact.upsert"
        static let title = "Add a contact"
        static let permission = Permission(.create, Contact.self)
        static let parameters = [Parameter("email", "E-mail", .email)] + ["name", "company_name", "first_source", "first_page"].map { Parameter($0, required: false) }

        let email: String
        let name: String?
        let company_name: String?
        let first_source: String?
        let first_page: String?

        func run(in tx: Transaction) throws -> Outcome {
            var contact = try tx.first(Query(Contact.self).where(Contact.email == email)) ?? tx.new(Contact.self)
            contact[Contact.email] = email
            contact[Contact.name] = name ?? email
            contact[Contact.firstSource] = first_source
            contact[Contact.firstPage] = first_page
            try tx.save(&contact)
            return Outcome("Added.", record: Subject(contact.key))
        }
    }

    struct GiveConsent: Action {
        static let name = "spark.consent.give"
        static let title = "Record consent"
        static let permission = Permission(.update, Contact.self)
        static let parameters: [Parameter] = [
            .record("contact", Contact.self), Parameter("channel"), Parameter("wording", nil, .longText), Parameter("version", nil, .integer), Parameter("source"),
        ]

        let contact: Key<Contact>
        let channel: String
        let wording: String
        let version: Int
        let source: String

        func run(in tx: Transaction) throws -> Outcome {
            var consent = tx.new(Consent.self)
            consent[Consent.contact] = contact
            consent[Consent.channel] = channel
            consent[Consent.state] = "given"
            consent[Consent.wording] = wording
            consent[Consent.wordingVersion] = version
            consent[Consent.source] = source
            consent[Consent.givenAt] = tx.now
            try tx.save(&consent)
            try tx.record(ConsentGiven(consent: consent.key, contact: contact, channel: channel, version: version, source: source))
            return Outcome("Agreed.", record: Subject(contact))
        }
    }
}
