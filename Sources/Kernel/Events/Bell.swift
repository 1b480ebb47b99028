import Synchronization

/// Wakes one waiting task. Ringing while nobody waits is remembered, once.
///
/// No `AsyncStream`: that one ends for good when a task that waits for it is cancelled, as a time-out does.
final class Bell: Sendable {
    private struct State {
        var hasRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.hasRung = true }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Returns at the next ring, or at once when it has rung since the last wait. For one task at a time.
    func wait() async {
        await withCheckedContinuation { continuation in
            let displaced: CheckedContinuation<Void, Never>? = state.withLock { state in
                if state.hasRung {
                    state.hasRung = false
                    return continuation
                }
                defer { state.waiting = continuation }
                return state.waiting
            }
            displaced?.resume()
        }
    }
}
