import Foundation
import JSON
@_spi(Kernel) import Records
import Store
import Testing
import Timekeeping

/// The engines that every promise about records is tested on.
enum TestEngine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    static let postgresURL = ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES"]

    /// A fresh location; a case on PostgreSQL without a server is reported as skipped.
    func location() throws -> StoreLocation {
        let name = "records_\(UInt64.random(in: 0...UInt64.max))"
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.path + "/" + name
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return .sqlite(path: folder + "/test.db")
        case .postgres:
            guard let url = TestEngine.postgresURL else {
                try Test.cancel("PostgreSQL is not tested: run with bin/with-postgres, or set SEXTANT_TEST_POSTGRES")
            }
            return .postgres(url: url, schema: name)
        }
    }
}

/// The moment in which every test begins.
let start = Instant(seconds: 1_795_352_731)

/// Opens a fresh workspace, runs `body`, and leaves nothing behind.
func withWorkspace(_ engine: TestEngine, _ catalog: Catalog, clock: ManualClock = ManualClock(start), _ body: (Workspace) async throws -> Void) async throws {
    try await withLocation(engine) { location in
        let workspace = try await Workspace("harbour", at: location, catalog: catalog, clock: clock.clock)
        do { try await body(workspace) } catch {
            await workspace.close()
            throw error
        }
        await workspace.close()
    }
}

/// A place for a workspace that a test opens more than once.
func withLocation(_ engine: TestEngine, _ body: (StoreLocation) async throws -> Void) async throws {
    let location = try engine.location()
    func remove() async throws {
        switch location {
        case .sqlite(let path): try FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
        case .postgres(_, let schema):
            let store = try await Store.open(location)
            try await store.write { try $0.run("DROP SCHEMA \(name: schema) CASCADE") }
            await store.close()
        }
    }
    do { try await body(location) } catch {
        try await remove()
        throw error
    }
    try await remove()
}

/// Who owns records; every catalog of these tests has them, since every record refers to them.
let people: [ObjectDefinition] = [
    ObjectDefinition(Object("user", owner: .account, title: "User"), fields: [FieldDefinition(name: "name", kind: .text, isRequired: true, isSearchable: true)]),
    ObjectDefinition(Object("team", owner: .account, title: "Team"), fields: [FieldDefinition(name: "name", kind: .text, isRequired: true, isSearchable: true)]),
]

/// Numbers that are the same in every run (Steele, Lea, Flood, “SplitMix”, OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &self) < one }
}

/// What a test throws so that a transaction keeps nothing.
struct Undone<T: Sendable>: Error { let value: T }

extension Workspace {
    /// Runs `body` in a transaction that is rolled back, and says what came of it.
    func tried<T: Sendable>(as access: Access, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        do {
            try await write(as: access) { tx -> Void in throw Undone(value: try body(tx)) }
        } catch let undone as Undone<T> { return undone.value }
        preconditionFailure("It throws always.")
    }
}

/// The expected failure of a call as a `RecordError`; a test failure when it threw nothing or something else.
@discardableResult
func recordError<T>(_ body: () async throws -> T, sourceLocation: SourceLocation = #_sourceLocation) async -> RecordError? {
    do {
        _ = try await body()
        Issue.record("It should have thrown.", sourceLocation: sourceLocation)
    } catch let error as RecordError {
        return error
    } catch {
        Issue.record("It threw \(error), which is no RecordError.", sourceLocation: sourceLocation)
    }
    return nil
}

extension RecordError {
    /// The kind of failure, without its words.
    var word: String {
        switch self {
        case .unknownObject: "unknownObject"
        case .unknownAction: "unknownAction"
        case .unknownField: "unknownField"
        case .notFound: "notFound"
        case .forbidden: "forbidden"
        case .stale: "stale"
        case .invalid: "invalid"
        case .guarded: "guarded"
        case .badFilter: "badFilter"
        case .badCursor: "badCursor"
        case .badLimit: "badLimit"
        case .referenced: "referenced"
        }
    }

    /// The fields that it complains about.
    var fields: [String] { if case .invalid(let problems) = self { problems.map(\.field) } else { [] } }
}

extension AnyRecord {
    var jsonText: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.string
    }
}
