import JSON
import Store

/// An object that a customer made at run time. A row of the catalog in the database.
public enum CustomObject: ObjectType {
    public static let object = Object("custom_object", owner: .forge, title: "Object", plural: "Objects", path: "custom_objects", titleField: "title", columns: ["title", "name", "updated_at"])

    public static let name = Field<String>("name", unique: true, readOnly: true, help: "Lower case letters, digits and _; the name of the table and of the API.")
    public static let title = Field<String>("title", searchable: true)
    public static let plural = Field<String>("plural")

    public static var fields: [any AnyField] { [name, title, plural] }
}

/// A field that a customer added to an object, the house's or their own.
public enum CustomField: ObjectType {
    public static let object = Object(
        "custom_field", owner: .forge, title: "Custom field", path: "custom_fields", titleField: "title", unique: [["object", "name"]],
        columns: ["title", "object", "name", "kind", "required"])

    // What decides about the column is set by `addField` alone: a row that was written past it would ask for a shape that nothing checked.
    public static let on = Field<String>("object", "On", readOnly: true)
    public static let name = Field<String>("name", readOnly: true, help: "Lower case letters, digits and _; the name of the column and of the API.")
    public static let title = Field<String>("title", searchable: true)
    public static let kind = Field<String>("kind", kind: .choice(CustomField.kinds), default: "text", readOnly: true)
    public static let choices = Field<String?>("choices", kind: .longText, help: "For a choice: one a line.")
    public static let target = Field<String?>("target", "Refers to", readOnly: true, help: "For a reference: the object.")
    public static let required = Field<Bool>("required", default: false)

    public static var fields: [any AnyField] { [on, name, title, kind, choices, target, required] }

    static let kinds: [FieldKind.Choice] = [
        .init("text", "Text"), .init("long_text", "Long text"), .init("integer", "Whole number"), .init("number", "Number"), .init("boolean", "Yes or no"),
        .init("date", "Date"), .init("instant", "Date and time"), .init("money", "Money"), .init("choice", "Choice"), .init("email", "E-mail"),
        .init("phone", "Phone"), .init("url", "Link"), .init("reference", "Reference"),
    ]
}

extension Database {
    /// The catalog with what this workspace's customer added. Two statements.
    func extend(_ base: Catalog, revision: Int) throws -> Catalog {
        // A catalog without them takes no additions.
        guard base[CustomObject.object.name] != nil, base[CustomField.object.name] != nil else { return base }
        var objectsQuery = Query<CustomObject>()
        objectsQuery.any.limit = 10_000
        var fieldsQuery = Query<CustomField>().order(by: CustomField.name)
        fieldsQuery.any.order = [.init("id")]
        fieldsQuery.any.limit = 100_000
        let fields = Dictionary(grouping: try fetch(fieldsQuery), by: { $0[CustomField.on] }).mapValues { $0.map(\.definition) }
        let objects = try fetch(objectsQuery).map { record in
            ObjectDefinition(
                Object(record[CustomObject.name], owner: .forge, title: record[CustomObject.title], plural: record[CustomObject.plural], path: record[CustomObject.name]),
                fields: [FieldDefinition(name: "name", kind: .text, isRequired: true, isSearchable: true)], isCustom: true)
                .adding(fields[record[CustomObject.name]] ?? [])
        }
        return base.extended(
            objects: objects.filter { base[$0.name] == nil && base.object(atPath: $0.object.path) == nil },
            fields: fields, revision: revision)
    }
}

extension Record<CustomField> {
    var definition: FieldDefinition {
        let choices = (self[CustomField.choices] ?? "").split(whereSeparator: \.isNewline).map { String($0) }
        let kind: FieldKind = switch self[CustomField.kind] {
        case "long_text": .longText
        case "integer": .integer
        case "number": .number
        case "boolean": .boolean
        case "date": .date
        case "instant": .instant
        case "money": .money
        case "choice": .choice(choices.map { .init($0, $0) })
        case "email": .email
        case "phone": .phone
        case "url": .url
        case "reference": .reference(to: self[CustomField.target] ?? "", onDelete: .setNull)
        default: .text
        }
        // Rows that are already there have no value, so the column takes NULL; forms and the API insist where it is required.
        return FieldDefinition(
            name: self[CustomField.name], title: self[CustomField.title], kind: kind, isIndexed: kind.target != nil,
            isSearchable: kind == .text || kind == .email || kind == .phone, isCustom: true, isDemanded: self[CustomField.required])
    }
}

