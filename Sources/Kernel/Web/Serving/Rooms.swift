import Events
import Identity
import Logging
@_spi(Kernel) import Records
import Timekeeping

/// The workspaces this server has open: each with its access cache, and its runtime.
actor Rooms {
    struct Room: Sendable {
        let workspace: Workspace
        let name: String
        let access: AccessCache
        let runtime: Runtime
    }

    private let house: House
    private let suite: Suite
    private let logger: Logger
    /// Reactions and jobs run by themselves; off in tests, which settle by hand.
    private let isRunning: Bool
    private var rooms: [String: Room] = [:]
    private var hosts: [String: String] = [:]
    private var first: String?
    private var known: Instant?

    init(_ house: House, _ suite: Suite, isRunning: Bool, logger: Logger) {
        self.house = house
        self.suite = suite
        self.isRunning = isRunning
        self.logger = logger
    }

    func room(_ slug: String) async throws -> Room {
        if let room = rooms[slug] { return room }
        let workspace = try await house.workspace(slug)
        let name = try await house.workspaces().first { $0.slug == slug }?.name ?? slug
        if let room = rooms[slug] { return room }
        workspace.attach(ActionTable(suite.actions))
        let runtime = Runtime(workspace, reactions: suite.reactions, jobs: suite.jobs, schedules: suite.schedules, logger: logger)
        let room = Room(workspace: workspace, name: name, access: AccessCache(workspace), runtime: runtime)
        rooms[slug] = room
        if isRunning { runtime.start() }
        return room
    }

    /// Opens every workspace, so that their jobs run although nobody calls.
    func openAll() async throws {
        for entry in try await house.workspaces() { _ = try await room(entry.slug) }
    }

    /// The workspace whose public site answers to a host; the first one where none claims it.
    func slug(host: String) async throws -> (slug: String, isClaimed: Bool)? {
        let now = house.clock.now()
        if hosts[host] == nil, known.map({ now - $0 > .seconds(2) }) ?? true {
            try await learnHosts()
            known = now
        }
        if let slug = hosts[host] { return (slug, true) }
        return first.map { ($0, false) }
    }

    private func learnHosts() async throws {
        let entries = try await house.workspaces()
        first = entries.first?.slug
        var learned: [String: String] = [:]
        for entry in entries {
            let room = try await room(entry.slug), sources = suite.hosts
            let names = try await room.workspace.read(as: .system) { db in try sources.flatMap { try $0.load(db) } }
            for name in names where learned[name.lowercased()] == nil { learned[name.lowercased()] = entry.slug }
        }
        hosts = learned
    }

    func settle() async throws {
        for room in rooms.values { try await room.runtime.settle() }
    }

    func close() async {
        for room in rooms.values { await room.runtime.stop() }
        rooms = [:]
        await house.close()
    }
}
