@_spi(Kernel) import Records
import Store
import Timekeeping

/// Bearer tokens: `sxt_WORKSPACE_SECRETCHECK`. The check digits let a scanner and a typo be recognised without a look-up.
public enum TokenText {
    public static func make(workspace: String, secret: String) -> String { "sxt_\(workspace)_\(secret)\(check(workspace + secret))" }

    /// The workspace and the secret of a well-formed token.
    public static func parse(_ text: String) -> (workspace: String, secret: String)? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "sxt", parts[2].count == 38 else { return nil }
        let secret = String(parts[2].prefix(32))
        guard Secret.isEqual(check(parts[1] + secret), String(parts[2].suffix(6))) else { return nil }
        return (parts[1], secret)
    }

    private static func check(_ text: String) -> String { String(Secret.hash(text).prefix(6)) }
}

extension Workspace {
    public static let tokenLife: Duration = .days(90)

    /// Makes a token that acts as a service user with one role.
    ///
    /// - Returns: the token; it is shown once and kept only as a hash.
    public func makeToken(role name: String, label: String? = nil) async throws -> String {
        let secret = Secret.random(), hash = Secret.hash(secret)
        try await write(as: .system) { tx in
            let role = try tx.role(named: name)
            let key = AnyKey(tx.nextKey()).text.lowercased()
            let user = try tx.addUser(name: label ?? "Service (\(name.lowercased()))", email: "service-\(key)@sextant.invalid", service: true)
            try tx.give(user, role: role)
            var token = tx.new(Token.self)
            token[Token.name] = label ?? "Created on the command line"
            token[Token.user] = user
            token[Token.hash] = hash
            token[Token.expiresAt] = tx.now + Self.tokenLife
            try tx.save(&token)
        }
        return TokenText.make(workspace: slug, secret: secret)
    }
}

extension Database {
    /// The token with this hash: its id, user, ceiling and end. One statement.
    @_spi(Kernel) public func token(_ hash: String) throws -> (id: Int64, user: Int64, ceiling: Int64?, expires: Instant)? {
        guard let row = try reader.row("SELECT id, user_id, ceiling, expires_at FROM token WHERE hash = \(hash)"),
              let id = row.int(0), let user = row.int(1), let expires = row.int(3) else { return nil }
        return (id, user, row.int(2), Instant(microseconds: expires))
    }
}
