import Foundation
import Store
import Testing

/// What concerns the file of SQLite only.
@Suite("SQLite file")
struct SQLiteFileTests {
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = TestFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }  // left over at worst
        try await body(folder.path)
    }

    @Test("A second opening is refused with the number of the process, through another name of the file too")
    func inUse() async throws {
        try await inFolder { folder async throws in
            let store = try await Store.open(.sqlite(folder + "/a.db"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/b.db", withDestinationPath: folder + "/a.db")
            let own = ProcessInfo.processInfo.processIdentifier
            for name in ["a.db", "b.db", "../\((folder as NSString).lastPathComponent)/a.db"] {
                let error = await storeError { try await Store.open(.sqlite(folder + "/" + name)) }
                guard case .inUse(let path, own) = error else { return record("\(name): \(String(describing: error))") }
                #expect(path.hasSuffix("/a.db"))
            }
            await store.close()
            let again = try await Store.open(.sqlite(folder + "/a.db"))
            await again.close()
        }
    }

    @Test("A path that cannot be, and a file that is no database, are named")
    func badFiles() async throws {
        try await inFolder { folder async throws in
            for path in ["", folder + "/nowhere/a.db", folder, "a\0b", ":memory:"] {
                let error = await storeError { try await Store.open(.sqlite(path)) }
                guard case .cannotOpen = error else { return record("\(path): \(String(describing: error))") }
            }
            let path = folder + "/letter.db"
            try String(repeating: "Dear colleague, ", count: 1_000).write(toFile: path, atomically: true, encoding: .utf8)
            let error = await storeError { try await Store.open(.sqlite(path)) }
            guard case .corrupt(let place, _) = error else { return record("\(String(describing: error))") }
            #expect(place == path)
        }
    }

    @Test("The connections have the settings that durability and safety need")
    func settings() async throws {
        try await withStore(.sqlite) { store async throws in
            let expected: [(SQL, SQLValue)] = [
                ("PRAGMA synchronous", 2), ("PRAGMA journal_mode", "wal"), ("PRAGMA foreign_keys", 1),
                ("PRAGMA recursive_triggers", 0), ("PRAGMA trusted_schema", 0), ("PRAGMA mmap_size", 0), ("PRAGMA cell_size_check", 1),
            ]
            for (pragma, value) in expected {
                let found = try await store.write { tx throws -> SQLValue? in try tx.value(pragma) }
                #expect(found == value, "\(pragma)")
            }
        }
    }

    @Test("A table that grew large is walked in the order of its list until the page is full, not collected and sorted")
    func statistics() async throws {
        try await withStore(.sqlite) { store async throws in
            try await store.write { tx throws in
                try tx.run("CREATE TABLE person (id INTEGER PRIMARY KEY, stage TEXT NOT NULL) STRICT")
                try tx.run("CREATE INDEX person_stage ON person (stage)")
            }
            let plan: @Sendable () async throws -> String = {
                try await store.read { db throws in
                    let rows = try db.rows("EXPLAIN QUERY PLAN SELECT * FROM person WHERE stage IN (\("lead"), \("lost")) ORDER BY id DESC LIMIT 51")
                    return rows.compactMap { $0.text(3) }.joined(separator: "; ")
                }
            }
            try await store.write { tx throws in
                try tx.run("""
                    INSERT INTO person WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                    SELECT i, CASE i % 2 WHEN 0 THEN 'lead' ELSE 'lost' END FROM n
                    """)
            }
            // The figures are taken behind the answer, and before the next write.
            try await store.write { tx throws in try tx.run("DELETE FROM person WHERE id = 1") }
            #expect(try await plan() == "SCAN person")
        }
    }

    @Test("Closing moves the WAL into the file")
    func checkpoint() async throws {
        try await inFolder { folder async throws in
            let store = try await Store.open(.sqlite(folder + "/a.db"))
            try await store.write { try $0.run("CREATE TABLE a (b TEXT)") }
            await store.close()
            let size = try? FileManager.default.attributesOfItem(atPath: folder + "/a.db-wal")[.size] as? Int
            #expect((size ?? 0) == 0)
            #expect(try FileManager.default.attributesOfItem(atPath: folder + "/a.db")[.size] as? Int ?? 0 >= 8_192)
        }
    }

    @Test("A statement that makes SQLite roll back everything fails alone; its neighbours are kept")
    func rollbackOfAll() async throws {
        let schema: [SQL] = ["CREATE TABLE number (n INTEGER PRIMARY KEY)"]
        try await withStore(.sqlite, schema: schema) { store async throws in
            let failed = await withTaskGroup(of: Int?.self) { group in
                for n in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write { tx in
                                try tx.run("INSERT INTO number VALUES (\(n))")
                                if n % 10 == 5 { try tx.run("INSERT OR ROLLBACK INTO number VALUES (\(n))") }
                            }
                            return nil
                        } catch { return n }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let n = $1 { $0.insert(n) } }
            }
            #expect(failed == [5, 15, 25, 35])
            #expect(try await store.value("SELECT count(*) FROM number") == .int(36))
        }
    }

    @Test("A full file says so, keeps what was there and takes writes again when there is room")
    func full() async throws {
        let schema: [SQL] = ["CREATE TABLE a (b BLOB)"]
        try await withStore(.sqlite, schema: schema) { store async throws in
            try await store.write { _ = try $0.value("PRAGMA max_page_count = 50") }
            let error = await storeError { try await store.write { try $0.run("INSERT INTO a VALUES (zeroblob(1000000))") } }
            guard case .full = error else { return record("\(String(describing: error))") }
            try await store.write { _ = try $0.value("PRAGMA max_page_count = 100000") }
            try await store.write { try $0.run("INSERT INTO a VALUES (zeroblob(1000000))") }
            #expect(try await store.value("SELECT count(*) FROM a") == .int(1))
        }
    }

    @Test(
        "A program that holds the file locked gives a sentence with its name, and the store goes on afterwards",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs the sqlite3 command"))
    func busy() async throws {
        var options = StoreOptions()
        options.lockTimeout = .milliseconds(50)
        try await withStore(.sqlite, options: options, schema: ["CREATE TABLE a (b)"]) { store async throws in
            guard case .sqlite(let path) = store.location else { return record("no file") }
            let other = try OtherProgram(lock: path)
            let error = await storeError { try await store.write { try $0.run("INSERT INTO a VALUES (1)") } }
            guard case .busy = error else { return record("\(String(describing: error))") }
            #expect(error?.description.contains(path) == true)
            try other.end()
            try await store.write { try $0.run("INSERT INTO a VALUES (1)") }
        }
    }

    @Test("A copy is whole while writes go on, and an existing file is not overwritten")
    func copy() async throws {
        try await withStore(.sqlite, schema: ["CREATE TABLE a (n INTEGER PRIMARY KEY, twice INTEGER)"]) { store async throws in
            guard case .sqlite(let path) = store.location else { return record("no file") }
            let writing = Task {
                for n in 0..<300 { try await store.write { try $0.run("INSERT INTO a VALUES (\(n), \(n * 2))") } }
            }
            try await store.copy(to: path + "-copy")
            try await writing.value
            let copy = try await Store.open(.sqlite(path + "-copy"))
            #expect(try await copy.value("PRAGMA integrity_check") == .text("ok"))
            #expect(try await copy.value("SELECT count(*) FROM a WHERE twice <> n * 2") == .int(0))
            await copy.close()
            let error = await storeError { try await store.copy(to: path + "-copy") }
            guard case .cannotOpen(let place, _) = error else { return record("\(String(describing: error))") }
            #expect(place == path + "-copy")
        }
    }

    @Test("More different statements than the cache holds are fine")
    func manyStatements() async throws {
        try await withStore(.sqlite) { store async throws in
            try await store.read { db throws in
                for n in 0..<1_000 { #expect(try db.value(SQL(raw: "SELECT \(n)")) == .int(Int64(n))) }
                #expect(try db.value("SELECT 1") == .int(1))
            }
        }
    }
}

/// The command line of SQLite with a write lock on a file.
private struct OtherProgram {
    private let process = Process()
    private let input = Pipe()

    init(lock path: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Array("BEGIN IMMEDIATE; SELECT 'locked';\n".utf8))
        _ = output.fileHandleForReading.availableData
    }

    func end() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
