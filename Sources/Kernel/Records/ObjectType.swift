/// An object of the one data model, declared in `Model` as an empty enum of typed fields.
public protocol ObjectType: Sendable {
    static var object: Object { get }

    /// Every field, in the order of forms and columns. (Swift cannot list static members by itself.)
    static var fields: [any AnyField] { get }
}

/// Who keeps an object: the platform whose actions may write it.
public enum Owner: String, Sendable, CaseIterable, Codable {
    case account, arion, spark, oliver, stella, forge, argus
}

/// What is true of an object as a whole.
public struct Object: Sendable {
    /// The customer's word in snake case; table name and API name.
    public let name: String
    public let owner: Owner
    public let title: String
    public let plural: String
    /// The name in paths, `/api/v1/{path}`.
    public let path: String
    /// The field whose text names a record to people.
    public let titleField: String
    /// For child objects (invoice lines): the reference whose decision on access they inherit.
    public let parent: String?
    /// Groups of fields whose values together occur once.
    public let unique: [[String]]
    /// Groups of fields that lists filter or sort by.
    public let indexes: [[String]]
    /// Field names shown in the list by default; empty means the first six.
    public let columns: [String]
    /// Rules about its data that hold for everybody, owners included.
    public let guards: [Guard]
    /// Bookkeeping of the house: readable through queries, absent from menus and the generic API.
    public let isInternal: Bool

    public init(
        _ name: String, owner: Owner, title: String, plural: String? = nil, path: String? = nil, titleField: String = "name",
        parent: String? = nil, unique: [[String]] = [], indexes: [[String]] = [], columns: [String] = [], guards: [Guard] = [], isInternal: Bool = false
    ) {
        self.name = name
        self.owner = owner
        self.title = title
        self.plural = plural ?? title + "s"
        self.path = path ?? (plural ?? title + "s").lowercased().replacing(" ", with: "_")
        self.titleField = titleField
        self.parent = parent
        self.unique = unique
        self.indexes = indexes
        self.columns = columns
        self.guards = guards
        self.isInternal = isInternal
    }
}

/// A rule about data, not a permission: while `condition` is false for the record as it stands, forms and programs may not
/// do `verb`. Actions of the owning platform are the way around it, each with its own rule.
///
/// A child object is guarded by its parent too: what may not be updated keeps its lines.
public struct Guard: Sendable {
    public let verb: Verb
    /// CEL over the record's fields.
    public let condition: String
    /// What people read: why not, and what to do instead.
    public let says: String

    public init(_ verb: Verb, while condition: String, says: String) {
        self.verb = verb
        self.condition = condition
        self.says = says
    }
}
