import Foundation
import Store
import Testing

/// The engines that every promise of the store is tested on.
enum TestEngine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    static let postgresURL = ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES"]

    /// A fresh location; a case on PostgreSQL without a server is reported as skipped.
    func location() throws -> StoreLocation {
        switch self {
        case .sqlite: return .sqlite(path: TestFolder().path + "/test.db")
        case .postgres:
            guard let url = TestEngine.postgresURL else {
                try Test.cancel("PostgreSQL is not tested: run with bin/with-postgres, or set SEXTANT_TEST_POSTGRES")
            }
            return .postgres(url: url, schema: "test_\(UInt64.random(in: 0...UInt64.max))")
        }
    }
}

extension TestEngine {
    /// A place that may be opened beside `store`, and goes with it: another file, or the same schema.
    func sibling(of store: Store) throws -> StoreLocation {
        guard case .sqlite(let path) = store.location else { return store.location }
        return .sqlite(path: path + "-sibling")
    }
}

/// A folder under the temporary folder; `remove` takes it away.
struct TestFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/sextant-store-\(UInt64.random(in: 0...UInt64.max))"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)  // opening fails by name
    }
}

/// Opens a fresh store, runs `body`, and leaves nothing behind.
func withStore(
    _ engine: TestEngine, options: StoreOptions = StoreOptions(), schema: [SQL] = [], _ body: (Store) async throws -> Void
) async throws {
    let location = try engine.location()
    let store = try await Store.open(location, options: options)
    do {
        for statement in schema { try await store.write { try $0.run(statement) } }
        try await body(store)
    } catch {
        try await remove(store)
        throw error
    }
    try await remove(store)
}

private func remove(_ store: Store) async throws {
    switch store.location {
    case .sqlite(let path):
        await store.close()
        try FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    case .postgres(_, let schema):
        try await store.write { try $0.run("DROP SCHEMA \(name: schema) CASCADE") }
        await store.close()
    }
}

/// The error of a throwing call as a `StoreError`; a test failure when it threw nothing or something else.
func storeError<T>(_ body: () async throws -> T, sourceLocation: SourceLocation = #_sourceLocation) async -> StoreError? {
    do {
        _ = try await body()
        Issue.record("It should have thrown.", sourceLocation: sourceLocation)
    } catch let error as StoreError {
        return error
    } catch {
        Issue.record("It threw \(error), which is no StoreError.", sourceLocation: sourceLocation)
    }
    return nil
}

struct Refusal: Error, Equatable {}

/// A test failure, in a form that `return` takes.
func record(_ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
    Issue.record(Comment(rawValue: message), sourceLocation: sourceLocation)
}

extension Store {
    /// The first value of a query in a transaction of its own.
    func value(_ sql: SQL) async throws -> SQLValue? {
        try await read { (db: Reader) throws -> SQLValue? in try db.value(sql) }
    }
}
