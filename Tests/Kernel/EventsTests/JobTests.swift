@_spi(Kernel) @testable import Events
import JSON
@_spi(Kernel) import Records
import Store
import Synchronization
import Testing
import Timekeeping

@Suite("Jobs run at least once, end once, and never block each other for ever")
struct JobTests {
    private func enqueue(_ workspace: Workspace, _ kind: String, _ payload: JSON = .null, key: String? = nil, due: Instant? = nil) async throws -> Bool {
        try await workspace.write(as: .system) { try $0.enqueue(kind, payload, key: key, due: due) }
    }

    @Test("A job waits for its time, its key admits one at a time, and it is gone when done", arguments: TestEngine.allCases)
    func dueAndKey(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withWorkspace(engine, roastery, clock: clock) { workspace in
            let seen = Seen()
            let runner = JobRunner(workspace, kinds: [JobKind("note") { seen.note($0.payload.stringValue ?? "?") }], logger: quiet)
            let added1 = try await enqueue(workspace, "note", "later", key: "k", due: start + .minutes(5))
            #expect(added1)
            let added2 = try await enqueue(workspace, "note", "twice", key: "k")
            #expect(!added2)
            let added3 = try await enqueue(workspace, "note", "now")
            #expect(added3)
            let added4 = try await enqueue(workspace, "unknown")
            #expect(added4)
            #expect(try await runner.drain() == start + .minutes(5))
            #expect(seen.all == ["now"])
            clock.advance(by: .minutes(5))
            #expect(try await runner.drain() == nil)
            #expect(seen.all == ["now", "later"])
            let added5 = try await enqueue(workspace, "note", key: "k")
            #expect(added5)
        }
    }

    @Test("A failing job is tried again, later each time, and dies after its attempts; its key is free then", arguments: TestEngine.allCases)
    func retries(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withWorkspace(engine, roastery, clock: clock) { workspace in
            let seen = Seen()
            let runner = JobRunner(workspace, kinds: [
                JobKind("fails", maxAttempts: 4) { run in
                    seen.note("\(run.attempt) \(run.idempotencyKey.count)")
                    throw Broken()
                },
                JobKind("hopeless") { _ in throw JobError.permanent("No such mailbox.") },
            ], logger: quiet)
            _ = try await enqueue(workspace, "fails", key: "k")
            _ = try await enqueue(workspace, "hopeless")
            var due = try await runner.drain()
            while let next = due {
                clock.set(to: max(next, clock.now))
                due = try await runner.drain()
            }
            #expect(seen.all.map { $0.prefix(1) } == ["1", "2", "3", "4"])
            #expect(try await workspace.count("SELECT count(*) FROM _job WHERE state = 'dead'") == 2)
            #expect(try await workspace.count("SELECT count(*) FROM _job WHERE reason = 'No such mailbox.'") == 1)
            let added6 = try await enqueue(workspace, "fails", key: "k")
            #expect(added6)
        }
    }

