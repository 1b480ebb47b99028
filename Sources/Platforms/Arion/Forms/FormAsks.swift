import Kernel
import Model

/// What a form asks: one question a line, `name`, `email*`, `message: What is it about?`.
struct FormQuestion: Sendable, Equatable {
    let name: String
    let label: String
    let isRequired: Bool

    /// Questions about the contact go into the contact's own fields; all others are kept as answers.
    var isAboutContact: Bool { Self.contact.keys.contains(name) }

    /// The address is what makes a contact, so it is asked for whether or not the form's owner thought of it.
    static func list(_ asks: String) -> [FormQuestion] {
        var questions: [FormQuestion] = []
        for line in asks.split(whereSeparator: \.isNewline) {
            guard let question = FormQuestion(String(line)), !questions.contains(where: { $0.name == question.name }) else { continue }
            questions.append(question)
        }
        if !questions.contains(where: { $0.name == "email" }) { questions.append(FormQuestion(name: "email", label: "E-mail", isRequired: true)) }
        return questions
    }

    private init(name: String, label: String, isRequired: Bool) {
        self.name = name
        self.label = label
        self.isRequired = isRequired
    }

    private init?(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1).map(\.trimmed)
        guard var word = parts.first, !word.isEmpty else { return nil }
        let isMarked = word.hasSuffix("*")
        if isMarked { word = word.dropLast().trimmed }
        let name = Markup.slug(word).replacing("-", with: "_")
        guard !name.isEmpty, !FormQuestion.reserved.contains(name) else { return nil }
        self.name = name
        label = parts.count == 2 && !parts[1].isEmpty ? parts[1] : FormQuestion.contact[name] ?? word.prefix(1).uppercased() + word.dropFirst().replacing("_", with: " ")
        isRequired = isMarked || name == "email"
    }

    /// What `spark.contact.upsert` takes, with what people call it. `company` is its `company_name`.
    static let contact = [
        "email": "E-mail", "name": "Name", "first_name": "First name", "last_name": "Last name", "phone": "Phone", "job_title": "Job title", "company": "Company",
        "address": "Address", "postal_code": "Postal code", "city": "City", "state": "State", "country": "Country",
    ]

    /// Names that the form uses for itself.
    static let reserved: Set<String> = ["consent", "website", "stamp", "page"]

    func field(value: String, error: String?) -> FormField {
        FormField(
            name, label: label, kind, value: value, error: error, isRequired: isRequired, autocomplete: Self.autocomplete[name], maxLength: limit)
    }

    /// The answer, or what is wrong with it.
    func check(_ typed: String) throws(FieldProblem) -> String? {
        let text = typed.trimmed
        guard !text.isEmpty else {
            if isRequired { throw FieldProblem(name, "Please fill this in.") }
            return nil
        }
        let kind: FieldKind = switch name {
        case "email": .email
        case "phone": .phone
        case _ where isLong: .longText
        default: .text(max: limit)
        }
        _ = try FieldDefinition(name: name, title: label, kind: kind).parse(text)
        guard text.unicodeScalars.count <= limit else { throw FieldProblem(name, "\(label) has \(text.unicodeScalars.count) characters; \(limit) are allowed.") }
        return name == "email" ? text.lowercased() : text
    }

    private var isLong: Bool { ["message", "comment", "comments", "question", "request", "notes"].contains(name) }

    private var limit: Int { isLong ? 5_000 : 300 }

    private var kind: FormField.Kind {
        switch name {
        case "email": .email
        case "phone": .phone
        default: isLong ? .longText(rows: 5) : .text
        }
    }

    private static let autocomplete = [
        "email": "email", "name": "name", "first_name": "given-name", "last_name": "family-name", "phone": "tel", "job_title": "organization-title",
        "company": "organization", "address": "street-address", "postal_code": "postal-code", "city": "address-level2", "state": "address-level1", "country": "country-name",
    ]
}
