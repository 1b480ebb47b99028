#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes that come in chunks, when asked for. Not shared between tasks.
public struct ByteSource {
    private let pull: () throws -> [UInt8]?
    private var kept: [UInt8] = []

    /// `pull` returns the next chunk, and nil at the end. Empty chunks are skipped.
    public init(pull: @escaping () throws -> [UInt8]?) {
        self.pull = pull
    }

    /// Bytes that are in memory already, in chunks of `size`.
    public init(_ bytes: [UInt8], chunkSize: Int = 1 << 16) {
        var position = 0
        let size = max(1, chunkSize)
        self.init {
            guard position < bytes.count else { return nil }
            let end = min(bytes.count, position + size)
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }

    /// A file, opened now and closed with the last copy of the source.
    public init(path: String, chunkSize: Int = 1 << 18) throws(SheetFileError) {
        let file = try OpenFile(path: path)
        self.init { try file.read(chunkSize) }
    }

    /// The next chunk, nil at the end.
    public mutating func next() throws -> [UInt8]? {
        if !kept.isEmpty {
            defer { kept = [] }
            return kept
        }
        while let chunk = try pull() {
            if !chunk.isEmpty { return chunk }
        }
        return nil
    }

    /// Looks at the first `count` bytes, fewer where there are no more; they are read again by ``next()``.
    public mutating func head(_ count: Int = 1 << 16) throws -> [UInt8] {
        while kept.count < count, let chunk = try pull() { kept += chunk }
        return Array(kept.prefix(count))
    }
}

/// Why a file could not be opened or read.
public struct SheetFileError: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    /// The system's word for it.
    public let reason: String

    public var description: String { "\(path): \(reason)" }
}

private final class OpenFile {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws(SheetFileError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw SheetFileError(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit {
        close(descriptor)
    }

    func read(_ count: Int) throws(SheetFileError) -> [UInt8]? {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
            filled = 0
            var got = -1
            repeat {
                got = systemRead(descriptor, buffer.baseAddress, buffer.count)
            } while got < 0 && errno == EINTR
            if got < 0 { failure = errno } else { filled = got }
        }
        if failure != 0 { throw SheetFileError(path: path, reason: String(cString: strerror(failure))) }
        return bytes.isEmpty ? nil : bytes
    }
}

// Inside the class `read` names the method.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    read(file, buffer, count)
}
