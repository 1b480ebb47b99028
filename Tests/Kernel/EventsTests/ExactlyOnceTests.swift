import Foundation
import Store
import Testing

/// A process that writes orders and reacts to them is killed again and again; every order's effect counts once.
///
/// 50 cycles; `SEXTANT_CRASH_CYCLES=1000` for the long run. The process is the executable target `reaction-worker`.
@Suite("Effects of events count exactly once", .serialized, .enabled(if: ReactionWorker.path != nil, "reaction-worker is not in the build folder"))
struct ExactlyOnceTests {
    private static let cycles = ProcessInfo.processInfo.environment["SEXTANT_CRASH_CYCLES"].flatMap { Int($0) } ?? 50

    @Test("After kill -9 every order is counted once, by reactions and by jobs", arguments: TestEngine.allCases)
    func killed(engine: TestEngine) async throws {
        try await withLocation(engine) { location in
            let cycles = engine == .sqlite ? Self.cycles : min(20, Self.cycles)
            var first = 0, acknowledged: Set<Int> = []
            for cycle in 0..<cycles {
                let run = try ReactionWorker.run(location, first: first, killAfter: Self.acknowledgements(cycle))
                acknowledged.formUnion(run)
                // Numbers may have been written whose answer was never said, so the next begins far above.
                first = (run.max() ?? first) + 1_000
                if cycle % 10 == 9 || cycle == cycles - 1 { try await check(location, acknowledged, cycle) }
            }
            print("exactly once on \(engine): \(cycles) kills, \(acknowledged.count) acknowledged orders, each counted once")
        }
    }

    private func check(_ location: StoreLocation, _ acknowledged: Set<Int>, _ cycle: Int) async throws {
        try ReactionWorker.drain(location)
        let store = try await Store.open(location)
        let (orders, counted, total, dead, jobs) = try await store.read { db in
            (
                try db.rows("SELECT name FROM shop_order").compactMap { $0.text(0) },
                try db.rows("SELECT name FROM counted").compactMap { $0.text(0) },
                try db.value("SELECT orders FROM total")?.int, try db.value("SELECT count(*) FROM _dead")?.int, try db.value("SELECT count(*) FROM _job")?.int
            )
        }
        await store.close()
        #expect(acknowledged.isSubset(of: Set(orders.compactMap { Int($0.dropFirst("order ".count)) })), "cycle \(cycle): acknowledged and lost")
        #expect(counted.sorted() == (orders + orders.map { "job " + $0 }).sorted(), "cycle \(cycle): effects are orders, no more and no less")
        #expect(total == Int64(orders.count), "cycle \(cycle)")
        #expect(dead == 0 && jobs == 0, "cycle \(cycle)")
    }

    /// 1 to 60, the same in each run.
    private static func acknowledgements(_ cycle: Int) -> Int {
        var random = SeededGenerator(UInt64(cycle))
        return Int.random(in: 1...60, using: &random)
    }
}

/// Starts the worker, kills it after a number of acknowledgements, and reads what it said to the end.
enum ReactionWorker {
    struct Failed: Error { let said: String }

    static let path: String? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("reaction-worker").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    static func run(_ location: StoreLocation, first: Int, killAfter limit: Int) throws -> Set<Int> {
        var acknowledged: Set<Int> = []
        try converse(location, "\(first)") { line, process in
            guard line.hasPrefix("= "), let n = Int(line.dropFirst(2)) else { return line == "ready" }
            acknowledged.insert(n)
            if acknowledged.count == limit { kill(process.processIdentifier, SIGKILL) }
            return true
        }
        guard acknowledged.count >= limit else { throw Failed(said: "the worker ended by itself after \(acknowledged.count)") }
        return acknowledged
    }

    static func drain(_ location: StoreLocation) throws {
        var isDone = false
        try converse(location, "drain") { line, _ in
            isDone = line == "done"
            return isDone
        }
        guard isDone else { throw Failed(said: "the worker did not drain the log") }
    }

    private static func converse(_ location: StoreLocation, _ argument: String, _ hear: (String, Process) -> Bool) throws {
        guard let path else { throw Failed(said: "reaction-worker is not in the build folder") }
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = switch location {
        case .sqlite(let path): [path, "", argument]
        case .postgres(let url, let schema): [url, schema, argument]
        }
        process.standardOutput = output
        try process.run()
        var rest: [UInt8] = []
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            rest += data
            while let end = rest.firstIndex(of: 10) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                guard hear(line, process) else { throw Failed(said: line) }
            }
        }
        process.waitUntilExit()
    }
}
