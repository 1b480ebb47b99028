import Amounts
import Store
import Timekeeping

/// One record whose object is known only at run time.
///
/// Holds the columns it was loaded with. A field that the caller may not read is masked: it has no value here at all,
/// which is different from being empty.
public struct AnyRecord: Sendable {
    public let object: ObjectDefinition
    public internal(set) var id: Int64
    /// One value a column of `object`, in table order.
    var values: [SQLValue]
    /// Fields that the caller may not read on this row, or did not ask for.
    public internal(set) var masked: Set<Int> = []
    /// Those of the masked fields that the caller sees on other rows.
    var cut: Set<Int> = []
    /// What was in the database; `nil` for a new record.
    var original: [SQLValue]?
    /// Records that references point at, by field name.
    var included: [String: AnyRecord] = [:]
    var children: [String: [AnyRecord]] = [:]

    /// A record that is not in the database yet. Its key is chosen when it is saved.
    public init(new object: ObjectDefinition) {
        self.object = object
        id = 0
        values = Array(repeating: .null, count: object.columns.count)
        for (index, field) in object.fields.enumerated() {
            guard let standard = field.standard else { continue }
            values[object.offsets[index]] = standard.0
            if field.kind == .money { values[object.offsets[index] + 1] = standard.1 }
        }
    }

    init(object: ObjectDefinition, loaded values: [SQLValue], masked: Set<Int>) {
        self.object = object
        self.values = values
        self.masked = masked
        original = values
        if case .int(let id) = values[0] { self.id = id } else { id = 0 }
    }

    public var isNew: Bool { original == nil }

    public var key: AnyKey { AnyKey(id) }

    public var version: Int64 { if case .int(let version) = values[1] { version } else { 0 } }

    public var createdAt: Instant { self["created_at"] ?? Instant(microseconds: 0) }

    public var updatedAt: Instant { self["updated_at"] ?? Instant(microseconds: 0) }

    /// What people call this record; its id where it has no name or the caller may not see it.
    public var title: String {
        if let index = object.position(of: object.object.titleField), case .text(let text) = values[object.offsets[index]], !text.isEmpty {
            return text
        }
        guard let index = object.position(of: object.object.titleField), !masked.contains(index) else { return "\(object.object.title) \(key.text)" }
        return "\(object.object.title), no \(object.fields[index].title.lowercased()) yet"
    }

    /// The value of a field by name; `nil` where it is empty, masked, unknown or of another type.
    public subscript<Value: FieldValue>(_ name: String) -> Value? {
        get {
            guard let index = object.position(of: name) else { return nil }
            return Value.load(values[object.offsets[index]], second(index))
        }
        set {
            guard let index = object.position(of: name) else { return }
            set(index, newValue?.stored ?? (.null, .null))
        }
    }

    /// Whether the caller may see the field on this record.
    public func isVisible(_ name: String) -> Bool {
        object.position(of: name).map { !masked.contains($0) } ?? false
    }

    /// The record that a reference points at, where the query included it and the caller may see it.
    public func included(_ field: String) -> AnyRecord? { included[field] }

    /// The records that point at this one, where the query included them.
    public func children(_ object: String) -> [AnyRecord] { children[object] ?? [] }

    /// Names of the fields whose values differ from what was loaded; all that are set, for a new record.
    public var changedFields: [String] {
        object.fields.indices.filter { index in
            let offset = object.offsets[index]
            guard let original else { return values[offset] != .null }
            return !Self.isSame(values[offset], original[offset]) || (object.outlines[index].isMoney && values[offset + 1] != original[offset + 1])
        }.map { object.fields[$0].name }
    }

    /// SQLite hands booleans back as numbers.
    private static func isSame(_ new: SQLValue, _ old: SQLValue) -> Bool {
        if case .bool(let bool) = new, case .int(let int) = old { bool == (int != 0) } else { new == old }
    }

    /// The raw column values of a field.
    @_spi(Kernel) public func stored(_ index: Int) -> (SQLValue, SQLValue) { (values[object.offsets[index]], second(index)) }

    @_spi(Kernel) public mutating func set(_ index: Int, _ stored: (SQLValue, SQLValue)) {
        values[object.offsets[index]] = stored.0
        if object.outlines[index].isMoney { values[object.offsets[index] + 1] = stored.1 }
    }

    /// The first column of a field as it was loaded.
    func originalStored(_ index: Int) -> SQLValue { original?[object.offsets[index]] ?? .null }

    /// Takes away what the caller may not see of what was just written.
    mutating func mask(_ hidden: Set<Int>) {
        for index in hidden {
            values[object.offsets[index]] = .null
            if object.outlines[index].isMoney { values[object.offsets[index] + 1] = .null }
        }
        masked.formUnion(hidden)
    }

    private func second(_ index: Int) -> SQLValue {
        object.outlines[index].isMoney ? values[object.offsets[index] + 1] : .null
    }
}

/// One record of a known object.
public struct Record<O: ObjectType>: Sendable {
    public var any: AnyRecord

    public init(_ any: AnyRecord) { self.any = any }

    /// A record to be created in `catalog`'s workspace.
    public init(in catalog: Catalog) { any = AnyRecord(new: catalog.require(O.self)) }

    public var key: Key<O> { Key(any.id) }
    public var title: String { any.title }
    public var version: Int64 { any.version }
    public var createdAt: Instant { any.createdAt }
    public var updatedAt: Instant { any.updatedAt }

    /// The value of a field. A required field that access masks, or that is not set yet, reads as its type's `blank`;
    /// use `value(_:)` where the difference matters.
    public subscript<Value: FieldValue>(_ field: Field<Value>) -> Value {
        get { any[field.name] ?? Value.blank }
        set { any[field.name] = newValue }
    }

    /// The value of a field; `nil` where it is empty or masked.
    public func value<Value: FieldValue>(_ field: Field<Value>) -> Value? { any[field.name] }

    public func included<Other: ObjectType>(_ field: Field<Key<Other>>) -> Record<Other>? { any.included(field.name).map(Record<Other>.init) }

    public func included<Other: ObjectType>(_ field: Field<Key<Other>?>) -> Record<Other>? { any.included(field.name).map(Record<Other>.init) }

    public func children<Child: ObjectType>(_: Child.Type) -> [Record<Child>] { any.children(Child.object.name).map(Record<Child>.init) }
}
