import FoundationEssentials
import Kernel
import Store

#if canImport(Glibc)
import Glibc
#endif

/// A small named world: a house with one workspace, on a real database, with a clock that stands still.
///
/// Requests pass the whole chain of the server, without a socket. Reactions and jobs run when `settle` says so.
public final class World: Sendable {
    public let front: Front
    public let house: House
    public let workspace: Workspace
    public let clock: ManualClock
    public let engine: Engine
    private let folder: String
    /// The folder of the data, on SQLite.
    public var path: String? { engine == .sqlite ? folder : nil }

    public static let owner = "ana@harbour.test"
    public static let password = "a harbour full of coffee"
    /// The moment in which every test begins.
    public static let start = Instant(seconds: 1_795_352_731)

    public enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
        case sqlite, postgres

        public var description: String { rawValue }

        /// PostgreSQL where a server was given in `SEXTANT_TEST_POSTGRES`; SQLite always.
        public static var available: [Engine] { postgresURL == nil ? [.sqlite] : [.sqlite, .postgres] }
    }

    public static var postgresURL: String? { ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES"] }

    public init(_ suite: Suite, on engine: Engine = .sqlite, isRunning: Bool = false) async throws {
        self.engine = engine
        clock = ManualClock(Self.start)
        folder = try Self.temporaryFolder()
        // A house of its own for each world: on PostgreSQL a database, since the schema's name is fixed.
        let place: House.Place = switch engine {
        case .sqlite: .folder(folder)
        case .postgres: .postgres(try await Self.freshDatabase())
        }
        house = try await House(at: place, catalog: suite.catalog, clock: clock.clock)
        front = Front(suite: suite, house: house, settings: .init(publicURL: "http://harbour.test", hosts: ["localhost"], isDevelopment: true, isRunning: isRunning))
        workspace = try await house.create("harbour", name: "Harbour Coffee", owner: Self.owner, ownerName: "Ana Keller", password: Self.password)
        _ = try await front.workspace("harbour")
    }

    public func close() async {
        await front.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs every reaction and due job, until nothing is left to do.
    public func settle() async throws { try await front.settle() }

    /// Somebody with a browser.
    public func visitor(host: String = "harbour.test") -> Browser { Browser(front, host: host) }

    /// Somebody who has logged in.
    public func login(_ email: String = World.owner, _ password: String = World.password) async throws -> Browser {
        let browser = visitor()
        let answer = await browser.post("/login", ["email": email, "password": password])
        guard answer.status == 303 else { throw WorldError("Log-in of \(email) gave \(answer.status): \(answer.text.prefix(300))") }
        return browser
    }

    /// A program with a token of a role.
    public func program(_ role: String = "Owner") async throws -> Program {
        Program(front, token: try await workspace.makeToken(role: role))
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await workspace.write(as: .system, body)
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await workspace.read(as: .system, body)
    }

    /// The kinds of all events so far, in order.
    public func events() async throws -> [String] {
        try await workspace.store.read { try $0.rows("SELECT kind FROM _event ORDER BY id").compactMap { $0.text(0) } }
    }

    private static func temporaryFolder() throws -> String {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/sextant-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw WorldError("No temporary folder could be made.") }
        return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func freshDatabase() async throws -> String {
        guard let url = postgresURL else { throw WorldError("SEXTANT_TEST_POSTGRES is not set.") }
        let name = "world_" + Secret.random().prefix(12)
        guard let slash = url.lastIndex(of: "/") else { throw WorldError("SEXTANT_TEST_POSTGRES is no address of a database.") }
        try await PostgresDatabase.create(named: name, at: url)
        return url[...slash] + name
    }
}

public struct WorldError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
