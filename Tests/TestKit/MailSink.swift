import FoundationEssentials

#if canImport(Glibc)
import Glibc
#endif

/// A real SMTP server (aiosmtpd) that keeps what it gets in a folder. Ends with the test, by its process id.
public final class MailSink: Sendable {
    public let port: Int
    private let folder: String
    private let child: pid_t
    private let input: Int32

    /// Whether Python has aiosmtpd; tests that need it are skipped by name without it.
    public static let isAvailable: Bool = {
        guard let (child, input, output) = try? start(["-c", "import aiosmtpd"]) else { return false }
        close(input)
        close(output)
        var status: Int32 = 0
        return waitpid(child, &status, 0) == child && status == 0
    }()

    public init() throws {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/sextant-mail-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw WorldError("No temporary folder could be made.") }
        folder = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let script = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let (child, input, output) = try Self.start(["/" + script + "/Parts/MailTests/smtp_sink.py", folder])
        self.child = child
        self.input = input
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
        close(output)
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw WorldError("The mail sink did not say its port.") }
        self.port = port
    }

    /// Everything received so far, raw.
    public func messages() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".eml") }
            .sorted { (Int($0.dropLast(4)) ?? 0) < (Int($1.dropLast(4)) ?? 0) }
            .map { String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\($0)")), as: UTF8.self) }
    }

    deinit {
        close(input)
        kill(child, SIGTERM)
        var status: Int32 = 0
        waitpid(child, &status, 0)
    }

    private static func start(_ arguments: [String]) throws -> (pid_t, Int32, Int32) {
        var input: [Int32] = [0, 0], output: [Int32] = [0, 0]
        // Close-on-exec, or a child of another test would hold this pipe open and the sink would never end.
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw WorldError("No pipe could be made.") }
        for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        var pointers = (["python3"] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        let status = posix_spawnp(&child, "python3", &actions, nil, &pointers, environ)
        close(input[0])
        close(output[1])
        guard status == 0 else { throw WorldError("python3 could not be started.") }
        return (child, input[1], output[0])
    }
}
