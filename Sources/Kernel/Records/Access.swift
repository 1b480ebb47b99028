import Store
import Synchronization

/// How far a permission reaches. Totally ordered: roles combine by max, ceilings by min, and nothing else exists.
public enum Scope: Int, Sendable, Comparable, CaseIterable, Codable {
    case none, own, team, all

    public static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }

    public init?(name: String) {
        switch name {
        case "none": self = .none
        case "own": self = .own
        case "team": self = .team
        case "all": self = .all
        default: return nil
        }
    }

    public var name: String { "\(self)" }
}

/// What can be done with an object.
public enum Verb: String, Sendable, CaseIterable, Codable { case read, create, update, delete, share, export, run, configure }

/// One row of a role: `*` stands for every object, verb or field.
public struct Grant: Sendable, Hashable {
    public let object: String
    public let verb: String
    public let field: String
    public let scope: Scope

    public init(object: String = "*", verb: String = "*", field: String = "*", scope: Scope) {
        self.object = object
        self.verb = verb
        self.field = field
        self.scope = scope
    }

    public init(_ object: String, _ verb: Verb, field: String = "*", _ scope: Scope) {
        self.init(object: object, verb: verb.rawValue, field: field, scope: scope)
    }
}

/// The function `(object, verb, field) → scope`; the pointwise maximum of its grants, none by default.
public struct AccessMatrix: Sendable, Hashable {
    public let grants: Set<Grant>

    public init(_ grants: some Sequence<Grant>) { self.grants = Set(grants) }

    public static let everything = AccessMatrix([Grant(scope: .all)])
    public static let nothing = AccessMatrix([])

    public func union(_ other: AccessMatrix) -> AccessMatrix { AccessMatrix(grants.union(other.grants)) }

    public func scope(_ object: String, _ verb: Verb, field: String) -> Scope {
        var scope = Scope.none
        for grant in grants where grant.scope > scope && (grant.object == "*" || grant.object == object)
            && (grant.verb == "*" || grant.verb == verb.rawValue) && (grant.field == "*" || grant.field == field) {
            scope = grant.scope
        }
        return scope
    }
}

/// Who is asking.
public enum Principal: Sendable, Hashable {
    case user(Int64)
    /// A token acts as its user, narrowed by a ceiling; the token is named in the history.
    case token(Int64, user: Int64)
    /// A visitor of a public site: sees only what the route's own narrow matrix says, owns nothing.
    case anonymous
    /// The suite itself. Never arrives over HTTP.
    case system

    /// Whose records are “own”.
    public var user: Int64? {
        switch self {
        case .user(let user), .token(_, let user): user
        case .anonymous, .system: nil
        }
    }
}

/// One caller's access to one workspace, compiled once an object and then only looked up.
public final class Access: Sendable {
    public let principal: Principal
    public let teams: [Int64]
    public let matrix: AccessMatrix
    /// Narrows by min: the scopes of a token, a share or a run-as.
    public let ceiling: AccessMatrix?
    /// Names of roles, for “who am I” and the audit.
    public let roles: [String]
    /// The user whose name stands in history and events; also where the suite acts on somebody's behalf.
    public let actor: Int64?
    private let compiled = Mutex<[ObjectIdentifier: (ObjectDefinition, ObjectAccess)]>([:])

    public init(_ principal: Principal, teams: [Int64] = [], matrix: AccessMatrix, ceiling: AccessMatrix? = nil, roles: [String] = [], actor: Int64? = nil) {
        self.principal = principal
        self.teams = teams
        self.matrix = matrix
        self.ceiling = ceiling
        self.roles = roles
        self.actor = actor ?? principal.user
    }

    /// Everything in the workspace, for migrations, reactions and jobs.
    public static let system = Access(.system, matrix: .everything)

    /// Everything in the workspace, for what follows from an act that `actor` was permitted.
    public static func onBehalf(of actor: Int64?) -> Access {
        actor.map { Access(.system, matrix: .everything, actor: $0) } ?? .system
    }

