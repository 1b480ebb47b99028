import Foundation
import Store
import Testing

/// A process that writes is killed again and again; what it was told is kept must be there.
///
/// 50 cycles; `SEXTANT_CRASH_CYCLES=1000` for the long run. The writer is the executable target `crash-writer`,
/// which the build puts into the folder of the test bundle.
@Suite("Crashes", .serialized, .enabled(if: CrashWriter.path != nil, "crash-writer is not in the build folder"))
struct CrashTests {
    private static let cycles = ProcessInfo.processInfo.environment["SEXTANT_CRASH_CYCLES"].flatMap { Int($0) } ?? 50

    @Test("After kill -9 every acknowledged write is there, whole, and nothing else")
    func sqlite() async throws {
        var folder = TestFolder()
        var first = 0
        var total = 0
        for cycle in 0..<Self.cycles {
            // A fresh file now and then keeps the check of a long run short.
            if cycle > 0, cycle % 50 == 0 {
                try FileManager.default.removeItem(atPath: folder.path)
                folder = TestFolder()
            }
            let path = folder.path + "/crash.db"
            let run = try CrashWriter.run(path, schema: "", first: first, killAfter: Self.acknowledgements(cycle))
            let store = try await Store.open(.sqlite(path))
            #expect(try await store.value("PRAGMA integrity_check") == .text("ok"))
            try await check(store, run, first: first, cycle)
            await store.close()
            total += run.acknowledged.count
            first = (run.attempted.max() ?? first) + 1
        }
        try FileManager.default.removeItem(atPath: folder.path)
        print("crash test: \(Self.cycles) kills, \(total) acknowledged writes, all of them there")
    }

    @Test("PostgreSQL too keeps what it acknowledged to a killed process", .enabled(if: TestEngine.postgresURL != nil, "set SEXTANT_TEST_POSTGRES"))
    func postgres() async throws {
        guard let url = TestEngine.postgresURL else { return }
        let schema = "crash_\(UInt64.random(in: 0...UInt64.max))"
        let store = try await Store.open(.postgres(url: url, schema: schema))
        var first = 0
        for cycle in 0..<min(20, Self.cycles) {
            let run = try CrashWriter.run(url, schema: schema, first: first, killAfter: Self.acknowledgements(cycle))
            try await check(store, run, first: first, cycle)
            first = (run.attempted.max() ?? first) + 1
        }
        try await store.write { try $0.run("DROP SCHEMA \(name: schema) CASCADE") }
        await store.close()
    }

    private func check(_ store: Store, _ run: CrashWriter.Run, first: Int, _ cycle: Int) async throws {
        let (left, right, torn) = try await store.read { db throws in
            (
                try db.rows("SELECT n FROM left_side WHERE n >= \(first)").compactMap { $0.int(0) },
                try db.rows("SELECT n FROM right_side WHERE n >= \(first)").compactMap { $0.int(0) },
                try db.value("""
                    SELECT count(*) FROM left_side FULL JOIN right_side ON left_side.n = right_side.n
                    WHERE left_side.n IS NULL OR right_side.n IS NULL OR length(filling) <> size
                    """)
            )
        }
        #expect(Set(left) == Set(right), "cycle \(cycle): both tables of a transaction")
        #expect(torn == .int(0), "cycle \(cycle): no half transaction, old ones included")
        let lost = run.acknowledged.subtracting(left.map(Int.init))
        #expect(lost.isEmpty, "cycle \(cycle): acknowledged and lost")
        let phantoms = Set(left.map(Int.init)).subtracting(run.attempted)
        #expect(phantoms.isEmpty, "cycle \(cycle): there, and never asked for")
    }

    /// 1 to 150, the same in each run.
    private static func acknowledgements(_ cycle: Int) -> Int {
        var word = UInt64(cycle) &* 0x9E37_79B9_7F4A_7C15 &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: (word ^ (word >> 31)) % 150) + 1
    }
}

/// Starts the writer, kills it after a number of acknowledgements, and reads what it said to the end.
enum CrashWriter {
    struct Run {
        var attempted: Set<Int> = []
        var acknowledged: Set<Int> = []
    }

    struct Failed: Error { let said: String }

    static let path: String? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("crash-writer").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    static func run(_ place: String, schema: String, first: Int, killAfter limit: Int) throws -> Run {
        guard let path else { throw Failed(said: "crash-writer is not in the build folder") }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [place, schema, "\(first)"]
        process.standardOutput = output
        try process.run()
        var run = Run()
        var rest: [UInt8] = []
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            rest += data
            while let end = rest.firstIndex(of: 10) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                guard let n = Int(line.dropFirst(2)) else { throw Failed(said: line) }
                if line.hasPrefix("=") { run.acknowledged.insert(n) } else { run.attempted.insert(n) }
                if line.hasPrefix("="), run.acknowledged.count == limit { kill(process.processIdentifier, SIGKILL) }
            }
        }
        process.waitUntilExit()
        guard run.acknowledged.count >= limit else { throw Failed(said: "the writer ended by itself after \(run.acknowledged.count)") }
        return run
    }
}
