import Foundation

/// Python as an independent reader of what we write.
enum Python {
    static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    static let hasSink = (try? run(["-c", "import aiosmtpd"], input: Data()).status) == 0

    static func script(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: name).path
    }

    static func process(_ arguments: [String], input: Pipe, output: Pipe) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/usr/bin/python3")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        return process
    }

    static func run(_ arguments: [String], input: Data) throws -> (status: Int32, output: Data) {
        let (into, out) = (Pipe(), Pipe())
        let process = process(arguments, input: into, output: out)
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread { into.fileHandleForWriting.write(input); into.fileHandleForWriting.closeFile() }.start()
        let output = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    struct ReadMail: Decodable {
        struct Part: Decodable {
            let type: String
            let filename: String
            let content: Data
            let id: String
        }

        let headers: [String: String]
        let mailboxes: [String: [[String]]]
        let parts: [Part]
        let defects: [String]
        let date: Double
    }

    static func read(_ message: [UInt8]) throws -> ReadMail {
        try JSONDecoder().decode(ReadMail.self, from: run([script("read_mail.py")], input: Data(message)).output)
    }
}