    @Test("Of two runs the holder of the newer lease ends the job; the older keeps nothing", arguments: TestEngine.allCases)
    func fence(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withWorkspace(engine, roastery, clock: clock) { workspace in
            let taken = Mutex<[JobRun]>([]), lost = Mutex(0)
            // The first run hangs until the second has taken over and ended.
            let (resumed, resume) = AsyncStream.makeStream(of: Void.self), (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let kind = JobKind("add", lease: .seconds(3_600)) { run in
                let isFirst = taken.withLock { runs in
                    runs.append(run)
                    return runs.count == 1
                }
                if isFirst {
                    begin.yield()
                    for await _ in resumed { break }
                }
                do {
                    try await run.finish { tx in
                        var farm = tx.new(Farm.self)
                        farm[Farm.name] = "attempt \(run.attempt)"
                        try tx.save(&farm)
                    }
                } catch {
                    lost.withLock { $0 += 1 }
                    throw error
                }
            }
            _ = try await enqueue(workspace, "add")
            let first = JobRunner(workspace, kinds: [kind], logger: quiet), second = JobRunner(workspace, kinds: [kind], logger: quiet)
            async let slow: Instant? = first.drain()
            for await _ in begun { break }
            clock.advance(by: .hours(2))
            try await second.drain()
            resume.yield()
            _ = try await slow
            #expect(taken.withLock { $0.map(\.fence) } == [1, 2])
            #expect(lost.withLock { $0 } == 1)
            #expect(try await workspace.count("SELECT count(*) FROM farm WHERE name = 'attempt 2'") == 1)
            #expect(try await workspace.count("SELECT count(*) FROM farm") == 1)
            #expect(try await workspace.count("SELECT count(*) FROM _job") == 0)
        }
    }

    @Test("A job that ends its process every time goes to the dead letters", arguments: TestEngine.allCases)
    func poison(engine: TestEngine) async throws {
        try await withWorkspace(engine, roastery) { workspace in
            let seen = Seen()
            let runner = JobRunner(workspace, kinds: [JobKind("kills", maxAttempts: 3) { _ in seen.note("ran") }], logger: quiet)
            _ = try await enqueue(workspace, "kills", key: "k")
            // As three processes left it behind that were killed while it ran.
            try await workspace.store.write { _ = try $0.run("UPDATE _job SET state = 'running', attempts = 3, lease = 3, leased_until = 0") }
            #expect(try await runner.drain() == nil)
            #expect(seen.all == [])
            #expect(try await workspace.count("SELECT count(*) FROM _job WHERE state = 'dead' AND key IS NULL") == 1)
        }
    }

    @Test("A schedule runs at its times, once for those that were missed, and plans the next by itself", arguments: TestEngine.allCases)
    func schedules(engine: TestEngine) async throws {
        let clock = ManualClock(start)
        try await withWorkspace(engine, roastery, clock: clock) { workspace in
            let seen = Seen()
            let runtime = Runtime(workspace, reactions: [], jobs: [], schedules: [Schedule("hourly", every: .hours(1)) { _ in seen.note("ran") }], logger: quiet)
            let first = try #require(try await runtime.settle())
            #expect(first > start && first <= start + .hours(1) && first.microseconds % 3_600_000_000 == 0)
            clock.set(to: first)
            #expect(try await runtime.settle() == first + .hours(1))
            #expect(seen.all == ["ran"])
            clock.advance(by: .hours(5))
            let afterwards = Runtime(workspace, reactions: [], jobs: [], schedules: [Schedule("hourly", every: .hours(1)) { _ in seen.note("ran") }], logger: quiet)
            #expect(try await afterwards.settle() == first + .hours(6))
            #expect(seen.all == ["ran", "ran"])
        }
    }

    @Test("A runtime wakes for a commit, for what is due, and still after many idle pauses", .timeLimit(.minutes(1)))
    func runtime() async throws {
        try await withWorkspace(.sqlite, roastery) { workspace in
            let (told, tell) = AsyncStream.makeStream(of: String.self)
            let reaction = Reaction("a.note", when: { $0 == "farm.created" }) { event, _ in tell.yield(event.payload["title"]?.stringValue ?? "?") }
            let settles = Mutex(0)
            let ticks = Schedule("tick", next: { now in
                settles.withLock { $0 += 1 }
                return now + .hours(1)
            }, run: { _ in })
            let runtime = Runtime(workspace, reactions: [reaction], jobs: [], schedules: [ticks], logger: quiet)
            try await runtime.settle()
            runtime.start()
            var iterator = told.makeAsyncIterator()
            for name in ["one", "two", "three"] {
                try await workspace.addFarm(name)
                #expect(await iterator.next() == name)
            }
            await runtime.stop()
        }
    }

    @Test("A bell rung before the wait ends it at once, and again after a wait that nobody ended")
    func bell() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait()
        let waiting = Task { await bell.wait() }
        bell.ring()
        await waiting.value
    }
}
