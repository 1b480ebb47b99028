import Records
import Timekeeping

/// A named row of the access matrix. Roles only grant; a user has the maximum of theirs.
public enum Role: ObjectType {
    public static let object = Object("role", owner: .account, title: "Role", columns: ["name", "purpose"])

    public static let name = Field<String>("name", unique: true, searchable: true)
    public static let purpose = Field<String?>("purpose")

    public static var fields: [any AnyField] { [name, purpose] }
}

/// One cell of a role: how far `verb` on `object` (and `field`) reaches.
public enum RoleGrant: ObjectType {
    public static let object = Object("role_grant", owner: .account, title: "Grant", titleField: "object", parent: "role", unique: [["role", "object", "verb", "field"]])

    public static let role = Field<Key<Role>>("role", onDelete: .cascade)
    public static let on = Field<String>("object", help: "An object's name, or * for all.")
    public static let verb = Field<String>("verb", kind: .choice([.init("*", "Everything")] + Verb.allCases.map { .init($0.rawValue, $0.rawValue) }))
    public static let field = Field<String>("field", default: "*", help: "A field's name, or * for all.")
    public static let scope = Field<String>("scope", kind: .choice(Scope.allCases.map { .init($0.name, $0.name) }))

    public static var fields: [any AnyField] { [role, on, verb, field, scope] }
}

/// Who has a role: one user, or everybody of a team.
public enum RoleMember: ObjectType {
    public static let object = Object("role_member", owner: .account, title: "Role member", titleField: "id", parent: "role")

    public static let role = Field<Key<Role>>("role", onDelete: .cascade)
    public static let user = Field<Key<User>?>("user_id", "User", onDelete: .cascade)
    public static let forTeam = Field<Key<Team>?>("team_id", "Team", onDelete: .cascade)

    public static var fields: [any AnyField] { [role, user, forTeam] }
}

/// A key for programs. Acts as its user; only a hash of the secret is kept.
public enum Token: ObjectType {
    public static let object = Object("token", owner: .account, title: "API token", columns: ["name", "user_id", "expires_at", "last_used_at"])

    public static let name = Field<String>("name")
    public static let user = Field<Key<User>>("user_id", "User", onDelete: .cascade)
    public static let hash = Field<String>("hash", unique: true, readOnly: true, hidden: true)
    /// Narrows what the user may do; the user's own access when empty.
    public static let ceiling = Field<Key<Role>?>("ceiling", onDelete: .cascade)
    public static let expiresAt = Field<Instant>("expires_at", "Expires")
    public static let lastUsedAt = Field<Instant?>("last_used_at", "Last use", readOnly: true)

    public static var fields: [any AnyField] { [name, user, hash, ceiling, expiresAt, lastUsedAt] }
}
