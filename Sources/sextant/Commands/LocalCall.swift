import ArgumentParser
import FoundationEssentials
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One request to a server through its socket file (HTTP/1.1, RFC 9112), with an end to everything.
struct LocalCall {
    let path: String
    /// An import may work for long before it answers.
    var seconds = 3_600
    var limit = 64 << 20

    /// - Returns: the body of the answer; nil where nobody listens.
    func post(_ target: String, _ body: [UInt8]) throws -> [UInt8]? {
        guard let descriptor = try connected() else { return nil }
        defer { close(descriptor) }
        let head = "POST \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        try write(Array(head.utf8) + body, to: descriptor)
        return try self.body(of: try read(descriptor))
    }

    /// Whether a server is there.
    func isListening() throws -> Bool {
        guard let descriptor = try connected() else { return false }
        close(descriptor)
        return true
    }

    private func connected() throws -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        // A path that no socket can have is one that no server listens at.
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        #if canImport(Darwin)
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #else
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw LocalCallError.system("socket", errno) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard status == 0 else {
            let reason = errno
            close(descriptor)
            if reason == ENOENT || reason == ECONNREFUSED { return nil }
            throw LocalCallError.system(path, reason)
        }
        var wait = timeval(tv_sec: time_t(seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw LocalCallError.system(path, errno) }
            sent += count
        }
    }

    private func read(_ descriptor: Int32) throws -> [UInt8] {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw LocalCallError.system(path, errno) }
            if count == 0 { return answer }
            answer += chunk[..<count]
            guard answer.count <= limit else { throw LocalCallError.answer("it is too long") }
        }
    }

    private func body(of answer: [UInt8]) throws -> [UInt8] {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = answer.firstRange(of: separator) else { throw LocalCallError.answer("it ended before its head did; see the server's log") }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        let lines = head.split(separator: "\r\n")
        guard lines.first?.split(separator: " ").dropFirst().first == "200" else { throw LocalCallError.answer(String(decoding: answer[end.upperBound...].prefix(500), as: UTF8.self)) }
        let body = Array(answer[end.upperBound...])
        return lines.contains { $0.hasPrefix("transfer-encoding:") && $0.hasSuffix("chunked") } ? try joined(body) : body
    }

    /// Chunked transfer coding, without trailers.
    private func joined(_ body: [UInt8]) throws -> [UInt8] {
        var joined: [UInt8] = [], rest = body[...]
        while let lineEnd = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self), radix: 16), size >= 0, rest[lineEnd.upperBound...].count >= size + 2 else { break }
            if size == 0 { return joined }
            joined += rest[lineEnd.upperBound..<lineEnd.upperBound + size]
            rest = rest[(lineEnd.upperBound + size + 2)...]
        }
        throw LocalCallError.answer("it is not complete")
    }
}

enum LocalCallError: Error, CustomStringConvertible {
    case system(String, Int32)
    case answer(String)

    var description: String {
        switch self {
        case .system(let what, let code): "The running server cannot be reached (\(what)): \(String(cString: strerror(code))). Is this user allowed to?"
        case .answer(let reason): "The running server's answer cannot be used: \(reason)"
        }
    }
}
