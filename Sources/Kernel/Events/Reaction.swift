import JSON
import Records

/// What one part of the suite does when something happened elsewhere.
///
/// Runs in a transaction of its own that also moves the reaction's position, so its effect counts exactly once however often
/// the process is killed. It cannot wait for the network; outside effects are enqueued as jobs.
public struct Reaction: Sendable {
    /// Stable for ever: its position in the log is kept under this name.
    public let name: String
    let handles: @Sendable (String) -> Bool
    let run: @Sendable (StoredEvent, Transaction) throws -> Void
    public let fileID: String
    public let line: Int

    /// Whether it answers to a kind of event.
    public func reacts(to kind: String) -> Bool { handles(kind) }

    public init<E: Event>(_ name: String, to _: E.Type, fileID: String = #fileID, line: Int = #line, _ run: @escaping @Sendable (E, StoredEvent, Transaction) throws -> Void) {
        self.init(name, when: { $0 == E.name }, fileID: fileID, line: line) { event, tx in try run(E(payload: event.payload), event, tx) }
    }

    /// A reaction to many kinds; `when` sees the kind's name, such as `contact.created`.
    public init(
        _ name: String, when handles: @escaping @Sendable (String) -> Bool, fileID: String = #fileID, line: Int = #line,
        _ run: @escaping @Sendable (StoredEvent, Transaction) throws -> Void
    ) {
        self.name = name
        self.handles = handles
        self.run = run
        self.fileID = fileID
        self.line = line
    }
}
