import Kernel
import Model

/// Adds a field to an object at run time.
struct AddField: Action {
    static let name = "forge.field.add"
    static let title = "Add a field"
    static let parameters = [
        Parameter("object", "On", help: "The object's name, such as contact."),
        Parameter("title", "Title", help: "What people read."),
        Parameter("name", "Name", required: false, help: "For the API: lower case letters, digits and _. Made from the title when blank."),
        Parameter("kind", "Kind", CustomField.kind.definition.kind),
        Parameter("choices", "Choices", .longText, required: false, help: "For a choice: one a line."),
        Parameter("target", "Refers to", required: false, help: "For a reference: the object's name."),
        Parameter("required", "Required", .boolean, required: false),
    ]
    static let permission = Permission(.create, CustomField.self)

    let object: String
    let title: String
    let name: String?
    let kind: String
    let choices: String?
    let target: String?
    let required: Bool?

    func run(in tx: Transaction) throws -> Outcome {
        let key = try tx.addField(on: object, name: name ?? Builder.name(from: title), title: title, kind: kind, choices: choices, target: target, required: required ?? false)
        let owner = try tx.catalog.require(object)
        return Outcome("“\(title)” is now a field of \(owner.object.plural.lowercased()): in the form, the list, the filter and the API.", record: Subject(key))
    }
}

/// Makes an object at run time.
struct AddObject: Action {
    static let name = "forge.object.add"
    static let title = "Add an object"
    static let parameters = [
        Parameter("title", "Title", help: "One of them, such as Coffee machine."),
        Parameter("plural", "Plural", required: false, help: "Many of them; the title with an s when blank."),
        Parameter("name", "Name", required: false, help: "For the API: lower case letters, digits and _. Made from the title when blank."),
    ]
    static let permission = Permission(.create, CustomObject.self)

    let title: String
    let plural: String?
    let name: String?

    func run(in tx: Transaction) throws -> Outcome {
        let key = try tx.addObject(name: name ?? Builder.name(from: title), title: title, plural: plural ?? "")
        return Outcome("“\(title)” is ready. Give it its fields.", record: Subject(key))
    }
}
