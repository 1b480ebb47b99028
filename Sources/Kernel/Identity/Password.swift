import CArgon2
import Dispatch
import Records
import Synchronization

/// Password hashing with argon2id, m = 19,456 KiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet), as PHC strings.
///
/// One hash takes about 30 ms of a core and 19 MiB, so no more run at once than there are cores; a flood waits in a short
/// queue and is then refused, and cannot eat the memory.
public final class PasswordHasher: Sendable {
    private static let memory: UInt32 = 19_456, passes: UInt32 = 2, lanes: UInt32 = 1
    private let queue = DispatchQueue(label: "sextant.passwords", attributes: .concurrent)
    private let slots: DispatchSemaphore
    private let waiting = Mutex(0)
    private let limit: Int

    public init(parallel: Int = 2, waiting limit: Int = 32) {
        slots = DispatchSemaphore(value: parallel)
        self.limit = limit
    }

    /// - Throws: `IdentityError.busy` when too many are waiting.
    public func hash(_ password: String) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try await run {
            let password = Array(password.utf8)
            var encoded = [CChar](repeating: 0, count: 256)
            let status = argon2id_hash_encoded(
                Self.passes, Self.memory, Self.lanes, password, password.count, salt, salt.count, 32, &encoded, encoded.count)
            guard status == ARGON2_OK.rawValue else { throw IdentityError.hashing(Int(status)) }
            return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Takes the same time whether or not there is such an account: without a hash it verifies against a decoy.
    public func verify(_ password: String, against hash: String?) async throws -> Bool {
        try await run {
            let password = Array(password.utf8)
            let status = argon2id_verify(hash ?? Self.decoy, password, password.count)
            return hash != nil && status == ARGON2_OK.rawValue
        }
    }

    /// Whether a stored hash was made with other parameters than today's.
    public func isOutdated(_ hash: String) -> Bool { !hash.hasPrefix("$argon2id$v=19$m=\(Self.memory),t=\(Self.passes),p=\(Self.lanes)$") }

    private static let decoy = "$argon2id$v=19$m=19456,t=2,p=1$c2V4dGFudC1kZWNveS0wMQ$dG5mM0vK1vWvYbZ3vS2oXGJ4m0aC1nq3m3JmC4pO1sA"

    private func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let isAdmitted = waiting.withLock { waiting in
            guard waiting < limit else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { throw IdentityError.busy }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [slots] in
                slots.wait()
                defer { slots.signal() }
                continuation.resume(with: Result { try work() })
            }
        }
    }
}

/// NIST SP 800-63B-4 for single-factor passwords: at least 15 characters, no composition rules, no word from the blocklist.
public enum PasswordPolicy {
    public static let minimum = 15

    /// - Throws: `FieldProblem` saying what to change.
    public static func check(_ password: String, about words: [String] = []) throws(FieldProblem) {
        let length = password.unicodeScalars.count
        guard length >= minimum else { throw FieldProblem("password", "Use at least \(minimum) characters; this has \(length). A sentence works well.") }
        guard length <= 1_000 else { throw FieldProblem("password", "Use at most 1,000 characters.") }
        let plain = password.lowercased()
        guard Set(plain).count >= 5 else { throw FieldProblem("password", "This repeats too few characters.") }
        for word in words + ["sextant", "password", "passwort", "qwertz", "qwerty", "12345678"] where word.count >= 4 && plain.replacing(word.lowercased(), with: "").count < 8 {
            throw FieldProblem("password", "This is mostly “\(word)”, which is easy to guess.")
        }
    }
}
