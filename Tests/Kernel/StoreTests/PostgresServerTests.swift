import Foundation
import Probe
import Store
import Testing

/// What concerns the server of PostgreSQL only: lost connections, collisions, refusals.
@Suite("PostgreSQL server")
struct PostgresServerTests {
    private static let url = TestEngine.postgresURL
    private let counters: [SQL] = ["CREATE TABLE counter (id bigint PRIMARY KEY, value bigint NOT NULL)", "INSERT INTO counter VALUES (1, 0), (2, 0)"]

    @Test("Where no server answers, opening says which address, soon")
    func unreachable() async throws {
        let error = await storeError { try await Store.open(.postgres(url: "postgres://nobody:secret@127.0.0.1:1/none", schema: "a")) }
        guard case .unreachable("127.0.0.1", "1", let reason) = error else { return record("\(String(describing: error))") }
        #expect(!reason.isEmpty && !reason.contains("secret"))
    }

    @Test("An address that is none, or an impossible schema, is refused without showing the password")
    func badAddress() async throws {
        for (url, schema) in [("postgres://a:secret@h:port:x/?y", "a"), ("nonsense secret", "a"), ("postgres://127.0.0.1:1/", ""), ("postgres://127.0.0.1:1/", String(repeating: "x", count: 64))] {
            let error = await storeError { try await Store.open(.postgres(url: url, schema: schema)) }
            guard case .refused = error else { return record("\(url): \(String(describing: error))") }
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test("A database that does not exist is refused by name", .enabled(if: url != nil, "set SEXTANT_TEST_POSTGRES"))
    func noDatabase() async throws {
        let url = (Self.url ?? "").replacingOccurrences(of: "/postgres", with: "/nowhere", options: .backwards)
        let error = await storeError { try await Store.open(.postgres(url: url, schema: "a")) }
        guard case .refused(_, let reason) = error else { return record("\(String(describing: error))") }
        #expect(reason.contains("nowhere"))
    }

    @Test("Each schema is a world of its own, whatever its name")
    func schemas() async throws {
        try await withStore(.postgres, schema: counters) { store async throws in
            guard case .postgres(let url, _) = store.location else { return record("no server") }
            let odd = "odd \"name\"; DROP SCHEMA public; -- \(UInt64.random(in: 0...UInt64.max))"
            let other = try await Store.open(.postgres(url: url, schema: odd))
            #expect(try await other.value("SELECT to_regclass('counter')") == .null)
            #expect(try await other.value("SELECT current_schema()") == .text(odd))
            try await other.write { try $0.run("DROP SCHEMA \(name: odd) CASCADE") }
            await other.close()
        }
    }

    @Test("A read whose connection is cut runs once more; a write is not kept and says so; the next one works")
    func cutConnections() async throws {
        try await withStore(.postgres, schema: counters) { store async throws in
            let runs = Counter()
            let found = try await store.read { db throws -> SQLValue? in
                runs.increment()
                if runs.value == 1 { _ = try db.value("SELECT pg_terminate_backend(pg_backend_pid())") }
                return try db.value("SELECT count(*) FROM counter")
            }
            #expect(found == .int(2))
            #expect(runs.value == 2)

            let error = await storeError {
                try await store.write { tx throws in
                    try tx.run("UPDATE counter SET value = 99")
                    _ = try? tx.value("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            guard case .unreachable = error else { return record("\(String(describing: error))") }
            #expect(try await store.value("SELECT sum(value) FROM counter") == .int(0))
            try await store.write { try $0.run("UPDATE counter SET value = 1") }
            #expect(try await store.value("SELECT sum(value) FROM counter") == .int(2))
        }
    }

    @Test("A connection that died while idle is replaced before anything is lost")
    func idleConnection() async throws {
        var options = StoreOptions()
        options.connections = 1
        try await withStore(.postgres, options: options, schema: counters) { store async throws in
            let process = try await store.value("SELECT pg_backend_pid()")?.int ?? 0
            guard case .postgres(let url, let schema) = store.location else { return record("no server") }
            let other = try await Store.open(.postgres(url: url, schema: schema))
            #expect(try await other.value("SELECT pg_terminate_backend(\(process)::int)") == .bool(true))
            try await store.write { try $0.run("UPDATE counter SET value = 5") }
            #expect(try await store.value("SELECT sum(value) FROM counter") == .int(10))
            await other.close()
        }
    }

    @Test("A connection that breaks during the commit gives outcomeUnknown")
    func unknownOutcome() async throws {
        let lock = Int64.random(in: 1...Int64.max)
        let schema: [SQL] =
            counters + [
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(\(raw: "\(lock)")); RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON counter DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()",
            ]
        try await withStore(.postgres, schema: schema) { store async throws in
            let gate = Gate()
            let (held, heldSignal) = AsyncStream<Void>.makeStream()
            async let holder: Void = store.write { tx throws in
                _ = try tx.value("SELECT pg_advisory_xact_lock(\(lock))")
                heldSignal.finish()
                gate.wait()
            }
            for await _ in held {}
            async let outcome = storeError { try await store.write { try $0.run("UPDATE counter SET value = 7 WHERE id = 1") } }
            let cut: SQL = """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE query = 'COMMIT' AND wait_event = 'advisory' AND datname = current_database()
                """
            while try await store.value(cut) == nil {}
            guard case .outcomeUnknown = await outcome else { return record("\(String(describing: await outcome))") }
            gate.open()
            try await holder
        }
    }

    @Test("Serializable increments at once lose nothing: each is kept once or refused as a conflict")
    func serializable() async throws {
        var options = StoreOptions()
        options.serializableWrites = true
        try await withStore(.postgres, options: options, schema: counters) { store async throws in
            let kept = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write { tx throws in
                                let value = try tx.value("SELECT value FROM counter WHERE id = 1")?.int ?? 0
                                try tx.run("UPDATE counter SET value = \(value + 1) WHERE id = 1")
                            }
                            return true
                        } catch StoreError.conflict(attempts: 5) { return false } catch {
                            Issue.record("\(error)")
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { if $1 { $0 += 1 } }
            }
            #expect(kept > 8)
            #expect(try await store.value("SELECT value FROM counter WHERE id = 1") == .int(Int64(kept)))
        }
    }

    @Test("Of two that wait for each other one is run again, and both are kept")
    func deadlock() async throws {
        try await withStore(.postgres, schema: counters) { store async throws in
            let (first, second) = (Gate(), Gate())
            async let a: Void = store.write { tx throws in
                try tx.run("UPDATE counter SET value = value + 1 WHERE id = 1")
                first.open()
                second.wait()
                try tx.run("UPDATE counter SET value = value + 1 WHERE id = 2")
            }
            async let b: Void = store.write { tx throws in
                try tx.run("UPDATE counter SET value = value + 10 WHERE id = 2")
                second.open()
                first.wait()
                try tx.run("UPDATE counter SET value = value + 10 WHERE id = 1")
            }
            _ = try await (a, b)
            #expect(try await store.value("SELECT min(value) FROM counter") == .int(11))
            #expect(try await store.value("SELECT max(value) FROM counter") == .int(11))
        }
    }

    @Test("A statement that runs too long is stopped and named")
    func timeout() async throws {
        var options = StoreOptions()
        options.statementTimeout = .milliseconds(50)
        try await withStore(.postgres, options: options) { store async throws in
            let error = await storeError { try await store.value("SELECT count(*) FROM generate_series(1, 1000000000)") }
            guard case .timeout(let sql) = error else { return record("\(String(describing: error))") }
            #expect(sql.contains("generate_series"))
            #expect(try await store.value("SELECT 1") == .int(1))
        }
    }

    @Test("More different statements than a connection keeps prepared are fine")
    func manyStatements() async throws {
        try await withStore(.postgres) { store async throws in
            for _ in 0..<2 {
                try await store.read { db throws in
                    for n in 0..<700 { #expect(try db.value(SQL(raw: "SELECT \(n)")) == .int(Int64(n))) }
                }
            }
            let kept = try await store.value("SELECT count(*) FROM pg_prepared_statements")?.int ?? 0
            #expect(kept <= 513)
        }
    }

    /// Stops the server, so it needs a server for itself:
    /// `SEXTANT_TEST_POSTGRES_RESTART=1 bin/with-postgres swift test --filter PostgresServerTests.restart`
    @Test(
        "When the server goes, work fails with its address; when it comes back, work goes on",
        .enabled(if: ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES_RESTART"] != nil, "needs a server for itself"), .serialized,
        arguments: ["stop", "crash"])
    func restart(how: String) async throws {
        try await withStore(.postgres, schema: counters) { store async throws in
            try control(how)
            let error = await storeError { try await store.write { try $0.run("UPDATE counter SET value = 1") } }
            guard case .unreachable("127.0.0.1", _, _) = error else { return record("\(String(describing: error))") }
            guard case .unreachable = await storeError({ try await store.value("SELECT 1") }) else { return record("read") }
            try control("start")
            var isBack = false
            while !isBack { isBack = (try? await store.value("SELECT sum(value) FROM counter")) == .int(0) }
            try await store.write { try $0.run("UPDATE counter SET value = 1") }
        }
    }

    private func control(_ command: String) throws {
        // Not by Foundation's Process: it waits for the end of a socket that the server inherits.
        #expect(system("'\(ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES_CTL"] ?? "")' \(command)") == 0)
    }
}
