import Kernel
import Model

extension Contacts {
    /// Writes down what a contact allowed, with the proof.
    struct GiveConsent: Action {
        static let name = "spark.consent.give"
        static let title = "Record consent"
        static let permission = Permission(.update, Contact.self)
        static let parameters: [Parameter] = [
            .record("contact", Contact.self),
            Parameter("channel", "Channel", Consent.channel.definition.kind),
            Parameter("wording", "Wording", .longText, help: "The exact words they agreed to."),
            Parameter("version", "Wording version", .integer),
            Parameter("source", help: "Where it was given, such as the form."),
        ]

        let contact: Key<Contact>
        let channel: String
        let wording: String
        let version: Int
        let source: String

        func run(in tx: Transaction) throws -> Outcome {
            let person = try tx.require(contact)
            var consent = try Contacts.consent(of: contact, channel, in: tx) ?? tx.new(Consent.self)
            if !consent.any.isNew, consent[Consent.state] == "given", consent[Consent.wordingVersion] == version {
                return Outcome("\(person.title) had agreed to the \(channel) already.", record: Subject(contact), values: ["consent": .string(consent.key.text)])
            }
            consent[Consent.contact] = contact
            consent[Consent.channel] = channel
            consent[Consent.state] = "given"
            consent[Consent.wording] = wording
            consent[Consent.wordingVersion] = version
            consent[Consent.source] = source
            consent[Consent.givenAt] = tx.now
            try tx.save(&consent)
            try tx.record(ConsentGiven(consent: consent.key, contact: contact, channel: channel, version: version, source: source))
            return Outcome("\(person.title) agreed to the \(channel).", record: Subject(contact), values: ["consent": .string(consent.key.text)])
        }
    }

    struct WithdrawConsent: Action {
        static let name = "spark.consent.withdraw"
        static let title = "Withdraw consent"
        static let permission = Permission(.update, Contact.self)
        static let parameters: [Parameter] = [.record("contact", Contact.self), Parameter("channel", "Channel", Consent.channel.definition.kind)]

        let contact: Key<Contact>
        let channel: String

        func run(in tx: Transaction) throws -> Outcome {
            let person = try tx.require(contact)
            guard var consent = try Contacts.consent(of: contact, channel, in: tx), consent[Consent.state] == "given" else {
                return Outcome("\(person.title) had not agreed to the \(channel).", record: Subject(contact))
            }
            consent[Consent.state] = "withdrawn"
            try tx.save(&consent)
            try tx.record(ConsentWithdrawn(consent: consent.key, contact: contact, channel: channel))
            return Outcome("\(person.title) no longer gets the \(channel).", record: Subject(contact))
        }
    }

    private static func consent(of contact: Key<Contact>, _ channel: String, in tx: Transaction) throws -> Record<Consent>? {
        try tx.first(Query(Consent.self).where(Consent.contact == contact && Consent.channel == channel))
    }
}
