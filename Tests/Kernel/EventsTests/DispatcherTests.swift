@_spi(Kernel) @testable import Events
import JSON
import Logging
@_spi(Kernel) import Records
import Store
import Synchronization
import Testing
import Timekeeping

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What reactions and jobs have seen, in order.
final class Seen: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func note(_ name: String) { names.withLock { $0.append(name) } }
}

struct Broken: Error {}

extension Workspace {
    @discardableResult
    func addFarm(_ name: String, as access: Access = .system) async throws -> Key<Farm> {
        try await write(as: access) { tx in
            var farm = tx.new(Farm.self)
            farm[Farm.name] = name
            return try tx.save(&farm)
        }
    }

    func count(_ sql: SQL) async throws -> Int64 { try await store.read { try $0.value(sql)?.int ?? 0 } }
}

@Suite("Reactions follow the log in order")
struct DispatcherTests {
    private static func title(_ event: StoredEvent) -> String { event.payload["title"]?.stringValue ?? "?" }

    @Test("Every reaction sees every event after its birth once and in order, over more than a batch", arguments: TestEngine.allCases)
    func order(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            try await workspace.addFarm("before")
            let seen = Seen()
            let reaction = Reaction("a.note", when: { $0 == "farm.created" }) { event, _ in seen.note(Self.title(event)) }
            let dispatcher = Dispatcher(workspace, reactions: [reaction], logger: quiet)
            #expect(try await dispatcher.drain() == nil)
            #expect(seen.all == [])
            try await workspace.write(as: .system) { tx in
                for number in 0..<700 {
                    var farm = tx.new(Farm.self)
                    farm[Farm.name] = "\(number)"
                    try tx.save(&farm)
                    if number % 2 == 0 { try tx.append(kind: "other", object: nil, record: nil, payload: .null) }
                }
            }
            #expect(try await dispatcher.drain() == nil)
            #expect(seen.all == (0..<700).map { "\($0)" })
            // After a restart it goes on where it stopped; a second reaction begins at the end.
            let again = Dispatcher(workspace, reactions: [reaction, Reaction("b.note", when: { _ in true }) { event, _ in seen.note("b " + Self.title(event)) }], logger: quiet)
            try await again.drain()
            try await workspace.addFarm("last")
            try await again.drain()
            #expect(Array(seen.all.dropFirst(700)) == ["last", "b last"])
        }
    }

    @Test("The effect and the position are one commit, and the actor and the cause go along", arguments: TestEngine.allCases)
    func effects(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let reaction = Reaction("a.bean", when: { $0 == "farm.created" }) { event, tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = Self.title(event)
                try tx.save(&bean)
                if Self.title(event) == "bad" { throw Broken() }
            }
            let dispatcher = Dispatcher(workspace, reactions: [reaction], logger: quiet)
            try await dispatcher.drain()
            let user = try await workspace.write(as: .system) { tx in
                var user = tx.new(TestUser.self)
                user[TestUser.name] = "Ana"
                return try tx.save(&user).id
            }
            try await workspace.addFarm("good", as: .onBehalf(of: user))
            try await workspace.addFarm("bad")
            #expect(try await dispatcher.drain() != nil)
            #expect(try await workspace.count("SELECT count(*) FROM bean") == 1)
            let (event, cause) = try await workspace.read(as: .system) { db in
                let events = try db.events(after: 0, limit: 100)
                return (events.first { $0.kind == "bean.created" }, events.first { $0.kind == "farm.created" })
            }
            #expect(event?.actor == user && event?.depth == 1 && event?.cause == cause?.id)
        }
    }

    @Test("A failing reaction is tried again later, holds up nobody else, and is put aside in the end", arguments: TestEngine.allCases)
    func failing(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withWorkspace(engine, roastery, clock: clock) { workspace in
            let seen = Seen()
            let failing = Reaction("a.fails", when: { $0 == "farm.created" }) { event, _ in
                seen.note("a " + Self.title(event))
                if Self.title(event) == "bad" { throw Broken() }
            }
            let steady = Reaction("b.works", when: { $0 == "farm.created" }) { event, _ in seen.note("b " + Self.title(event)) }
            let dispatcher = Dispatcher(workspace, reactions: [failing, steady], logger: quiet)
            try await dispatcher.drain()
            try await workspace.addFarm("bad")
            // More than a batch behind the one that waits.
            try await workspace.write(as: .system) { tx in
                for number in 0..<(1_200) {
                    var farm = tx.new(Farm.self)
                    farm[Farm.name] = "\(number)"
                    try tx.save(&farm)
                }
            }
            var retry = try await dispatcher.drain(), tries = 1
            #expect(seen.all.filter { $0.hasPrefix("b ") }.count == 1_201)
            while let due = retry, tries < 20 {
                #expect(due > clock.now && due <= clock.now + .hours(1))
                // Not before its time, not even for another process or after a restart.
                try await Dispatcher(workspace, reactions: [failing], logger: quiet).drain()
                #expect(seen.all.filter { $0 == "a bad" }.count == tries)
                clock.set(to: due)
                retry = try await dispatcher.drain()
                tries += 1
            }
            #expect(seen.all.filter { $0 == "a bad" }.count == 8)
            #expect(seen.all.filter { $0.hasPrefix("a ") }.count == 8 + 1_200)
            #expect(try await workspace.count("SELECT count(*) FROM _dead WHERE reaction = 'a.fails'") == 1)
        }
    }

    @Test("A chain that leads to itself ends", arguments: TestEngine.allCases)
    func loop(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let echo = Reaction("a.echo", when: { $0 == "farm.created" }) { _, tx in
                var farm = tx.new(Farm.self)
                farm[Farm.name] = "echo"
                try tx.save(&farm)
            }
            let dispatcher = Dispatcher(workspace, reactions: [echo], logger: quiet)
            try await dispatcher.drain()
            try await workspace.addFarm("call")
            #expect(try await dispatcher.drain() == nil)
            #expect(try await workspace.count("SELECT count(*) FROM farm") == Int64(Dispatcher.maxDepth) + 1)
            #expect(try await workspace.count("SELECT count(*) FROM _dead") == 1)
        }
    }

    @Test("Two processes on one database deliver each event once")
    func twoProcesses() async throws {
        try await withLocation(.postgres) { location in
            let workspaces = [
                try await Workspace("harbour", at: location, catalog: roastery, node: 1), try await Workspace("harbour", at: location, catalog: roastery, node: 2),
            ]
            let reaction = Reaction("a.bean", when: { $0 == "farm.created" }) { event, tx in
                var bean = tx.new(Bean.self)
                bean[Bean.name] = Self.title(event)
                try tx.save(&bean)
            }
            let dispatchers = workspaces.map { Dispatcher($0, reactions: [reaction], logger: quiet) }
            for dispatcher in dispatchers { try await dispatcher.drain() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, workspace) in workspaces.enumerated() {
                    group.addTask { for number in 0..<40 { try await workspace.addFarm("\(index) \(number)") } }
                    group.addTask { for _ in 0..<40 { try await dispatchers[index].drain() } }
                }
                try await group.waitForAll()
            }
            // What failed for a conflict of the two waits for its time; the events are few enough to drain by hand.
            var retry = try await dispatchers[0].drain()
            while retry != nil { retry = try await dispatchers[0].drain() }
            let (beans, names) = (try await workspaces[0].count("SELECT count(*) FROM bean"), try await workspaces[0].count("SELECT count(DISTINCT name) FROM bean"))
            #expect(beans == 80 && names == 80)
            for workspace in workspaces { await workspace.close() }
        }
    }
}
