import Expressions
import Store

/// An entry of the catalog: an object with all its fields, the house's own and the customer's.
///
/// A class so that every record can point at it for the price of a pointer. Immutable.
public final class ObjectDefinition: Sendable {
    public let object: Object
    public let fields: [FieldDefinition]
    /// Made by a customer at run time.
    public let isCustom: Bool

    /// Column names in table order; a field's first column is `columns[offsets[field]]`.
    let columns: [String]
    let offsets: [Int]
    /// Beside `fields`, for what happens to every field of every record.
    let outlines: [FieldOutline]
    private let positions: [String: Int]

    public var name: String { object.name }

    /// Fields every record has, before its own.
    public static let standard: [FieldDefinition] = [
        FieldDefinition(name: "id", title: "Id", kind: .reference(to: "", onDelete: .restrict), isRequired: true, isReadOnly: true),
        FieldDefinition(name: "version", kind: .integer, isRequired: true, isReadOnly: true),
        FieldDefinition(name: "created_at", title: "Created", kind: .instant, isRequired: true, isReadOnly: true),
        FieldDefinition(name: "updated_at", title: "Last change", kind: .instant, isRequired: true, isReadOnly: true),
        FieldDefinition(name: "owner", kind: .reference(to: "user", onDelete: .setNull)),
        FieldDefinition(name: "team", kind: .reference(to: "team", onDelete: .setNull)),
    ]

    public init(_ object: Object, fields own: [FieldDefinition], isCustom: Bool = false) {
        self.object = object
        self.isCustom = isCustom
        fields = Self.standard + own
        var columns: [String] = [], offsets: [Int] = [], positions: [String: Int] = [:]
        for (index, field) in fields.enumerated() {
            precondition(positions[field.name] == nil, "\(object.name) declares the field \(field.name) twice.")
            positions[field.name] = index
            offsets.append(columns.count)
            columns += field.columns
        }
        outlines = fields.map(FieldOutline.init)
        self.columns = columns
        self.offsets = offsets
        self.positions = positions
    }

    public func position(of field: String) -> Int? { positions[field] }

    public func field(_ name: String) -> FieldDefinition? { positions[name].map { fields[$0] } }

    /// The fields that are this object's own, without those that every record has.
    public var ownFields: ArraySlice<FieldDefinition> { fields.dropFirst(Self.standard.count) }

    public var titleField: FieldDefinition? { field(object.titleField) }

    /// The columns of a list before anybody chose others.
    public var listColumns: [String] {
        guard object.columns.isEmpty else { return object.columns }
        return ownFields.filter { !$0.isHidden && $0.kind != .json && $0.kind != .longText && $0.kind != .markdown }.prefix(6).map(\.name)
    }

    /// The same object with the customer's fields behind its own.
    ///
    /// A field whose name the house has taken since, in a later version, is left out: the house's field stands in its column.
    func adding(_ custom: [FieldDefinition]) -> ObjectDefinition {
        var taken = Set(columns)
        let free = custom.filter { field in
            guard taken.isDisjoint(with: field.columns) else { return false }
            taken.formUnion(field.columns)
            return true
        }
        return ObjectDefinition(object, fields: Array(ownFields) + free, isCustom: isCustom)
    }
}
