/// Everything there is in one workspace: the one data model, and what its customer added.
///
/// Immutable; a change at run time makes a new catalog with a higher `revision`.
public final class Catalog: Sendable {
    public let revision: Int
    public let objects: [ObjectDefinition]
    private let byName: [String: ObjectDefinition]
    private let byPath: [String: ObjectDefinition]

    public init(_ objects: [ObjectDefinition], revision: Int = 0) {
        self.objects = objects
        self.revision = revision
        byName = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        byPath = Dictionary(objects.map { ($0.object.path, $0) }, uniquingKeysWith: { first, _ in first })
        precondition(byName.count == objects.count, "Two objects have the same name.")
        precondition(byPath.count == objects.count, "Two objects have the same path.")
    }

    public convenience init(_ types: [any ObjectType.Type]) {
        self.init(types.map { ObjectDefinition($0.object, fields: $0.fields.map(\.definition)) })
    }

    public subscript(_ name: String) -> ObjectDefinition? { byName[name] }

    public func object(atPath path: String) -> ObjectDefinition? { byPath[path] }

    /// - Throws: `RecordError.unknownObject`.
    public func require(_ name: String) throws(RecordError) -> ObjectDefinition {
        guard let object = byName[name] else { throw .unknownObject(name) }
        return object
    }

    public func require<O: ObjectType>(_: O.Type) -> ObjectDefinition {
        guard let object = byName[O.object.name] else { preconditionFailure("\(O.self) is not in the catalog; add it to its list in Model.") }
        return object
    }

    /// References to `object`: who points at it and through which field.
    public func references(to object: String) -> [(from: ObjectDefinition, field: FieldDefinition)] {
        objects.flatMap { from in from.fields.filter { $0.kind.target == object }.map { (from, $0) } }
    }

    /// A catalog with the customer's objects and fields on top of this one.
    public func extended(objects custom: [ObjectDefinition], fields: [String: [FieldDefinition]], revision: Int) -> Catalog {
        Catalog(objects.map { object in fields[object.name].map { object.adding($0) } ?? object } + custom, revision: revision)
    }
}
