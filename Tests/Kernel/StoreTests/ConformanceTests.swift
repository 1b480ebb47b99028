import Probe
import Store
import Synchronization
import Testing

/// What both engines promise alike.
@Suite("Conformance")
struct ConformanceTests {
    private let numbers: [SQL] = ["CREATE TABLE number (n bigint PRIMARY KEY, label text)"]

    private func insert(_ n: Int, _ label: String = "x") -> SQL { "INSERT INTO number (n, label) VALUES (\(n), \(label))" }
    private let count: SQL = "SELECT count(*) FROM number"

    // MARK: Values

    @Test("Integers, doubles, texts, bytes and NULL come back as they went in", arguments: TestEngine.allCases)
    func values(engine: TestEngine) async throws {
        let d = engine == .sqlite ? Dialect.sqlite : .postgres
        let table: SQL = """
            CREATE TABLE thing (id bigint PRIMARY KEY, i \(raw: d.integerType), d \(raw: d.doubleType),
            t \(raw: d.textType), b \(raw: d.blobType), f \(raw: d.boolType))
            """
        let values: [[SQLValue]] = [
            [.int(0), .double(0), .text(""), .blob([]), .bool(false)],
            [.int(.max), .double(.pi), .text("it's \"quoted\"; DROP TABLE thing; --"), .blob([0, 1, 39, 92, 255]), .bool(true)],
            [.int(.min), .double(-1e300), .text("Grüße 👩‍👩‍👧 \u{202E} \n\t\\ $1 ?"), .blob(Array(0...255)), .bool(true)],
            [.int(-1), .double(.leastNonzeroMagnitude), .text(String(repeating: "ü", count: 100_000)), .blob([UInt8](repeating: 7, count: 300_000)), .bool(false)],
            [.int(1), .double(0.1), .text("null"), .blob([0]), .bool(true)],
            [.int(9_007_199_254_740_993), .double(.infinity), .text(" "), .blob([92, 120]), .bool(false)],
            [.null, .null, .null, .null, .null],
        ]
        try await withStore(engine, schema: [table]) { store async throws in
            try await store.write { tx throws in
                for (id, value) in values.enumerated() { try tx.run("INSERT INTO thing VALUES (\(id), \(list: value))") }
            }
            let rows = try await store.read { try $0.rows("SELECT i, d, t, b, f FROM thing ORDER BY id") }
            #expect(rows.count == values.count)
            for (row, value) in zip(rows, values) {
                #expect(Array(row.values.prefix(4)) == Array(value.prefix(4)))
                #expect(row.bool(4) == value[4].bool)
                #expect(row["t"] == value[2])
                #expect(row["nothing"] == nil)
            }
            #expect(rows.first?.columns == ["i", "d", "t", "b", "f"])
        }
    }

