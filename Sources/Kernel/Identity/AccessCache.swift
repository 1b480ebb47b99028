@_spi(Kernel) import Records
import Store
import Synchronization
import Timekeeping

/// The compiled access of the callers of one workspace, so that a request costs one statement less than four.
///
/// Dropped when a user, team, role or token changes; on PostgreSQL, where another process may change them, after a second.
public final class AccessCache: Sendable {
    private struct Entry {
        let access: Access
        let token: (id: Int64, expires: Instant)?
        let until: Instant
    }

    private let workspace: Workspace
    private let entries = Mutex<[String: Entry]>([:])
    /// Counts the drops: what was read before one must not be kept after it.
    private let drops = Mutex(0)
    private let life: Duration

    public init(_ workspace: Workspace) {
        self.workspace = workspace
        life = workspace.store.dialect == .postgres ? .seconds(1) : .hours(1)
        workspace.onAccessChange { [weak self] in self?.drop() }
    }

    /// - Throws: `IdentityError.noMember` when the user is gone or not active.
    public func access(user: Int64) async throws -> Access {
        try await cached("u\(user)") { db in
            guard let access = try db.access(of: user) else { throw IdentityError.noMember }
            return (access, nil)
        }
    }

    /// - Throws: `IdentityError.unauthenticated` when the token is unknown, has ended, or its user is not active.
    public func access(token secret: String) async throws -> Access {
        let hash = Secret.hash(secret)
        return try await cached("t" + hash) { db in
            guard let token = try db.token(hash), token.expires > db.now, let access = try db.access(of: token.user, ceiling: token.ceiling, token: token.id) else {
                throw IdentityError.unauthenticated
            }
            return (access, (token.id, token.expires))
        }
    }

    /// Called when something that access depends on has changed.
    public func drop() {
        entries.withLock { entries in
            drops.withLock { $0 += 1 }
            entries = [:]
        }
    }

    private func cached(_ key: String, _ load: @escaping @Sendable (Database) throws -> (Access, (id: Int64, expires: Instant)?)) async throws -> Access {
        let now = workspace.clock.now()
        if let entry = entries.withLock({ $0[key] }), entry.until > now {
            if let token = entry.token, token.expires <= now { throw IdentityError.unauthenticated }
            return entry.access
        }
        let dropsBefore = drops.withLock { $0 }
        let (access, token) = try await workspace.read(as: .system, load)
        let entry = Entry(access: access, token: token, until: now + life)
        entries.withLock { entries in
            guard drops.withLock({ $0 }) == dropsBefore else { return }
            if entries.count > 10_000 { entries = [:] }
            entries[key] = entry
        }
        return access
    }
}
