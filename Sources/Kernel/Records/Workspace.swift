import Store
import Synchronization
import Timekeeping

/// One customer's business: a database of its own, and the catalog of what is in it.
public final class Workspace: Sendable {
    public let slug: String
    public let store: Store
    public let clock: WallClock
    private let base: Catalog
    private let current: Mutex<Catalog>
    /// The newest revision that anybody has begun to load.
    private let revisions = Mutex(1)
    private let keys: KeyGenerator
    /// Called after each commit that recorded events, to wake whoever reads the log.
    private let wake = Mutex<@Sendable () -> Void>({})
    private let accessChanged = Mutex<@Sendable () -> Void>({})
    /// What rooms above this one keep with the workspace, such as its table of actions.
    private let attached = Mutex<(any Sendable)?>(nil)

    /// Opens the database and brings its schema to the catalog.
    public init(_ slug: String, at location: StoreLocation, catalog base: Catalog, node: Int = 0, clock: WallClock = .system, options: StoreOptions = .init()) async throws {
        self.slug = slug
        self.base = base
        self.clock = clock
        store = try await Store.open(location, options: options)
        keys = KeyGenerator(node: node)
        let now = clock.now(), keys = keys
        do {
            current = Mutex(try await Self.prepare(store, base, now, keys))
        } catch {
            // A refused file is let go of at once, for whoever can open it.
            await store.close()
            throw error
        }
    }

    /// Brings the schema to the catalog, and the catalog to what the customer added.
    private static func prepare(_ store: Store, _ base: Catalog, _ now: Instant, _ keys: KeyGenerator) async throws -> Catalog {
        try await store.write { writer in
            try Schema.sync(base, in: writer)
            let tx = Transaction(writer, access: .system, catalog: base, base: base, now: now, keys: keys, cause: nil, depth: 0)
            let full = try tx.extend(base, revision: 1)
            if full.objects.count > base.objects.count || full.objects.contains(where: { $0.fields.contains(where: \.isCustom) }) {
                try Schema.sync(full, in: writer)
            }
            return full
        }
    }

    public var catalog: Catalog { current.withLock { $0 } }

    /// Called after each commit that changed a user, team, role or token.
    @_spi(Kernel) public func onAccessChange(_ drop: @escaping @Sendable () -> Void) { accessChanged.withLock { $0 = drop } }

    @_spi(Kernel) public func attach(_ value: any Sendable) { attached.withLock { $0 = value } }

    public func onCommit(_ wake: @escaping @Sendable () -> Void) { self.wake.withLock { $0 = wake } }

    /// Reads one consistent view as `access` may see it.
    public func read<T: Sendable>(as access: Access, _ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        let catalog = catalog, now = clock.now()
        return try await store.read { try body(Database($0, access: access, catalog: catalog, now: now)) }
    }

    /// Runs `body` in one transaction and returns what it returns.
    ///
    /// Writers of a workspace wait for each other, so keep `body` short. It is synchronous on purpose and cannot wait for the
    /// network. If it throws, nothing is kept, recorded events included. Returns after the commit is durable (one fsync, shared
    /// with the writes that waited beside it). PostgreSQL may run it again after a serialization failure.
    ///
    /// - Important: `tx` is valid only inside `body`.
    public func write<T: Sendable>(as access: Access, cause: Int64? = nil, depth: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let catalog = catalog, now = clock.now(), base = base, keys = keys, attachment = attached.withLock { $0 }
        let result: T, reshaped: Bool, touchesAccess: Bool
        do {
            (result, reshaped, touchesAccess) = try await store.write { writer in
                let tx = Transaction(writer, access: access, catalog: catalog, base: base, now: now, keys: keys, cause: cause, depth: depth)
                tx.attachment = attachment
                let result = try body(tx)
                return (result, tx.reshaped, tx.touchesAccess)
            }
        } catch StoreError.foreignKey(let rule) {
            // References are checked at the commit, so that a transaction may write in any order.
            throw RecordError.dangling(rule)
        }
        if reshaped { try await reload() }
        if touchesAccess { accessChanged.withLock { $0 }() }
        wake.withLock { $0 }()
        return result
    }

    public func close() async { await store.close() }

    private func reload() async throws {
        let base = base, now = clock.now()
        // Taken after the commit and before the read: whoever has the highest has read everybody's changes.
        let revision = revisions.withLock { newest in
            newest += 1
            return newest
        }
        let catalog = try await store.read { reader in
            try Database(reader, access: .system, catalog: base, now: now).extend(base, revision: revision)
        }
        current.withLock { if $0.revision < catalog.revision { $0 = catalog } }
    }
}
