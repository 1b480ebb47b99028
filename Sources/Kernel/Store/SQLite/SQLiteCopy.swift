#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import Dispatch
import GRDB

extension SQLiteEngine {
    /// By SQLite's backup, which reads one snapshot, into a file beside the target that takes its name when it is whole.
    func copy(to path: String) async throws(StoreError) {
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(returning: Result { () throws(StoreError) in try writeCopy(to: path) })
            }
        }
        try result.get()
    }

    private func writeCopy(to path: String) throws(StoreError) {
        let target = try SQLiteOpening.resolved(path)
        guard access(target, F_OK) != 0 else { throw .cannotOpen(path: path, reason: "it exists already") }
        let partial = target + ".part"
        unlink(partial)
        do {
            let copy = try DatabaseQueue(path: partial)
            try pool.backup(to: copy)
            try copy.close()
        } catch {
            unlink(partial)
            throw .sqlite(error, path: path)
        }
        guard syncToDisk(partial), rename(partial, target) == 0, syncToDisk(SQLiteOpening.folder(of: target)) else {
            let reason = errno
            if reason == ENOSPC { throw .full(place: path) }
            throw .cannotOpen(path: path, reason: String(cString: strerror(reason)))
        }
    }
}

/// Waits until a file, or the names in a folder, have reached the disk.
private func syncToDisk(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
}
