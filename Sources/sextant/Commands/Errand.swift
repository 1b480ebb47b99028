import ArgumentParser
import FoundationEssentials
import Glibc
import Kernel
import Logging

/// The work of a command as a value, so that it can be done here or by the server that has the data open.
struct Errand: Codable, Sendable {
    enum Kind: String, Codable, Sendable { case createWorkspace, createToken, importFile, publish }

    let kind: Kind
    let arguments: [String: String]

    init(_ kind: Kind, _ arguments: [String: String?]) {
        self.kind = kind
        self.arguments = arguments.compactMapValues { $0 }
    }

    subscript(_ name: String) -> String { arguments[name] ?? "" }

    func run(at front: Front) async -> ErrandResult {
        do {
            switch kind {
            case .createWorkspace: return try await createWorkspace(front)
            case .createToken: return try await createToken(front)
            case .importFile: return try await importFile(front)
            case .publish: return try await publish(front)
            }
        } catch {
            return ErrandResult(exit: 1, stderr: "\(Complaint(error))\n")
        }
    }
}

/// What a command leaves behind.
struct ErrandResult: Codable, Sendable {
    var exit: Int32 = 0
    var stdout = ""
    var stderr = ""
}

extension Place {
    /// Does the errand: through the running server where there is one, else by opening the data.
    func run(_ errand: Errand) async throws {
        let result: ErrandResult
        do {
            if let answer = try served(errand) { result = answer } else { result = try await alone(errand) }
        } catch { throw Complaint(error) }
        print(result.stdout, terminator: "")
        fflush(nil)
        StandardError.print(result.stderr)
        if result.exit != 0 { throw ExitCode(result.exit) }
    }

    /// - Returns: nil where no server runs on this folder.
    private func served(_ errand: Errand) throws -> ErrandResult? {
        guard case .folder(let path) = house else { return nil }
        let body = Array(try JSONEncoder().encode(errand))
        guard let answer = try LocalCall(path: "\(path)/sextant.sock").post(LocalDesk.path, body) else { return nil }
        return try JSONDecoder().decode(ErrandResult.self, from: Data(answer))
    }

    private func alone(_ errand: Errand) async throws -> ErrandResult {
        let front = try await front()
        let result = await errand.run(at: front)
        await front.close()
        return result
    }

    /// The house with nothing running by itself: what the command causes is carried on by the next server.
    func front(clock: WallClock = .system) async throws -> Front {
        let suite = Suite.sextant()
        let house = try await House(at: house, catalog: suite.catalog, clock: clock)
        var logger = Logger(label: "sextant.command")
        logger.logLevel = .error
        return Front(suite: suite, house: house, settings: Front.Settings(publicURL: "http://localhost", isRunning: false), logger: logger)
    }
}

/// The stream for complaints.
enum StandardError {
    static func print(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}

/// Files that commands are given.
enum GivenFile {
    static let limit = 4 << 20

    /// - Throws: `ValidationError` naming the file.
    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError("“\(path)” cannot be read.") }
        guard data.count <= limit else { throw ValidationError("“\(path)” is larger than \(limit >> 20) MB.") }
        guard let text = String(validating: data, as: UTF8.self) else { throw ValidationError("“\(path)” is not text in UTF-8.") }
        return text
    }

    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
