#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// An exclusive lock on `<database>.lock`, so that one process at a time has the database open.
///
/// `flock` belongs to the open file: the kernel drops it when the process ends, however it ends. The file holds the
/// process number for the error message, and stays: removing it would let two processes lock two different files.
final class LockFile: Sendable {
    private let descriptor: Mutex<Int32?>

    init(for path: String) throws(StoreError) {
        let lockPath = path + ".lock"
        let descriptor = openLock(lockPath)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: lockPath, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = LockFile.holder(descriptor)
            close(descriptor)
            if reason == EWOULDBLOCK { throw .inUse(path: path, pid: holder) }
            throw .cannotOpen(path: lockPath, reason: String(cString: strerror(reason)))
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            let reason = errno
            close(descriptor)
            if reason == ENOSPC { throw .full(place: lockPath) }
            throw .cannotOpen(path: lockPath, reason: String(cString: strerror(reason)))
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets the next one in. May be called twice.
    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}

/// Closed on exec, so that a child process does not keep the lock.
private func openLock(_ path: String) -> Int32 { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
