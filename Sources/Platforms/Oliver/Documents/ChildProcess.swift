import Dispatch
import Glibc

/// Why a program did not give what was asked of it.
enum ChildProcessError: Error, Equatable {
    case cannotStart(String, code: Int32)
    case timedOut(seconds: Int)
    case tooMuchOutput(limit: Int)
    case failed(code: Int32, message: String)
}

/// A program that reads its whole input and writes its whole output.
///
/// It starts in a process group of its own with the few variables it is given, so it does not see our secrets. Runs on a
/// thread of Dispatch; the caller's thread never waits.
struct ChildProcess: Sendable {
    let program: String
    let arguments: [String]
    let environment: [String]
    /// Then it is killed with its children.
    let timeout: Int
    /// Bytes; one more kills it.
    let outputLimit: Int

    func run(input: [UInt8]) async throws(ChildProcessError) -> [UInt8] {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                continuation.resume(returning: Result { () throws(ChildProcessError) in try exchange(input) })
            }
        }
        return try result.get()
    }

    private func exchange(_ input: [UInt8]) throws(ChildProcessError) -> [UInt8] {
        let ends = try Ends()
        defer { ends.close() }
        let child = try start(ends)
        ends.closeTheirs()
        defer { child.reap() }
        return try child.talk(ends, input, deadline: Self.now() + Int64(timeout) * 1000, self)
    }

    private func start(_ ends: Ends) throws(ChildProcessError) -> Child {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends.theirs[0], 0)
        posix_spawn_file_actions_adddup2(&actions, ends.theirs[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends.theirs[2], 2)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var arguments = ([program] + arguments).map { strdup($0) } + [nil]
        var environment = environment.map { strdup($0) } + [nil]
        defer {
            arguments.forEach { free($0) }
            environment.forEach { free($0) }
        }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &arguments, &environment)
        guard code == 0 else { throw .cannotStart(program, code: code) }
        return Child(pid: pid)
    }

    fileprivate static func now() -> Int64 {
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: start).components
        return -(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    private static let start = ContinuousClock.now
}

/// Three socket pairs. Sockets, because writing to a closed one can be told not to raise SIGPIPE.
private struct Ends {
    let ours: [Int32]
    let theirs: [Int32]
    private let isOpen = Flags()

    private final class Flags { var ours = [true, true, true], theirs = true }

    init() throws(ChildProcessError) {
        var ours: [Int32] = [], theirs: [Int32] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
                let code = errno
                (ours + theirs).forEach { _ = Glibc.close($0) }
                throw .cannotStart("socketpair", code: code)
            }
            ours.append(pair[0])
            theirs.append(pair[1])
        }
        self.ours = ours
        self.theirs = theirs
        for end in ours { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    func closeTheirs() {
        guard isOpen.theirs else { return }
        isOpen.theirs = false
        theirs.forEach { _ = Glibc.close($0) }
    }

    func close(_ index: Int) {
        guard isOpen.ours[index] else { return }
        isOpen.ours[index] = false
        _ = Glibc.close(ours[index])
    }

    func close() {
        closeTheirs()
        for index in ours.indices { close(index) }
    }
}

private struct Child {
    let pid: pid_t

    /// Feeds input and collects output until both outputs end.
    func talk(_ ends: Ends, _ input: [UInt8], deadline: Int64, _ process: ChildProcess) throws(ChildProcessError) -> [UInt8] {
        var output: [UInt8] = [], message: [UInt8] = []
        var written = 0, isReading = [false, true, true], isWriting = true
        if input.isEmpty { ends.close(0); isWriting = false }
        while isReading[1] || isReading[2] {
            let left = deadline - ChildProcess.now()
            guard left > 0 else {
                kill()
                throw .timedOut(seconds: process.timeout)
            }
            var waits = [
                pollfd(fd: isWriting ? ends.ours[0] : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: isReading[1] ? ends.ours[1] : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isReading[2] ? ends.ours[2] : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&waits, 3, Int32(clamping: min(left, 1000)))
            if waits[0].revents != 0 {
                let sent = input[written...].withUnsafeBytes { send(ends.ours[0], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if sent > 0 { written += sent }
                // It may stop reading early; what it writes then tells why.
                if written == input.count || (sent < 0 && errno != EAGAIN && errno != EINTR) {
                    ends.close(0)
                    isWriting = false
                }
            }
            if waits[1].revents != 0 { isReading[1] = read(ends.ours[1], into: &output) }
            if waits[2].revents != 0 { isReading[2] = read(ends.ours[2], into: &message, keeping: 4_000) }
            guard output.count <= process.outputLimit else {
                kill()
                throw .tooMuchOutput(limit: process.outputLimit)
            }
        }
        let status = wait()
        guard status == 0 else { throw .failed(code: status, message: String(decoding: message, as: UTF8.self)) }
        return output
    }

    /// - Returns: false at the end.
    private func read(_ file: Int32, into bytes: inout [UInt8], keeping limit: Int = .max) -> Bool {
        let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer -> Int in
            let count = recv(file, buffer.baseAddress, buffer.count, 0)
            if count > 0, bytes.count < limit { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]).prefix(limit - bytes.count)) }
            return count
        }
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }

    private func kill() { _ = Glibc.kill(-pid, SIGKILL) }

    private func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// After an error: the group is gone for sure, and no zombie stays. Nothing is left to do after a normal end.
    func reap() {
        var status: Int32 = 0
        if waitpid(pid, &status, WNOHANG) == 0 {
            kill()
            _ = wait()
        }
    }
}