    public func scope(_ object: String, _ verb: Verb, field: String = "*") -> Scope {
        let granted = matrix.scope(object, verb, field: field)
        guard let ceiling else { return granted }
        return min(granted, ceiling.scope(object, verb, field: field))
    }

    /// Whether the verb is allowed on at least some records; what menus and routes ask.
    public func allows(_ verb: Verb, _ object: ObjectDefinition, in catalog: Catalog) -> Bool {
        of(object, in: catalog).rows(verb) > .none
    }

    func of(_ object: ObjectDefinition, in catalog: Catalog) -> ObjectAccess {
        let id = ObjectIdentifier(object)
        if let known = compiled.withLock({ $0[id]?.1 }) { return known }
        let made = ObjectAccess(object, self, catalog)
        // A catalog that changes at run time leaves definitions behind that nobody asks for again.
        compiled.withLock { known in
            if known.count > 4_096 { known = [:] }
            known[id] = (object, made)
        }
        return made
    }
}

/// The scopes of one caller on one object, by verb and field position.
struct ObjectAccess: Sendable {
    private let fieldScopes: [Verb: [Scope]]
    private let rowScopes: [Verb: Scope]
    /// Some readable field reaches less far than the rows do, so rows must be cut one by one.
    let cutsFields: Bool
    /// Fields that do not exist for this caller.
    let hidden: Set<Int>

    init(_ object: ObjectDefinition, _ access: Access, _ catalog: Catalog) {
        let deciding = Self.root(of: object, catalog)
        var fieldScopes: [Verb: [Scope]] = [:], rowScopes: [Verb: Scope] = [:]
        for verb in Verb.allCases {
            let scopes = object.fields.map { field in
                field.isHidden && access.principal != .system ? Scope.none : access.scope(deciding, verb, field: deciding == object.name ? field.name : "*")
            }
            fieldScopes[verb] = scopes
            rowScopes[verb] = max(scopes.max() ?? .none, access.scope(deciding, verb))
        }
        self.fieldScopes = fieldScopes
        self.rowScopes = rowScopes
        let read = fieldScopes[.read] ?? [], row = rowScopes[.read] ?? .none
        // What every record has (id, version, times) goes with the row itself.
        let own = read.indices.dropFirst(ObjectDefinition.standard.count)
        hidden = Set(own.filter { read[$0] == .none })
        cutsFields = own.contains { read[$0] != .none && read[$0] < row }
    }

    func rows(_ verb: Verb) -> Scope { rowScopes[verb] ?? .none }

    func field(_ index: Int, _ verb: Verb) -> Scope {
        if verb == .read, index < ObjectDefinition.standard.count { return rows(.read) }
        return fieldScopes[verb]?[index] ?? .none
    }

    /// Child objects have no matrix of their own: the topmost parent decides.
    private static func root(of object: ObjectDefinition, _ catalog: Catalog) -> String {
        var object = object
        for _ in 0..<8 {
            guard let parent = object.object.parent, let target = object.field(parent)?.kind.target, let above = catalog[target] else { break }
            object = above
        }
        return object.name
    }
}

extension Access {
    /// Whether no row of the object is out of this caller's sight, and no field on some rows only.
    @_spi(Kernel) public func seesEveryRow(of object: ObjectDefinition, in catalog: Catalog) -> Bool {
        let visible = of(object, in: catalog)
        return visible.rows(.read) == .all && !visible.cutsFields
    }

    /// The fields that exist for this caller, in order.
    public func visibleFields(of object: ObjectDefinition, in catalog: Catalog) -> [FieldDefinition] {
        let visible = of(object, in: catalog)
        return object.fields.indices.filter { !visible.hidden.contains($0) && !object.fields[$0].isHidden }.map { object.fields[$0] }
    }

    /// The fields that forms offer to this caller: the object's own, and owner and team.
    public func writableFields(of object: ObjectDefinition, _ verb: Verb, in catalog: Catalog) -> [FieldDefinition] {
        let visible = of(object, in: catalog)
        return object.fields.indices.filter { index in
            let field = object.fields[index]
            return !field.isReadOnly && !field.isHidden && !visible.hidden.contains(index) && visible.field(index, verb) > .none
        }.map { object.fields[$0] }
    }
}
