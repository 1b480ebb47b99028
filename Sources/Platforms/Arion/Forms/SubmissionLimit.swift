import Kernel
import Synchronization

/// At most five forms a minute and visitor.
final class SubmissionLimit: Sendable {
    private static let most = 5
    private static let window = Duration.seconds(60)
    private let sent = Mutex<[String: [Instant]]>([:])

    /// Counts one attempt.
    ///
    /// - Returns: how long to wait, where it is one too many.
    func wait(_ visitor: String, at now: Instant) -> Duration? {
        sent.withLock { sent in
            if sent.count > 20_000 { sent = sent.filter { $0.value.contains { now - $0 < Self.window } } }
            let recent = (sent[visitor] ?? []).filter { now - $0 < Self.window }
            guard recent.count < Self.most else { return recent.first.map { Self.window - (now - $0) } }
            sent[visitor] = recent + [now]
            return nil
        }
    }
}
