import Kernel
import Model

extension Contacts {
    struct LogCall: Action {
        static let name = "spark.contact.log_call"
        static let title = "Log a call"
        static let permission = Permission(.update, Contact.self)
        static let parameters: [Parameter] = [.record("contact", Contact.self), Parameter("note", "What was said", .longText)]

        let contact: Key<Contact>
        let note: String

        func run(in tx: Transaction) throws -> Outcome {
            let person = try tx.require(contact)
            try tx.record(CallLogged(contact: contact, note: note))
            return Outcome("Noted your call with \(person.title).", record: Subject(contact))
        }
    }
}