    @Test("A value finds its own row, whatever its type", arguments: TestEngine.allCases)
    func comparing(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx throws in
                for (n, label) in [(1, "a'b"), (2, "ü"), (3, "?")] { try tx.run("INSERT INTO number VALUES (\(n), \(label))") }
            }
            try await store.read { db throws in
                #expect(try db.value("SELECT n FROM number WHERE label = \("a'b")") == .int(1))
                #expect(try db.value("SELECT n FROM number WHERE label = \("ü") AND n IN (\(list: [2, 9]))") == .int(2))
                #expect(try db.value("SELECT n FROM number WHERE label = \("?") AND '?' = \("?")") == .int(3))
                #expect(try db.rows("SELECT n FROM number WHERE n IN (\(list: []))").isEmpty)
                #expect(try db.value("SELECT sum(n) FROM number") == .int(6))
                #expect(try db.value("SELECT label FROM number WHERE n = \(99)") == nil)
            }
        }
    }

    @Test("A NUL in a text and a NaN are refused instead of being stored differently", arguments: TestEngine.allCases)
    func unstorable(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            for value: SQLValue in [.text("a\0b"), .double(.nan)] {
                let error = await storeError { try await store.write { try $0.run("INSERT INTO number VALUES (1, \(value))") } }
                guard case .invalidValue = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            #expect(try await store.value(count) == .int(0))
        }
    }

    // MARK: Transactions

    @Test("A thrown error leaves nothing behind", arguments: TestEngine.allCases)
    func rollback(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            await #expect(throws: Refusal()) {
                try await store.write { tx throws in
                    try tx.run(insert(1))
                    throw Refusal()
                }
            }
            #expect(try await store.value(count) == .int(0))
        }
    }

    @Test("A failed statement that the body hides still leaves nothing behind", arguments: TestEngine.allCases)
    func hiddenFailure(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            let error = await storeError {
                try await store.write { tx throws in
                    try tx.run(insert(1))
                    _ = try? tx.run(insert(1))
                    #expect(throws: StoreError.self) { try tx.run(insert(2)) }
                }
            }
            guard case .unique = error else { return record("\(String(describing: error))") }
            #expect(try await store.value(count) == .int(0))
        }
    }

    @Test("A savepoint that throws undoes its own part, and the rest is kept", arguments: TestEngine.allCases)
    func savepoint(engine: TestEngine) async throws {
        let called = Mutex<[String]>([])
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx throws in
                try tx.run(insert(1))
                tx.afterCommit { called.withLock { $0.append("outer") } }
                #expect(throws: StoreError.self) {
                    try tx.savepoint {
                        try tx.run(insert(2))
                        tx.afterCommit { called.withLock { $0.append("undone") } }
                        try tx.run(insert(1))
                    }
                }
                try tx.savepoint {
                    try tx.run(insert(3))
                    #expect(throws: Refusal()) { try tx.savepoint { try tx.run(insert(4)); throw Refusal() } }
                    tx.afterCommit { called.withLock { $0.append("inner") } }
                }
                #expect(called.withLock { $0 }.isEmpty)
            }
            let kept = try await store.read { try $0.rows("SELECT n FROM number ORDER BY n").map { $0.int(0) } }
            #expect(kept == [1, 3])
            #expect(called.withLock { $0 } == ["outer", "inner"])
        }
    }

    @Test("Of fifty writes at once one throws, and the other forty-nine are kept", arguments: TestEngine.allCases)
    func oneOfFifty(engine: TestEngine) async throws {
        let called = Counter()
        try await withStore(engine, schema: numbers) { store async throws in
            let failures = await withTaskGroup(of: Int?.self) { group in
                for n in 0..<50 {
                    group.addTask {
                        do {
                            try await store.write { tx throws in
                                try tx.run("INSERT INTO number VALUES (\(n), 'x')")
                                tx.afterCommit { called.increment() }
                                if n == 17 { throw Refusal() }
                            }
                            return nil
                        } catch { return n }
                    }
                }
                return await group.reduce(into: [Int]()) { if let n = $1 { $0.append(n) } }
            }
            #expect(failures == [17])
            #expect(try await store.value(count) == .int(49))
            #expect(try await store.value("SELECT count(*) FROM number WHERE n = 17") == .int(0))
            #expect(called.value == 49)
        }
    }

    @Test("Two hundred writes at once are all answered and all there", arguments: TestEngine.allCases)
    func twoHundred(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                for n in 0..<200 {
                    group.addTask {
                        try await store.write { tx throws in
                            try tx.run("INSERT INTO number VALUES (\(n), 'x')")
                            return n
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(answered.count == 200)
            #expect(try await store.value(count) == .int(200))
        }
    }

    @Test("A read sees one moment, whatever is written meanwhile", arguments: TestEngine.allCases)
    func snapshot(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx in try tx.run(insert(1)) }
            let (seen, seenSignal) = AsyncStream<Void>.makeStream()
            let written = Gate()
            async let counts = store.read { db throws in
                let before = try db.value(count)?.int
                seenSignal.finish()
                written.wait()
                return [before, try db.value(count)?.int]
            }
            for await _ in seen {}
            try await store.write { tx in try tx.run(insert(2)) }
            written.open()
            #expect(try await counts == [1, 1])
            #expect(try await store.value(count) == .int(2))
        }
    }

    @Test("A write inside read is refused", arguments: TestEngine.allCases)
    func writeInRead(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            let error = await storeError { try await store.read { try $0.rows("INSERT INTO number VALUES (1, 'x') RETURNING n") } }
            guard case .readOnly = error else { return record("\(String(describing: error))") }
            #expect(try await store.value(count) == .int(0))
        }
    }

    @Test("A reader that escapes its closure is closed", arguments: TestEngine.allCases)
    func escapedReader(engine: TestEngine) async throws {
        // Written in the closure and read after it, never at once.
        final class Box: @unchecked Sendable { var reader: Reader? }
        let box = Box()
        try await withStore(engine) { store async throws in
            try await store.read { box.reader = $0 }
            #expect(throws: StoreError.closed) { try box.reader?.rows("SELECT 1") }
        }
    }

    @Test("Nobody ends the store's transaction by hand", arguments: TestEngine.allCases)
    func transactionControl(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            for text in ["COMMIT", " -- x\n rollback", "/* a */ END", "SAVEPOINT a", "BEGIN", "SET search_path TO public"] {
                let error = await storeError { try await store.write { tx in try tx.run(insert(1)); try tx.run(SQL(raw: text)) } }
                guard case .syntax = error else {
                    Issue.record("\(text): \(String(describing: error))")
                    continue
                }
            }
            let two = await storeError { try await store.write { try $0.run("DELETE FROM number; DELETE FROM number") } }
            guard case .syntax = two else { return record("\(String(describing: two))") }
            #expect(try await store.value(count) == .int(0))
        }
    }

    @Test("The number of touched rows is told", arguments: TestEngine.allCases)
    func touchedRows(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx throws in
                #expect(try tx.run("INSERT INTO number VALUES (1, 'a'), (2, 'b'), (3, 'c')") == 3)
                #expect(try tx.run("UPDATE number SET label = 'z' WHERE n > 1") == 2)
                #expect(try tx.run("UPDATE number SET label = 'z' WHERE n > 100") == 0)
                #expect(try tx.run("WITH d AS (SELECT 1 AS n) DELETE FROM number WHERE n IN (SELECT n FROM d)") == 1)
                #expect(try tx.run("CREATE TABLE other (n bigint)") == 0)
                #expect(try tx.run("SELECT * FROM number") == 0)
                #expect(try tx.rows("INSERT INTO number VALUES (9, 'r') RETURNING n, label").first?.values == [.int(9), .text("r")])
                let upsert: SQL = "INSERT INTO number (n, label) VALUES (9, 's')" + tx.dialect.onConflict(["n"], updating: ["label"])
                try tx.run(upsert)
                #expect(try tx.value("SELECT label FROM number WHERE n = 9") == .text("s"))
            }
        }
    }

    // MARK: Errors

    @Test("The schema's answers say which rule was broken", arguments: TestEngine.allCases)
    func constraints(engine: TestEngine) async throws {
        let schema: [SQL] = [
            "CREATE TABLE parent (id bigint PRIMARY KEY, email text NOT NULL, kind text, UNIQUE (email, kind))",
            "CREATE TABLE child (id bigint PRIMARY KEY, parent bigint NOT NULL REFERENCES parent (id), age bigint CONSTRAINT grown CHECK (age >= 18))",
            "INSERT INTO parent VALUES (1, 'a@b.c', 'x')",
            "INSERT INTO child VALUES (1, 1, 20)",
        ]
        try await withStore(engine, schema: schema) { store async throws in
            func error(_ sql: SQL) async -> StoreError? { await storeError { try await store.write { try $0.run(sql) } } }

            guard case .unique(let unique) = await error("INSERT INTO parent VALUES (2, 'a@b.c', 'x')") else { return record("unique") }
            #expect(unique.table == "parent")
            #expect(unique.columns == ["email", "kind"])
            guard case .unique(let key) = await error("INSERT INTO parent VALUES (1, 'd', 'x')") else { return record("key") }
            #expect(key.columns == ["id"])
            guard case .foreignKey = await error("INSERT INTO child VALUES (2, 99, 20)") else { return record("foreign key") }
            guard case .foreignKey = await error("DELETE FROM parent") else { return record("foreign key of others") }
            guard case .check(let check) = await error("INSERT INTO child VALUES (2, 1, 17)") else { return record("check") }
            #expect(check.constraint == "grown")
            guard case .notNull(let missing) = await error("INSERT INTO parent (id) VALUES (3)") else { return record("not null") }
            #expect(missing.table == "parent")
            #expect(missing.columns == ["email"])
            guard case .syntax(let sql, _) = await error("SELEKT 1") else { return record("syntax") }
            #expect(sql == "SELEKT 1")
            guard case .syntax = await error("SELECT * FROM nowhere") else { return record("no table") }
        }
    }

    @Test("A foreign key that is checked at the commit fails only the write that broke it", arguments: TestEngine.allCases)
    func deferredForeignKey(engine: TestEngine) async throws {
        let schema: [SQL] = [
            "CREATE TABLE parent (id bigint PRIMARY KEY)",
            "CREATE TABLE child (id bigint PRIMARY KEY, parent bigint REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
        ]
        try await withStore(engine, schema: schema) { store async throws in
            let broken = await withTaskGroup(of: Int?.self) { group in
                for n in 0..<20 {
                    group.addTask {
                        do {
                            try await store.write { tx throws in
                                try tx.run("INSERT INTO child VALUES (\(n), \(n))")
                                if n != 7 { try tx.run("INSERT INTO parent VALUES (\(n))") }
                            }
                            return nil
                        } catch StoreError.foreignKey { return n } catch { return -1 }
                    }
                }
                return await group.reduce(into: [Int]()) { if let n = $1 { $0.append(n) } }
            }
            #expect(broken == [7])
            #expect(try await store.value("SELECT count(*) FROM child") == .int(19))
        }
    }

    @Test("Each error is a sentence without values")
    func sentences() {
        let violation = StoreError.Violation(table: "contact", columns: ["email"])
        let errors: [StoreError] = [
            .unique(violation), .foreignKey(violation), .check(violation), .notNull(violation), .busy(path: "/a"),
            .inUse(path: "/a", pid: 7), .full(place: "/a"), .unreachable(host: "h", port: "1", reason: "r"), .overloaded(waiting: 3),
            .cancelled, .closed, .conflict(attempts: 5), .readOnly(reason: "r"), .newerFormat(place: "/a", found: 9, supported: 3),
        ]
        for error in errors {
            #expect(error.description.hasSuffix("."))
            #expect(error.description.first?.isUppercase == true)
        }
        #expect(StoreError.inUse(path: "/a", pid: 7).description.contains("process 7"))
    }

    // MARK: Streams

    @Test("A hundred thousand rows stream, and the body may ask on", arguments: TestEngine.allCases)
    func streaming(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx throws in
                try tx.run("""
                    INSERT INTO number WITH RECURSIVE c(n) AS (SELECT \(1) UNION ALL SELECT n + 1 FROM c WHERE n < 100000)
                    SELECT n, 'row' FROM c
                    """)
            }
            try await store.read { db throws in
                var sum = 0
                try db.forEach("SELECT n FROM number WHERE n > \(0) ORDER BY n") { row throws in
                    let n = Int(row.int(0) ?? 0)
                    sum += n
                    if n % 25_000 == 0 { #expect(try db.value("SELECT label FROM number WHERE n = \(n)") == .text("row")) }
                }
                #expect(sum == 5_000_050_000)

                var seen = 0
                #expect(throws: Refusal()) {
                    try db.forEach("SELECT n FROM number") { _ in
                        seen += 1
                        if seen == 700 { throw Refusal() }
                    }
                }
                #expect(seen == 700)
                #expect(try db.value(count) == .int(100_000))
            }
        }
    }

    // MARK: Traces

    @Test("The caller's trace counts the statements and names their places", arguments: TestEngine.allCases)
    func trace(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            let trace = Trace(name: "test")
            try await Trace.$current.withValue(trace) {
                try await store.write { tx throws in
                    try tx.run(insert(1, "secret"))
                }
                try await store.read { db throws in
                    for n in 0..<6 { _ = try db.row("SELECT label FROM number WHERE n = \(n)") }
                }
            }
            #expect(trace.statementCount == 7)
            #expect(trace.statements.allSatisfy { "\($0.callSite)".hasPrefix("StoreTests/ConformanceTests.swift:") })
            #expect(trace.statements.allSatisfy { $0.shape.contains("secret") == false && $0.nanoseconds > 0 })
            #expect(trace.repeated.map(\.count) == [6])
            try await store.read { _ = try $0.row("SELECT 1") }
            #expect(trace.statementCount == 7)
        }
    }

    // MARK: Limits and ends

    @Test("Too many waiting writes are refused, and the others are kept", arguments: TestEngine.allCases)
    func overload(engine: TestEngine) async throws {
        var options = StoreOptions()
        options.waitingLimit = 4
        options.connections = 1
        try await withStore(engine, options: options, schema: numbers) { store async throws in
            let gate = Gate()
            let (started, startedSignal) = AsyncStream<Void>.makeStream()
            async let first: Void = store.write { tx throws in
                startedSignal.finish()
                gate.wait()
            }
            for await _ in started {}
            let outcomes = await withTaskGroup(of: StoreError?.self) { group in
                for n in 0..<20 {
                    group.addTask {
                        do {
                            try await store.write { tx in _ = try tx.run("INSERT INTO number VALUES (\(n), 'x')") }
                            return nil
                        } catch { return error as? StoreError }
                    }
                }
                var outcomes: [StoreError?] = []
                for await outcome in group {
                    outcomes.append(outcome)
                    if outcomes.count == 16 { gate.open() }
                }
                return outcomes
            }
            try await first
            #expect(outcomes.filter { $0 == .overloaded(waiting: 4) }.count == 16)
            #expect(try await store.value(count) == .int(4))
        }
    }

    @Test("A cancelled write that waits does not begin", arguments: TestEngine.allCases)
    func cancelledWrite(engine: TestEngine) async throws {
        var options = StoreOptions()
        options.connections = 1
        try await withStore(engine, options: options, schema: numbers) { store async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await store.write { tx in _ = try tx.run(insert(1)) }
            }
            await #expect(throws: StoreError.cancelled) { try await task.value }
            #expect(try await store.value(count) == .int(0))
        }
    }

    @Test("A cancelled read stops in the middle of a statement", arguments: TestEngine.allCases)
    func cancelledRead(engine: TestEngine) async throws {
        try await withStore(engine) { store async throws in
            let (started, startedSignal) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await store.read { db throws in
                    startedSignal.finish()
                    return try db.value("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 1000 FROM c) SELECT count(*) FROM c WHERE n < 0")
                }
            }
            for await _ in started {}
            task.cancel()
            await #expect(throws: StoreError.cancelled) { try await task.value }
            #expect(try await store.value("SELECT 1") == .int(1))
        }
    }

    @Test("A closed store refuses, and closing twice is fine", arguments: TestEngine.allCases)
    func closed(engine: TestEngine) async throws {
        try await withStore(engine) { store async throws in
            let other = try await Store.open(try engine.sibling(of: store))
            await other.close()
            await other.close()
            await #expect(throws: StoreError.closed) { try await other.read { _ in } }
            await #expect(throws: StoreError.closed) { try await other.write { _ in } }
        }
    }

    @Test("A store of a newer format is refused", arguments: TestEngine.allCases)
    func newerFormat(engine: TestEngine) async throws {
        try await withStore(engine) { store async throws in
            let location = try engine.sibling(of: store)
            var options = StoreOptions()
            options.newestFormat = 3
            let other = try await Store.open(location, options: options)
            #expect(try await other.read { try $0.format() } == 0)
            try await other.write { try $0.setFormat(4) }
            #expect(try await other.read { try $0.format() } == 4)
            await other.close()
            let error = await storeError { try await Store.open(location, options: options) }
            guard case .newerFormat(_, 4, 3) = error else { return record("\(String(describing: error))") }
        }
    }

    @Test("Tables and columns are listed", arguments: TestEngine.allCases)
    func listing(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.read { db throws in
                #expect(try db.rows(db.dialect.listTables).map { $0.text(0) } == ["number"])
                let columns = try db.rows(db.dialect.listColumns(of: "number"))
                #expect(columns.map { $0.text(0) } == ["n", "label"])
                #expect(columns.last?.bool(2) == false)
                let now = try db.value("SELECT \(raw: db.dialect.nowMicroseconds)")?.int ?? 0
                #expect(now > 1_700_000_000_000_000)
            }
        }
    }

    @Test("After the schema changed, a kept statement has the new columns", arguments: TestEngine.allCases)
    func schemaChange(engine: TestEngine) async throws {
        try await withStore(engine, schema: numbers) { store async throws in
            try await store.write { tx in try tx.run(insert(1)) }
            #expect(try await store.read { try $0.rows("SELECT * FROM number").first?.count } == 2)
            try await store.write { try $0.run("ALTER TABLE number ADD COLUMN extra text") }
            #expect(try await store.read { try $0.rows("SELECT * FROM number").first?.columns } == ["n", "label", "extra"])
        }
    }
}

/// Blocks a store's thread until it is opened; for tests that need two things at once.
final class Gate: Sendable {
    private let isOpen = Atomic<Bool>(false)
    func open() { isOpen.store(true, ordering: .releasing) }
    func wait() { while !isOpen.load(ordering: .acquiring) {} }
}
