import Foundation
import Mail
import Testing

/// A relay of aiosmtpd in a process of its own, ended with the test.
final class Sink {
    let port: Int
    private let folder: URL
    private let process: Process
    private let input = Pipe()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let output = Pipe()
        process = Python.process([Python.script("smtp_sink.py"), folder.path], input: input, output: output)
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    deinit {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
    }

    struct Envelope: Decodable, Equatable {
        let from: String
        let to: [String]
        let session: Int
    }

    var envelopes: [Envelope] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "json" }.sorted { $0.path.count == $1.path.count ? $0.path < $1.path : $0.path.count < $1.path.count }
                .map { try JSONDecoder().decode(Envelope.self, from: Data(contentsOf: $0)) }
        }
    }

    func message(_ number: Int) throws -> [UInt8] { try Array(Data(contentsOf: folder.appending(path: "\(number).eml"))) }

    func relay(connections: Int = 1) throws -> SMTPRelay {
        try SMTPRelay(url: "smtp://127.0.0.1:\(port)", timeout: 10, requireTLS: false, connections: connections)
    }
}

@Suite("SMTP relay", .enabled(if: Python.hasSink, "aiosmtpd is not installed"))
struct SMTPRelayTests {
    @Test("A message arrives byte for byte, dots included, with its envelope")
    func arrives() async throws {
        let sink = try Sink()
        let bytes = try message(subject: "Grüße", text: "a\n.\n..\n", html: "<p>x</p>", attachments: [
            .init(filename: "ä.bin", contentType: "application/octet-stream", content: Array(repeating: 7, count: 300_000))
        ]).encoded() + Array(".\r\n..x\r\n".utf8)
        try await sink.relay().send(bytes, from: address("ana@example.com"), to: [address("a@example.org"), address("b@example.org")])
        #expect(try sink.message(1) == bytes)
        #expect(try sink.envelopes == [.init(from: "ana@example.com", to: ["a@example.org", "b@example.org"], session: 0)])
    }

    @Test("Messages one after another share a connection")
    func reuse() async throws {
        let sink = try Sink()
        let relay = try sink.relay()
        let bytes = try message().encoded()
        for _ in 0..<5 { try await relay.send(bytes, from: address("ana@example.com"), to: [address("bo@example.org")]) }
        #expect(try sink.envelopes.map(\.session) == [0, 0, 0, 0, 0])
    }

    @Test("A hundred messages at once arrive, over as many connections as allowed")
    func concurrency() async throws {
        let sink = try Sink()
        let relay = try sink.relay(connections: 3)
        let bytes = try message().encoded()
        let (from, to) = try (address("ana@example.com"), address("bo@example.org"))
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await relay.send(bytes, from: from, to: [to]) } }
            try await group.waitForAll()
        }
        #expect(try sink.envelopes.count == 100)
        #expect(try Set(sink.envelopes.map(\.session)).count <= 3)
    }

    @Test("Refusals say whether to try again, and the connection goes on")
    func refusals() async throws {
        let sink = try Sink()
        let relay = try sink.relay()
        let bytes = try message().encoded()
        let from = try address("ana@example.com")
        await #expect(throws: SMTPError.temporary(code: 451, text: "Greylisted, come back later")) {
            try await relay.send(bytes, from: from, to: [address("temporary@example.org")])
        }
        await #expect(throws: SMTPError.permanent(code: 550, text: "5.1.1 No such mailbox")) {
            try await relay.send(bytes, from: from, to: [address("bo@example.org"), address("permanent@example.org")])
        }
        try await relay.send(bytes, from: from, to: [address("bo@example.org")])
        #expect(try sink.envelopes.count == 1)
    }

    @Test("A connection that the relay closed between messages is opened again")
    func reopening() async throws {
        let sink = try Sink()
        let relay = try sink.relay()
        let bytes = try message().encoded()
        try await relay.send(bytes, from: address("closing@example.com"), to: [address("bo@example.org")])
        try await relay.send(bytes, from: address("ana@example.com"), to: [address("bo@example.org")])
        #expect(try sink.envelopes.map(\.session) == [0, 1])
    }

    @Test("The right password opens the door, the wrong one is a permanent refusal")
    func password() async throws {
        let sink = try Sink()
        let bytes = try message().encoded()
        let (from, to) = try (address("ana@example.com"), address("bo@example.org"))
        let right = try SMTPRelay(url: "smtp://127.0.0.1:\(sink.port)", user: "ana", password: "right", requireTLS: false)
        try await right.send(bytes, from: from, to: [to])
        let wrong = try SMTPRelay(url: "smtp://127.0.0.1:\(sink.port)", user: "ana", password: "wrong", requireTLS: false)
        await #expect(throws: SMTPError.permanent(code: 535, text: "5.7.8 Authentication credentials invalid")) {
            try await wrong.send(bytes, from: from, to: [to])
        }
        #expect(try sink.envelopes.count == 1)
    }

    @Test("TLS that is required and not offered is an error, and nothing is sent")
    func requiredTLS() async throws {
        let sink = try Sink()
        let relay = try SMTPRelay(url: "smtp://127.0.0.1:\(sink.port)", timeout: 10, requireTLS: true)
        let error = await #expect(throws: SMTPError.self) {
            try await relay.send(message().encoded(), from: address("ana@example.com"), to: [address("bo@example.org")])
        }
        guard case .unreachable = error else {
            Issue.record("expected unreachable, got \(String(describing: error))")
            return
        }
        #expect(try sink.envelopes.isEmpty)
    }
}

@Suite("SMTP relay without a relay")
struct SMTPConfigurationTests {
    @Test("A port where nobody listens is unreachable")
    func unreachable() async throws {
        let relay = try SMTPRelay(url: "smtp://127.0.0.1:1", timeout: 5, requireTLS: false)
        let error = await #expect(throws: SMTPError.self) {
            try await relay.send([], from: address("ana@example.com"), to: [address("bo@example.org")])
        }
        guard case .unreachable = error else {
            Issue.record("expected unreachable, got \(String(describing: error))")
            return
        }
        #expect(error?.isWorthRetrying == true)
    }

    @Test("A configuration that cannot work fails at the start", arguments: [
        "", "localhost", "http://localhost", "smtp://a b", "smtp://user:secret@localhost", "smtp://localhost:x", "file:///etc/passwd", "smtp://localhost\r\nx",
    ])
    func configuration(url: String) {
        #expect(throws: SMTPError.self) { try SMTPRelay(url: url) }
    }

    @Test("A password never travels unencrypted to another machine")
    func password() {
        #expect(throws: SMTPError.self) { try SMTPRelay(url: "smtp://mail.example.com", user: "a", password: "b", requireTLS: false) }
        #expect(throws: SMTPError.self) { try SMTPRelay(url: "smtp://127.evil.example", user: "a", password: "b", requireTLS: false) }
        #expect(throws: Never.self) { try SMTPRelay(url: "smtp://127.0.0.1", user: "a", password: "b", requireTLS: false) }
        #expect(throws: Never.self) { try SMTPRelay(url: "smtps://mail.example.com", user: "a", password: "b") }
    }

    @Test("A timeout or client name out of bounds is refused")
    func bounds() {
        #expect(throws: SMTPError.self) { try SMTPRelay(url: "smtp://localhost", timeout: .nan) }
        #expect(throws: SMTPError.self) { try SMTPRelay(url: "smtp://localhost", timeout: 0) }
        #expect(throws: SMTPError.self) { try SMTPRelay(url: "smtp://localhost", clientName: "a\r\nRSET") }
    }
}
