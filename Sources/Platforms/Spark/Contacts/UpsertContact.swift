import Kernel
import Model

extension Contacts {
    /// Finds the contact of an address or makes one.
    ///
    /// The address decides, never a cookie; a known contact survives: empty fields are filled, nothing is overwritten.
    struct Upsert: Action {
        static let name = "spark.contact.upsert"
        static let title = "Add a contact"
        static let permission = Permission(.create, Contact.self)
        static let parameters: [Parameter] = [
            Parameter("email", "E-mail", .email),
            Parameter("name", required: false),
            Parameter("first_name", required: false),
            Parameter("last_name", required: false),
            Parameter("phone", "Phone", .phone, required: false),
            Parameter("job_title", required: false),
            Parameter("company_name", "Company", required: false),
            Parameter("first_source", "First touch", required: false),
            Parameter("first_page", required: false),
            Parameter("address", required: false),
            Parameter("postal_code", required: false),
            Parameter("city", required: false),
            Parameter("state", required: false),
            Parameter("country", required: false),
        ]

        let email: String
        let name: String?
        let first_name: String?
        let last_name: String?
        let phone: String?
        let job_title: String?
        let company_name: String?
        let first_source: String?
        let first_page: String?
        let address: String?
        let postal_code: String?
        let city: String?
        let state: String?
        let country: String?

        func run(in tx: Transaction) throws -> Outcome {
            let email = email.lowercased()
            var oldest = Query(Contact.self).where(Contact.email == email)
            oldest.any.order = [.init("id")]
            let known = try tx.first(oldest)
            var contact = known ?? tx.new(Contact.self)
            contact[Contact.email] = email
            contact.fill(given)
            if contact[Contact.name].isEmpty { contact[Contact.name] = fullName ?? email }
            if contact[Contact.company] == nil { contact[Contact.company] = try company(in: tx) }
            try tx.save(&contact)
            return Outcome(
                known == nil ? "Added \(contact.title)." : "\(contact.title) was known already.", record: Subject(contact.key),
                values: ["contact": .string(contact.key.text), "created": .bool(known == nil)])
        }

        private var fullName: String? {
            if let name { return name }
            let parts = [first_name, last_name].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }

        private var given: [(field: Field<String?>, value: String?)] {
            [
                (Contact.firstName, first_name), (Contact.lastName, last_name), (Contact.phone, phone), (Contact.jobTitle, job_title),
                (Contact.firstSource, first_source), (Contact.firstPage, first_page), (Contact.address, address), (Contact.postalCode, postal_code),
                (Contact.city, city), (Contact.state, state), (Contact.country, country),
            ]
        }

        private func company(in tx: Transaction) throws -> Key<Company>? {
            guard let company_name else { return nil }
            if let known = try tx.first(Query(Company.self).where(Company.name == company_name)) { return known.key }
            var company = tx.new(Company.self)
            company[Company.name] = company_name
            return try tx.save(&company)
        }
    }
}

extension Record<Contact> {
    /// Sets what is given where nothing is known yet.
    mutating func fill(_ given: [(field: Field<String?>, value: String?)]) {
        for (field, value) in given where self[field] == nil && value?.isEmpty == false { self[field] = value }
    }
}
