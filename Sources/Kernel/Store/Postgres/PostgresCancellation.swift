import CPostgres
import Dispatch
import Synchronization

/// Lets the cancelling thread stop the read that runs on a connection.
final class PostgresCancellation: Sendable {
    private struct State {
        // Touched only while the mutex around the state is held.
        nonisolated(unsafe) var request: OpaquePointer?
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let flag = Atomic<Bool>(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    func begin(_ connection: OpaquePointer?) throws(StoreError) {
        let isCancelled = state.withLock { state in
            if let old = state.request { PQfreeCancel(old) }
            state.request = connection.flatMap { PQgetCancel($0) }
            return state.isCancelled
        }
        if isCancelled { throw .cancelled }
    }

    /// Waits for a request that is under way, so that it cannot hit the next transaction.
    func finish() {
        state.withLock { state in
            if let old = state.request { PQfreeCancel(old) }
            state.request = nil
        }
    }

    /// Asks the server on a thread of its own: asking means to connect, which may take a while.
    func cancel() {
        flag.store(true, ordering: .relaxed)
        DispatchQueue.global().async { [self] in
            state.withLock { state in
                state.isCancelled = true
                guard let request = state.request else { return }
                var message = [CChar](repeating: 0, count: 256)
                // Refused or failed: the statement runs to its end or its timeout.
                PQcancel(request, &message, Int32(message.count))
            }
        }
    }
}
