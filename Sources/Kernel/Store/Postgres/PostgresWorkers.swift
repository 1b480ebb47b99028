#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A bounded queue of jobs and the threads that run them, each with a connection of its own.
///
/// libpq blocks, so it gets threads that may block. They start when needed and stay.
/// Unchecked: everything below `mutex` is touched only while it is held.
final class PostgresWorkers: @unchecked Sendable {
    typealias Job = @Sendable (PostgresConnection) -> Void

    private let limit: Int
    private let waitingLimit: Int
    private let makeConnection: @Sendable () -> PostgresConnection
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [Job] = []
    private var head = 0
    private var threads = 0
    private var idle = 0
    private var isClosing = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    init(limit: Int, waitingLimit: Int, makeConnection: @escaping @Sendable () -> PostgresConnection) {
        self.limit = max(1, limit)
        self.waitingLimit = max(1, waitingLimit)
        self.makeConnection = makeConnection
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        wake = .allocate(capacity: 1)
        wake.initialize(to: pthread_cond_t())
        pthread_cond_init(wake, nil)
    }

    deinit {
        pthread_cond_destroy(wake)
        wake.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Hands `job` to the next free thread; refuses when too much waits or when closing.
    func submit(_ job: @escaping Job) throws(StoreError) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isClosing { throw .closed }
        let waiting = jobs.count - head
        if waiting >= waitingLimit { throw .overloaded(waiting: waiting) }
        if idle <= waiting, threads < limit { try startThread() }
        jobs.append(job)
        pthread_cond_signal(wake)
    }

    /// Lets waiting jobs finish, closes the connections and ends the threads.
    func close() async {
        await withCheckedContinuation { continuation in
            pthread_mutex_lock(mutex)
            isClosing = true
            let isDone = threads == 0
            if !isDone { closers.append(continuation) }
            pthread_cond_broadcast(wake)
            pthread_mutex_unlock(mutex)
            if isDone { continuation.resume() }
        }
    }

    private func startThread() throws(StoreError) {
        let box = Unmanaged.passRetained(self)
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let code = pthread_create(&thread, nil, runWorker, box.toOpaque())
        guard code == 0 else {
            box.release()
            if threads > 0 { return }
            throw .overloaded(waiting: jobs.count - head)
        }
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
        threads += 1
    }

    fileprivate func work() {
        let connection = makeConnection()
        while let job = next() { job(connection) }
        connection.close()
        pthread_mutex_lock(mutex)
        threads -= 1
        let ended = threads == 0 ? closers : []
        if threads == 0 { closers = [] }
        pthread_mutex_unlock(mutex)
        ended.forEach { $0.resume() }
    }

    private func next() -> Job? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == jobs.count {
            if isClosing { return nil }
            idle += 1
            pthread_cond_wait(wake, mutex)
            idle -= 1
        }
        let job = jobs[head]
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 256, head * 2 > jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }
}

private func runWorker(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<PostgresWorkers>.fromOpaque(box).takeRetainedValue().work() }
    return nil
}
