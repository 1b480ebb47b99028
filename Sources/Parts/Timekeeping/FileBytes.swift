#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads small files without Foundation, which is larger than all of this part.
enum FileBytes {
    struct Failure: Error {
        let code: Int32
        var reason: String { code == EFBIG ? "larger than a time zone can be" : String(cString: strerror(code)) }
    }

    /// The largest zone of tzdb has 4 kB; twenty centuries of fortnightly changes fit into this.
    static let largestZone = 1 << 20

    /// The whole file, or `EFBIG` when it is larger than `limit` bytes.
    static func whole(_ path: String, limit: Int) -> Result<[UInt8], Failure> {
        head(path, count: limit + 1).flatMap { $0.count > limit ? .failure(Failure(code: EFBIG)) : .success($0) }
    }

    /// The first `count` bytes, fewer where the file is shorter.
    static func head(_ path: String, count: Int) -> Result<[UInt8], Failure> {
        // Without O_NONBLOCK a named pipe in the directory would hold the reader for ever.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return .failure(Failure(code: errno)) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Swift.min(count, 8192))
        while bytes.count < count {
            let wanted = Swift.min(buffer.count, count - bytes.count)
            let got = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, wanted) }
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                return .failure(Failure(code: errno))
            }
            bytes.append(contentsOf: buffer.prefix(got))
        }
        return .success(bytes)
    }
}
