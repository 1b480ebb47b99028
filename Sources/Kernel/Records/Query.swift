import Expressions
import Store

/// What to load: object, conditions, order, relations, and at most how many.
public struct Query<O: ObjectType>: Sendable {
    public var any: AnyQuery

    public init(_: O.Type = O.self) { any = AnyQuery(O.object.name) }

    public func `where`(_ predicate: Predicate<O>) -> Query { changed { $0.predicates.append(predicate.erased) } }

    public func order<V>(by field: Field<V>, descending: Bool = false) -> Query { changed { $0.order.append(.init(field.name, descending: descending)) } }

    public func newestFirst() -> Query { changed { $0.order.append(.init("created_at", descending: true)) } }

    /// Loads the records that a reference points at: one more statement, however many there are.
    public func including<V>(_ reference: Field<V>) -> Query { changed { $0.includes.append(reference.name) } }

    /// Loads the records that point at these through `reference`: one more statement, however many there are.
    public func including<Child: ObjectType, V>(_: Child.Type, by reference: Field<V>, order: String = "id") -> Query {
        changed { $0.children.append(.init(object: Child.object.name, field: reference.name, order: order)) }
    }

    public func limit(_ limit: Int) -> Query { changed { $0.limit = limit } }

    private func changed(_ change: (inout AnyQuery) -> Void) -> Query {
        var copy = self
        change(&copy.any)
        return copy
    }
}

/// A query whose object is known only at run time.
public struct AnyQuery: Sendable {
    public struct Order: Sendable, Hashable {
        public let field: String
        public let descending: Bool

        public init(_ field: String, descending: Bool) {
            self.field = field
            self.descending = descending
        }

        /// `created_at` is ascending, `-created_at` descending.
        public init(_ text: some StringProtocol) {
            descending = text.hasPrefix("-")
            field = String(descending ? text.dropFirst() : text[...])
        }
    }

    public struct Children: Sendable {
        public let object: String
        public let field: String
        public let order: String

        public init(object: String, field: String, order: String = "id") {
            self.object = object
            self.field = field
            self.order = order
        }
    }

    /// Lists never return more than this.
    public static let maxLimit = 500

    public let object: String
    public var predicates: [AnyPredicate] = []
    /// A condition in CEL, checked against the fields that the caller may see.
    public var filter: String?
    public var order: [Order] = []
    public var includes: [String] = []
    public var children: [Children] = []
    public var limit = 50
    /// Where the page before ended.
    public var cursor: String?
    /// Words that the searchable fields must contain.
    public var search: String?
    /// Fields to load; all visible ones when `nil`.
    public var fields: [String]?

    public init(_ object: String) { self.object = object }
}

/// One page of a list, and where the next begins.
public struct Listing<Element: Sendable>: Sendable {
    public let elements: [Element]
    /// Opaque; `nil` at the end of the list.
    public let next: String?
}
