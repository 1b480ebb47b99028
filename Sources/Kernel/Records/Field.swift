import Store

/// A typed field of an object: `Contact.email == "a@b.c"` is a predicate, `record[Contact.email]` a value.
public struct Field<Value: FieldValue>: AnyField {
    public let definition: FieldDefinition

    public var name: String { definition.name }

    /// - Parameters:
    ///   - name: snake case; the column and the API name.
    ///   - title: the label people see; made from the name when left out.
    ///   - kind: what the field holds; from `Value` when left out.
    ///   - check: an SQL condition that every row satisfies, written so that both engines understand it.
    public init(
        _ name: String, _ title: String? = nil, kind: FieldKind? = nil, default standard: Value? = nil, unique: Bool = false,
        indexed: Bool = false, searchable: Bool = false, check: String? = nil, readOnly: Bool = false, hidden: Bool = false,
        onDelete: FieldKind.OnDelete? = nil, help: String? = nil
    ) {
        var kind = kind ?? Value.kind
        if let onDelete, case .reference(let target, _) = kind { kind = .reference(to: target, onDelete: onDelete) }
        definition = FieldDefinition(
            name: name, title: title, kind: kind, isRequired: !Value.isOptional, standard: standard?.stored, isUnique: unique,
            isIndexed: indexed, isSearchable: searchable, check: check, isReadOnly: readOnly, isHidden: hidden, help: help)
    }
}

/// A field whose value type has been forgotten.
public protocol AnyField: Sendable {
    var definition: FieldDefinition { get }
}

/// What the catalog knows of a field, whether it was written in Swift or made by a customer.
public struct FieldDefinition: Sendable {
    public let name: String
    public let title: String
    public let kind: FieldKind
    public let isRequired: Bool
    /// The columns' values when a new record does not set the field.
    public let standard: (SQLValue, SQLValue)?
    public let isUnique: Bool
    public let isIndexed: Bool
    /// Found by the global search.
    public let isSearchable: Bool
    public let check: String?
    /// Set by the suite, never through forms or the API.
    public let isReadOnly: Bool
    /// Never leaves the server (secrets' hashes).
    public let isHidden: Bool
    public let help: String?
    /// Made by the customer at run time.
    public let isCustom: Bool
    /// Forms and the API insist on a value although the column takes NULL.
    public let isDemanded: Bool

    public init(
        name: String, title: String? = nil, kind: FieldKind, isRequired: Bool = false, standard: (SQLValue, SQLValue)? = nil,
        isUnique: Bool = false, isIndexed: Bool = false, isSearchable: Bool = false, check: String? = nil, isReadOnly: Bool = false,
        isHidden: Bool = false, help: String? = nil, isCustom: Bool = false, isDemanded: Bool = false
    ) {
        self.name = name
        self.title = title ?? Self.title(of: name)
        self.kind = kind
        self.isRequired = isRequired
        self.standard = standard
        self.isUnique = isUnique
        self.isIndexed = isIndexed
        self.isSearchable = isSearchable
        self.check = check
        self.isReadOnly = isReadOnly
        self.isHidden = isHidden
        self.help = help
        self.isCustom = isCustom
        self.isDemanded = isDemanded
    }

    var columns: [String] { kind == .money ? [name, name + "_currency"] : [name] }

    private static func title(of name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
