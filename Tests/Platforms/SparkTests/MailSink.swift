import Foundation

/// A real SMTP server that keeps what it gets; see `Tests/Parts/MailTests/smtp_sink.py`.
final class MailSink {
    let url: String
    private let folder: URL
    private let process = Process()
    private let input = Pipe()

    private static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        .first { FileManager.default.isExecutableFile(atPath: $0) && hasServer($0) }

    static var isAvailable: Bool { python != nil }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sextant-sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Parts/MailTests/smtp_sink.py").standardized
        let output = Pipe()
        process.executableURL = URL(filePath: Self.python ?? "/usr/bin/python3")
        process.arguments = [script.path, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).filter(\.isNumber)
        url = "smtp://127.0.0.1:\(port)"
    }

    /// Every message so far, in the order in which they came.
    func mails() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".eml") }
        return try names.sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }.map { String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self) }
    }

    /// Ends the server and removes what it kept.
    func close() throws {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        try FileManager.default.removeItem(at: folder)
    }

    private static func hasServer(_ python: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", "import aiosmtpd"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
