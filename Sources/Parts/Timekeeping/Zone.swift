/// A time zone of the IANA database, such as `Europe/Zurich`.
///
/// Two zones are equal when name and database are. Values are cheap to copy; the
/// table behind a name is read once and shared between threads.
public struct Zone: Sendable {
    public let identifier: String
    let database: ZoneDatabase
    let table: ZoneTable

    /// Looks the name up in the computer's database. The first use of a name reads a file of a few kB.
    public init(_ identifier: String) throws(ZoneError) {
        try self.init(identifier, in: .system)
    }

    public init(_ identifier: String, in database: ZoneDatabase) throws(ZoneError) {
        self.identifier = identifier
        self.database = database
        table = try database.table(identifier)
    }

    private init(fixed table: ZoneTable, identifier: String) {
        self.identifier = identifier
        self.table = table
        database = .system
    }

    /// Works without any database.
    public static let utc = Zone(fixed: .utc, identifier: "UTC")

    /// The release of the computer's time zone database, such as `2026a`; nil when it does not say.
    public static var databaseVersion: String? { ZoneDatabase.system.version }

    /// Every name in the computer's database, sorted.
    public static var identifiers: [String] { ZoneDatabase.system.identifiers }
}

extension Zone: Hashable {
    public static func == (left: Zone, right: Zone) -> Bool {
        left.identifier == right.identifier && left.database.directory == right.database.directory
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}

extension Zone: Codable {
    /// Reads the name; fails where the computer's database does not have it.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }
}

extension Zone: CustomStringConvertible {
    public var description: String { identifier }
}

/// What a local time means in a zone.
public enum LocalTimeResolution: Sendable, Hashable {
    case unique(Instant)
    /// The clocks jump over this time. `before` reads it with the offset in force before the jump
    /// (02:30 becomes 03:30, as RFC 5545 wants it), `after` with the one in force afterwards (01:30).
    case gap(before: Instant, after: Instant)
    /// The clocks show this time twice (or more often: then the first and the last).
    case ambiguous(earlier: Instant, later: Instant)
}

extension Zone {
    /// Seconds east of Greenwich in force at `instant`.
    public func offset(at instant: Instant) -> Int {
        table.period(at: instant.seconds).kind.offset
    }

    /// What the zone calls its time at `instant`: `CET`, `CEST`, or a number such as `+03`.
    public func abbreviation(at instant: Instant) -> String {
        table.period(at: instant.seconds).kind.abbreviation
    }

    /// Whether the database marks the time in force at `instant` as daylight saving time.
    public func isDaylightSavingTime(at instant: Instant) -> Bool {
        table.period(at: instant.seconds).kind.isDaylightSaving
    }

    /// The first instant after `instant` at which offset, name or daylight saving change; nil when none will.
    public func nextTransition(after instant: Instant) -> Instant? {
        table.period(at: instant.seconds).end.map { Instant(seconds: $0) }
    }

    /// What a wall clock in the zone shows at `instant`.
    public func local(_ instant: Instant) -> LocalDateTime {
        LocalDateTime(instant, secondsFromUTC: offset(at: instant))
    }

    /// Which instants a wall clock in the zone shows as `local`.
    public func resolve(_ local: LocalDateTime) -> LocalTimeResolution {
        table.resolve(local)
    }

    /// One instant for a local time by the rule of RFC 5545: of two the earlier,
    /// and in a gap the offset before it, so that 02:30 becomes 03:30.
    public func instant(_ local: LocalDateTime) -> Instant {
        switch resolve(local) {
        case .unique(let instant): instant
        case .gap(let before, _): before
        case .ambiguous(let earlier, _): earlier
        }
    }

    /// The first instant of a day, also where the clocks jump over midnight.
    public func startOfDay(_ date: LocalDate) -> Instant {
        let midnight = LocalDateTime(date, .midnight)
        switch resolve(midnight) {
        case .unique(let instant): return instant
        case .ambiguous(let earlier, _): return earlier
        case .gap(_, let after): return nextTransition(after: after) ?? after
        }
    }
}