extension Transaction {
    /// Adds a field to an object at run time: the column, and its entry in the catalog, which every surface reads.
    ///
    /// - Throws: `RecordError.invalid` for a name that is taken, reserved or malformed, or a reference to nothing.
    public func addField(on object: String, name: String, title: String, kind: String, choices: String? = nil, target: String? = nil, required: Bool = false) throws -> Key<CustomField> {
        let owner = try catalog.require(object)
        var problems: [FieldProblem] = []
        if !Self.isName(name) { problems.append(FieldProblem("name", "Use lower case letters, digits and _, beginning with a letter, at most 40.")) }
        if Self.isReserved(name) { problems.append(FieldProblem("name", "“\(name)” has a meaning of its own in filters. Choose another name.")) }
        if owner.field(name) != nil || owner.columns.contains(name) || (kind == "money" && owner.columns.contains(name + "_currency")) { problems.append(FieldProblem("name", "\(owner.object.title) has a field “\(name)” already.")) }
        if title.isEmpty { problems.append(FieldProblem("title", "Title is required.")) }
        if !CustomField.kinds.contains(where: { $0.value == kind }) { problems.append(FieldProblem("kind", "“\(kind)” is not a kind of field.")) }
        if kind == "reference", target.flatMap({ catalog[$0] }) == nil { problems.append(FieldProblem("target", "Choose the object it refers to.")) }
        if kind == "choice", (choices ?? "").allSatisfy(\.isWhitespace) { problems.append(FieldProblem("choices", "A choice needs at least one line.")) }
        if owner.object.isInternal { problems.append(FieldProblem("object", "This object cannot take fields.")) }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        var record = new(CustomField.self)
        record[CustomField.on] = object
        record[CustomField.name] = name
        record[CustomField.title] = title
        record[CustomField.kind] = kind
        record[CustomField.choices] = choices
        record[CustomField.target] = target
        record[CustomField.required] = required
        try save(&record)
        try reshape()
        return record.key
    }

    /// Makes an object at run time: a table with a name, ready for fields.
    public func addObject(name: String, title: String, plural: String) throws -> Key<CustomObject> {
        var problems: [FieldProblem] = []
        if !Self.isName(name) { problems.append(FieldProblem("name", "Use lower case letters, digits and _, beginning with a letter, at most 40.")) }
        if Self.isReserved(name) || name.hasPrefix("sqlite_") || name.hasPrefix("pg_") { problems.append(FieldProblem("name", "“\(name)” is the suite’s own word. Choose another name.")) }
        if catalog[name] != nil || catalog.object(atPath: name) != nil { problems.append(FieldProblem("name", "There is an object “\(name)” already.")) }
        if title.isEmpty { problems.append(FieldProblem("title", "Title is required.")) }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        var record = new(CustomObject.self)
        record[CustomObject.name] = name
        record[CustomObject.title] = title
        record[CustomObject.plural] = plural.isEmpty ? title + "s" : plural
        try save(&record)
        try reshape()
        return record.key
    }

    /// Adds to the schema what the catalog rows of this transaction ask for; the workspace takes the new catalog after the commit.
    private func reshape() throws {
        if writer.dialect == .postgres {
            // PostgreSQL changes no table whose rows still have checks pending, so they are made now.
            try writer.run("DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; END $$")
        }
        try Schema.sync(try system.extend(base, revision: catalog.revision + 1), in: writer)
        markReshaped()
    }

    /// Words of the filter language, and of addresses beside the objects’ own.
    private static func isReserved(_ name: String) -> Bool {
        ["now", "true", "false", "null", "in", "actions", "search", "events", "openapi", "access", "new"].contains(name)
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
