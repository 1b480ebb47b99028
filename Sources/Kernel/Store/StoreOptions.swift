/// How a store is opened. The defaults are for production.
public struct StoreOptions: Sendable {
    /// Read-only connections of SQLite.
    public var readers = 4
    /// Connections (and threads) of PostgreSQL. They are opened when needed.
    public var connections = 8
    /// How many reads, and how many writes, may wait. One more gets `StoreError.overloaded`.
    public var waitingLimit = 1_024
    /// The most writes that share one commit on SQLite.
    public var groupLimit = 64
    /// A group on SQLite takes no further write after this time.
    public var groupTime: Duration = .milliseconds(5)
    /// How long to wait for a lock that another program holds.
    public var lockTimeout: Duration = .seconds(5)
    /// How long to wait for the PostgreSQL server when connecting. Rounded up to whole seconds, at least 2 (libpq).
    public var connectTimeout: Duration = .seconds(5)
    /// The longest a statement may run on PostgreSQL.
    public var statementTimeout: Duration = .seconds(60)
    /// Whether writes on PostgreSQL are SERIALIZABLE rather than READ COMMITTED.
    public var serializableWrites = false
    /// The newest format this program understands; a store that carries a newer one is refused. nil: no check.
    public var newestFormat: Int?

    public init() {}
}
