import Events
@_spi(Kernel) import Records
import Store
import Timekeeping

/// Somebody who is logged in.
public struct Session: Sendable {
    public let account: Int64
    public let email: String
    public let name: String
    /// The hash of the cookie; forgery tokens are bound to it.
    public let hash: String
    /// The workspace this session last worked in.
    public let current: String?
    /// The user this account is in each workspace.
    public let memberships: [(slug: String, name: String, member: Int64)]
}

extension House {
    /// A session ends after a day without use, and after 30 days in any case (NIST SP 800-63B-4, AAL1).
    public static let idle: Duration = .days(1)
    public static let absolute: Duration = .days(30)

    /// Checks a log-in and opens a session.
    ///
    /// - Returns: the secret for the cookie; only its hash is kept.
    /// - Throws: `IdentityError.wrongLogin`, in the same words and time for an unknown address and a wrong password.
    public nonisolated func logIn(_ email: String, _ password: String, agent: String?) async throws -> String {
        let email = email.lowercased()
        let found = try await store.read { try $0.row("SELECT id, password FROM account WHERE email = \(email)") }
        guard try await passwords.verify(password, against: found?.text(1)), let account = found?.int(0), let old = found?.text(1) else { throw IdentityError.wrongLogin }
        let renewed = passwords.isOutdated(old) ? try await passwords.hash(password) : nil
        let secret = Secret.random()
        let now = clock.now(), expires = now + Self.absolute, hash = Secret.hash(secret)
        try await store.write { writer in
            if let renewed { try writer.run("UPDATE account SET password = \(renewed) WHERE id = \(account)") }
            try writer.run("DELETE FROM session WHERE expires_at <= \(now.microseconds)")
            try writer.run("""
                INSERT INTO session (hash, account, created_at, seen_at, expires_at, agent)
                VALUES (\(hash), \(account), \(now.microseconds), \(now.microseconds), \(expires.microseconds), \(agent.map { String($0.prefix(200)) }))
                """)
        }
        return secret
    }

    /// The session behind a cookie. One statement; a second, once a minute, notes that it is in use.
    public nonisolated func session(_ secret: String) async throws -> Session? {
        let hash = Secret.hash(secret), now = clock.now()
        let rows = try await store.read { reader in
            try reader.rows("""
                SELECT a.id, a.email, a.name, s.seen_at, s.expires_at, m.workspace, w.name, m.member, s.workspace FROM session s JOIN account a ON a.id = s.account
                LEFT JOIN membership m ON m.account = a.id LEFT JOIN workspace w ON w.slug = m.workspace WHERE s.hash = \(hash) ORDER BY w.created_at, w.slug
                """)
        }
        guard let first = rows.first, let account = first.int(0), let seen = first.int(3), let expires = first.int(4) else { return nil }
        guard expires > now.microseconds, Instant(microseconds: seen) + Self.idle > now else { return nil }
        if now - Instant(microseconds: seen) > .minutes(1) {
            try await store.write { _ = try $0.run("UPDATE session SET seen_at = \(now.microseconds) WHERE hash = \(hash)") }
        }
        return Session(
            account: account, email: first.text(1) ?? "", name: first.text(2) ?? "", hash: hash, current: first.text(8),
            memberships: rows.compactMap { row in row.text(5).flatMap { slug in row.int(7).map { (slug, row.text(6) ?? slug, $0) } } })
    }

    /// Takes the session to another workspace of its account. A link, not a log-in.
    ///
    /// - Throws: `IdentityError.noMember`.
    public nonisolated func move(_ session: Session, to slug: String) async throws {
        guard session.memberships.contains(where: { $0.slug == slug }) else { throw IdentityError.noMember }
        try await store.write { _ = try $0.run("UPDATE session SET workspace = \(slug) WHERE hash = \(session.hash)") }
    }

    /// Ends a session on the server; the cookie is worthless afterwards.
    public nonisolated func logOut(_ secret: String) async throws {
        let hash = Secret.hash(secret)
        try await store.write { _ = try $0.run("DELETE FROM session WHERE hash = \(hash)") }
    }
}
