import FoundationEssentials
import JSON
import Records

/// A fact, in the past tense, with keys and values of that moment. After a release it is never edited.
public protocol Event: Codable, Sendable {
    /// `platform.object.happened`.
    static var name: String { get }
    static var title: String { get }

    /// The record it happened to.
    var subject: Subject { get }

    /// Other records on whose timeline it stands (the contact of an invoice).
    var about: [AnyKey] { get }

    /// How a timeline tells it.
    var line: EventLine { get }
}

extension Event {
    public var about: [AnyKey] { [] }
}

/// A record that an event is about.
public struct Subject: Sendable, Hashable {
    public let object: String
    public let id: Int64

    public init<O: ObjectType>(_ key: Key<O>) {
        object = O.object.name
        id = key.id
    }

    public init(_ object: String, _ id: Int64) {
        self.object = object
        self.id = id
    }
}

/// One line of a timeline: `Invoice [HC-2026-0142] paid`, with a detail under it.
public struct EventLine: Sendable {
    public let before: String
    /// The words that lead to a record.
    public let linked: String?
    public let target: Subject?
    public let after: String
    public let detail: String?

    public init(_ before: String, _ linked: String? = nil, to target: Subject? = nil, _ after: String = "", detail: String? = nil) {
        self.before = before
        self.linked = linked
        self.target = target
        self.after = after
        self.detail = detail
    }
}

/// An event as the log keeps it.
public struct StoredEvent: Sendable {
    public let id: Int64
    public let at: Int64
    public let kind: String
    public let subject: Subject?
    public let actor: Int64?
    public let cause: Int64?
    public let depth: Int
    public let payload: JSON
}

/// What the suite knows of a kind of event: for `sextant events`, timelines and the workflow editor.
public struct EventKind: Sendable {
    public let name: String
    public let title: String
    public let type: any Event.Type
    public let fileID: String
    public let lineNumber: Int
    public let tell: @Sendable (JSON) throws -> EventLine

    public init<E: Event>(_: E.Type, fileID: String = #fileID, line: Int = #line) {
        name = E.name
        title = E.title
        type = E.self
        self.fileID = fileID
        lineNumber = line
        tell = { try E(payload: $0).line }
    }
}

extension Event {
    init(payload: JSON) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(payload.bytes))
    }

    var payload: JSON {
        get throws { try JSON(parsing: Array(JSONEncoder().encode(self))) }
    }
}

extension Transaction {
    /// Records a fact in the same commit as the rows it is about.
    @discardableResult
    public func record(_ event: some Event) throws -> Int64 {
        let subject = event.subject
        return try append(
            kind: type(of: event).name, object: subject.object, record: subject.id, about: event.about.map(\.id), payload: try event.payload)
    }
}
