import Kernel
import Model

/// What a run knows when it starts.
enum StartValues {
    /// The event's payload under `event`, the record it is about under its object's name, and each record that this one refers
    /// to under the field's name. One statement, and one for each reference field the object has.
    static func load(_ event: StoredEvent, _ db: Database) throws -> RunValues {
        var values = RunValues()
        values["event"] = event.payload
        values["trigger"] = [
            "name": .string(event.kind), "title": .string(Trigger.title(event.kind, in: db.catalog)), "at": .string(Instant(microseconds: event.at).description),
        ]
        guard let subject = event.subject, let object = db.catalog[subject.object] else { return values }
        let references = references(of: object)
        guard let record = try db.find(subject.object, subject.id, including: references.map(\.name)) else { return values }
        for reference in references { values[reference.name] = record.included(reference.name)?.values ?? .null }
        for name in names(of: object) { values[name] = record.values }
        return values
    }

    /// The contact that the event concerns: its subject, or whom its subject names.
    static func contact(in values: RunValues) -> Key<Contact>? {
        values["contact"]?["id"]?.stringValue.flatMap { Key($0) }
    }

    /// What a record is called among the values: `form_submission`, and for short `submission`.
    static func names(of object: ObjectDefinition) -> [String] {
        [object.name] + [object.name.split(separator: "_").last.map(String.init)].compactMap { $0 == object.name ? nil : $0 }
    }

    /// Names that some event of this workspace puts among the values.
    static func known(in catalog: Catalog) -> [String] {
        catalog.objects.flatMap { names(of: $0) + references(of: $0).map(\.name) }
    }

    private static func references(of object: ObjectDefinition) -> [FieldDefinition] {
        object.fields.filter { $0.name != "id" && $0.kind.target != nil }
    }
}

extension AnyRecord {
    /// Every field that leaves the server, as programs see it.
    var values: JSON {
        .object(JSONObject(object.fields.filter { !$0.isHidden && isVisible($0.name) }.map { ($0.name, json($0.name) ?? .null) }))
    }
}
