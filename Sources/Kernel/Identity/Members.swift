@_spi(Kernel) import Records
import Store
import Timekeeping

extension Transaction {
    @discardableResult
    public func addUser(name: String, email: String, account: Int64? = nil, service: Bool = false) throws -> Key<User> {
        var user = new(User.self)
        user[User.name] = name
        user[User.email] = email.lowercased()
        user[User.account] = account.map { Int($0) }
        user[User.service] = service
        return try save(&user)
    }

    public func give(_ user: Key<User>, role: Key<Role>) throws {
        var member = new(RoleMember.self)
        member[RoleMember.role] = role
        member[RoleMember.user] = user
        try save(&member)
    }

    /// The roles a new workspace begins with. Their cells are rows that its owner may change.
    ///
    /// - Returns: the role that may do everything.
    public func addStandardRoles() throws -> Key<Role> {
        let work = catalog.objects.filter { $0.object.owner != .account && $0.object.parent == nil }.map(\.name)
        func everywhere(_ verbs: [Verb], _ scope: Scope) -> [Grant] { work.flatMap { object in verbs.map { Grant(object, $0, scope) } } }
        let directory = [Grant("user", .read, .all), Grant("team", .read, .all), Grant("role", .read, .all)]
        let owner = try addRole("Owner", "May do everything.", [Grant(scope: .all)])
        try addRole("Manager", "Runs the business: everything but people, roles and tokens.", everywhere([.read, .create, .update, .delete, .share, .export, .run, .configure], .all) + directory)
        try addRole("Member", "Works with the team's records, changes their own.", everywhere([.read], .team) + everywhere([.create, .run], .all) + everywhere([.update, .delete, .share], .own) + directory)
        try addRole("Viewer", "Sees everything, changes nothing.", everywhere([.read], .all) + directory)
        return owner
    }

    @discardableResult
    public func addRole(_ name: String, _ purpose: String, _ grants: [Grant]) throws -> Key<Role> {
        var role = new(Role.self)
        role[Role.name] = name
        role[Role.purpose] = purpose
        try save(&role)
        for grant in grants {
            var row = new(RoleGrant.self)
            row[RoleGrant.role] = role.key
            row[RoleGrant.on] = grant.object
            row[RoleGrant.verb] = grant.verb
            row[RoleGrant.field] = grant.field
            row[RoleGrant.scope] = grant.scope.name
            try save(&row)
        }
        return role.key
    }

    /// - Throws: `IdentityError.unknownRole`, listing those there are.
    public func role(named name: String) throws -> Key<Role> {
        let roles = try fetch(Query<Role>().order(by: Role.name).limit(500))
        guard let role = roles.first(where: { $0[Role.name].lowercased() == name.lowercased() }) else {
            throw IdentityError.unknownRole(name, known: roles.map { $0[Role.name] })
        }
        return role.key
    }
}

extension Database {
    /// What a user may do: the maximum of their roles and of their teams' roles. Three statements.
    @_spi(Kernel) public func access(of user: Int64, ceiling: Int64? = nil, token: Int64? = nil) throws -> Access? {
        guard try reader.value("SELECT active FROM \(name: "user") WHERE id = \(user)")?.bool == true else { return nil }
        let teams = try reader.rows("SELECT team_id FROM team_member WHERE user_id = \(user) ORDER BY id").compactMap { $0.int(0) }
        let rows = try reader.rows("""
            SELECT r.id, r.name, g.object, g.verb, g.field, g.scope, CASE WHEN r.id IN (
                SELECT role FROM role_member WHERE user_id = \(user) OR team_id IN (SELECT team_id FROM team_member WHERE user_id = \(user))) THEN 1 ELSE 0 END
            FROM role r JOIN role_grant g ON g.role = r.id
            WHERE r.id IN (SELECT role FROM role_member WHERE user_id = \(user) OR team_id IN (SELECT team_id FROM team_member WHERE user_id = \(user))) OR r.id = \(ceiling)
            """)
        let granted = rows.filter { $0.int(6) == 1 }
        func matrix(_ rows: [Row]) -> AccessMatrix {
            AccessMatrix(rows.compactMap { row in
                guard let object = row.text(2), let verb = row.text(3), let field = row.text(4), let scope = row.text(5).flatMap(Scope.init(name:)) else { return nil }
                return Grant(object: object, verb: verb, field: field, scope: scope)
            })
        }
        return Access(
            token.map { .token($0, user: user) } ?? .user(user), teams: teams, matrix: matrix(granted),
            ceiling: ceiling.map { role in matrix(rows.filter { $0.int(0) == role }) }, roles: Set(granted.compactMap { $0.text(1) }).sorted())
    }
}
