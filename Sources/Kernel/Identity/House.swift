import Events
@_spi(Kernel) import Records
import Store
import Synchronization
import Timekeeping

/// Everything on one server: accounts, sessions, and the workspaces they belong to.
public actor House {
    /// Where databases live: a folder of SQLite files, or one PostgreSQL database with a schema for each.
    public enum Place: Sendable {
        case folder(String)
        case postgres(String)

        func location(_ name: String) -> StoreLocation {
            switch self {
            case .folder(let path): .sqlite(path: name == "sextant" ? "\(path)/sextant.db" : "\(path)/workspaces/\(name).db")
            case .postgres(let url): .postgres(url: url, schema: name == "sextant" ? name : "ws_" + name.replacing("-", with: "_"))
            }
        }
    }

    public nonisolated let store: Store
    public nonisolated let clock: WallClock
    public nonisolated let passwords = PasswordHasher()
    public nonisolated let catalog: Catalog
    private let place: Place
    private let options: StoreOptions
    private let keys: KeyGenerator
    private let node: Int
    private var open: [String: Task<Workspace, any Error>] = [:]

    public init(at place: Place, catalog: Catalog, clock: WallClock = .system, options: StoreOptions = .init()) async throws {
        self.place = place
        self.catalog = catalog
        self.clock = clock
        self.options = options
        // A file has one process; a server may have several, whose keys must not meet.
        node = if case .postgres = place { Int.random(in: 1...1_023) } else { 0 }
        keys = KeyGenerator(node: node)
        if case .folder(let path) = place { try Folder.make("\(path)/workspaces") }
        store = try await Store.open(place.location("sextant"), options: options)
        try await store.write { writer in
            for statement in Self.schema(writer.dialect) { try writer.run(statement) }
        }
    }

    private static func schema(_ dialect: Dialect) -> [SQL] {
        let integer = dialect.integerType, text = dialect.textType
        return [
            """
            CREATE TABLE IF NOT EXISTS account (id \(integer) PRIMARY KEY, email \(text) NOT NULL UNIQUE, name \(text) NOT NULL,
            password \(text) NOT NULL, created_at \(integer) NOT NULL)
            """,
            "CREATE TABLE IF NOT EXISTS workspace (slug \(text) PRIMARY KEY, name \(text) NOT NULL, created_at \(integer) NOT NULL)",
            """
            CREATE TABLE IF NOT EXISTS membership (account \(integer) NOT NULL REFERENCES account (id), workspace \(text) NOT NULL REFERENCES workspace (slug),
            member \(integer) NOT NULL, PRIMARY KEY (account, workspace))
            """,
            """
            CREATE TABLE IF NOT EXISTS session (hash \(text) PRIMARY KEY, account \(integer) NOT NULL REFERENCES account (id), created_at \(integer) NOT NULL,
            seen_at \(integer) NOT NULL, expires_at \(integer) NOT NULL, workspace \(text), agent \(text))
            """,
            "CREATE INDEX IF NOT EXISTS session_account ON session (account)",
        ].map { SQL(raw: $0) }
    }

    // MARK: Workspaces

    public struct Entry: Sendable, Hashable {
        public let slug: String
        public let name: String
    }

    /// All workspaces, oldest first; the first is the default one, whose site stands at `/`.
    public nonisolated func workspaces() async throws -> [Entry] {
        try await store.read { try $0.rows("SELECT slug, name FROM workspace ORDER BY created_at, slug").map { Entry(slug: $0.text(0) ?? "", name: $0.text(1) ?? "") } }
    }

    /// The workspace, opened at its first use and then kept.
    ///
    /// - Throws: `IdentityError.unknownWorkspace`; `StoreError` where its database cannot be opened.
    public func workspace(_ slug: String) async throws -> Workspace {
        if let opening = open[slug] { return try await opening.value }
        let known = try await store.read { try $0.value("SELECT slug FROM workspace WHERE slug = \(slug)") != nil }
        guard known else { throw IdentityError.unknownWorkspace(slug) }
        return try await opened(slug)
    }

    /// Makes a workspace with its roles and its first user, who may do everything.
    public func create(_ slug: String, name: String, owner email: String, ownerName: String? = nil, password: String) async throws -> Workspace {
        guard Self.isSlug(slug) else { throw IdentityError.badSlug(slug) }
        let taken = try await store.read { try $0.value("SELECT slug FROM workspace WHERE slug = \(slug)") != nil }
        guard !taken else { throw IdentityError.workspaceExists(slug) }
        let ownerName = ownerName ?? String(email.prefix { $0 != "@" })
        let account = try await self.account(email, name: ownerName, password: password)
        let workspace = try await opened(slug)
        let member = try await workspace.write(as: .system) { tx in
            let user = try tx.addUser(name: ownerName, email: email, account: account)
            try tx.give(user, role: try tx.addStandardRoles())
            return user.id
        }
        let now = clock.now().microseconds
        try await store.write { writer in
            try writer.run("INSERT INTO workspace (slug, name, created_at) VALUES (\(slug), \(name), \(now))")
            try writer.run("INSERT INTO membership (account, workspace, member) VALUES (\(account), \(slug), \(member))")
        }
        return workspace
    }

    /// Makes somebody with an account a user of a workspace.
    public func join(_ email: String, name: String, password: String, workspace slug: String, role: String) async throws {
        let workspace = try await workspace(slug)
        let account = try await account(email, name: name, password: password)
        let member = try await workspace.write(as: .system) { tx in
            let user = try tx.addUser(name: name, email: email, account: account)
            try tx.give(user, role: try tx.role(named: role))
            return user.id
        }
        try await store.write { _ = try $0.run("INSERT INTO membership (account, workspace, member) VALUES (\(account), \(slug), \(member))") }
    }

    /// The account of an address, made with `password` where there is none yet.
    private func account(_ email: String, name: String, password: String) async throws -> Int64 {
        let email = email.lowercased()
        if let known = try await store.read({ try $0.value("SELECT id FROM account WHERE email = \(email)")?.int }) { return known }
        do { try PasswordPolicy.check(password, about: [email, name]) } catch { throw RecordError.invalid([error]) }
        let hash = try await passwords.hash(password)
        let id = keys.next(at: clock.now()), now = clock.now().microseconds
        try await store.write { _ = try $0.run("INSERT INTO account (id, email, name, password, created_at) VALUES (\(id), \(email), \(name), \(hash), \(now))") }
        return id
    }

    private func opened(_ slug: String) async throws -> Workspace {
        if let opening = open[slug] { return try await opening.value }
        let location = place.location(slug), catalog = catalog, clock = clock, options = options
        let node = node
        let opening = Task { try await Workspace(slug, at: location, catalog: catalog, node: node, clock: clock, options: options) }
        open[slug] = opening
        do { return try await opening.value } catch {
            open[slug] = nil
            throw error
        }
    }

    public func close() async {
        for opening in open.values { if case .success(let workspace) = await opening.result { await workspace.close() } }
        open = [:]
        await store.close()
    }

    static func isSlug(_ slug: String) -> Bool {
        guard (2...40).contains(slug.utf8.count), let first = slug.utf8.first, (0x61...0x7A).contains(first), slug != "sextant" else { return false }
        return slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
