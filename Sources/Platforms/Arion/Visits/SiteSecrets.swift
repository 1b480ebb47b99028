import Kernel
import Model
import Synchronization

/// The secrets of a workspace's sites: the salt of the day and the key of the forms.
final class SiteSecrets: Sendable {
    struct Secrets: Sendable {
        let day: LocalDate
        /// For visitors' names; kept through restarts, gone the next day (UTC).
        let visits: String
        /// For the signed time in forms.
        let forms: String
    }

    private let known = Mutex<[String: Secrets]>([:])

    /// From memory; one write a day and workspace.
    func current(in workspace: Workspace) async throws -> Secrets {
        let day = Zone.utc.local(workspace.clock.now()).date, slug = workspace.slug
        if let secrets = known.withLock({ $0[slug] }), secrets.day == day { return secrets }
        let made: Secrets
        do { made = try await Self.load(day, in: workspace) } catch is RecordError {
            // Another process made the day's salt at the same moment; now it is there to be read.
            made = try await Self.load(day, in: workspace)
        }
        known.withLock { $0[slug] = made }
        return made
    }

    private static func load(_ day: LocalDate, in workspace: Workspace) async throws -> Secrets {
        try await workspace.write(as: .system) { tx in
            try forget(before: day, in: tx)
            return Secrets(day: day, visits: try secret("visits \(day)", in: tx), forms: try secret("forms", in: tx))
        }
    }

    /// Destroys the salts of earlier days.
    static func forget(before day: LocalDate, in tx: Transaction) throws {
        for secret in try tx.fetch(Query(SiteSecret.self).limit(100)) {
            let purpose = secret[SiteSecret.purpose]
            if purpose.hasPrefix("visits "), let old = LocalDate(String(purpose.dropFirst(7))), old < day { try tx.delete(secret.any) }
        }
    }

    private static func secret(_ purpose: String, in tx: Transaction) throws -> String {
        if let known = try tx.first(Query(SiteSecret.self).where(SiteSecret.purpose == purpose)) { return known[SiteSecret.secret] }
        var made = tx.new(SiteSecret.self)
        made[SiteSecret.purpose] = purpose
        made[SiteSecret.secret] = Secret.random()
        try tx.save(&made)
        return made[SiteSecret.secret]
    }
}
