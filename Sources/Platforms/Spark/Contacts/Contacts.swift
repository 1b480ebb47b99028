import Kernel
import Model

/// The people we know, what they allowed, and what was said.
enum Contacts {
    static let feature = Feature(
        "Contacts",
        actions: [AnyAction(Upsert.self), AnyAction(LogCall.self), AnyAction(GiveConsent.self), AnyAction(WithdrawConsent.self)],
        panels: [consentPanel, companyPanel],
        digests: [leadsDigest],
        checks: [
            Check(.brand, "First contact", detail: "Somebody wrote to you, or you added them.", to: "/app/spark/contacts", action: "Add a contact") { db in
                try db.first(Query(Contact.self)) != nil
            },
            Check(.brand, "First consent", detail: "Somebody allowed you to write.", to: "/app/spark/contacts", action: "See your contacts") { db in
                try db.first(Query(Consent.self).where(Consent.state == "given")) != nil
            },
        ])
}
