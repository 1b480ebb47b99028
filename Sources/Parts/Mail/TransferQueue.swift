#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Messages that wait, and the threads that send them. libcurl's easy interface blocks, so it must
/// not run on the threads of Swift's tasks.
///
/// All state is guarded by `mutex`; that is why the conformance is unchecked.
final class TransferQueue: @unchecked Sendable {
    private let settings: SMTPSettings
    private let maximumThreads: Int
    private let bound: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let isFilled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Transfer] = []
    private var head = 0
    private var threads = 0
    private var idle = 0
    private var isClosed = false

    init(settings: SMTPSettings, threads: Int, bound: Int) {
        self.settings = settings
        maximumThreads = threads
        self.bound = bound
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(isFilled, nil)
    }

    deinit {
        pthread_cond_destroy(isFilled)
        pthread_mutex_destroy(mutex)
        isFilled.deallocate()
        mutex.deallocate()
    }

    func add(_ transfer: Transfer) {
        if let refusal = enqueue(transfer) { transfer.finish(.failure(refusal)) }
    }

    /// Threads finish what waits, then end.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(isFilled)
        }
    }

    private func enqueue(_ transfer: Transfer) -> SMTPError? {
        locked {
            guard waiting.count - head < bound else { return .busy(waiting: waiting.count - head) }
            waiting.append(transfer)
            if idle == 0, threads < maximumThreads, startThread() { threads += 1 }
            guard threads > 0 else {
                waiting.removeLast()
                return .unreachable(reason: "the system has no thread left to send with")
            }
            pthread_cond_signal(isFilled)
            return nil
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                context.map { Unmanaged<TransferQueue>.fromOpaque($0).takeRetainedValue().work() }
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private func work() {
        let connection = SMTPConnection(settings: settings)
        while let transfer = next() { transfer.finish(connection.send(transfer)) }
    }

    /// The next message, waiting for it; nil when the queue is closed and empty.
    private func next() -> Transfer? {
        locked {
            while head == waiting.count {
                if isClosed { return nil }
                idle += 1
                pthread_cond_wait(isFilled, mutex)
                idle -= 1
            }
            let transfer = waiting[head]
            head += 1
            // Dropping the sent ones rarely keeps taking one at a constant cost.
            if head == waiting.count || head > 256 {
                waiting.removeFirst(head)
                head = 0
            }
            return transfer
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
