import Kernel

/// The way a deal takes, as columns of a board.
public enum Pipeline: ObjectType {
    public static let object = Object("pipeline", owner: .spark, title: "Pipeline")

    public static let name = Field<String>("name", unique: true, searchable: true)

    public static var fields: [any AnyField] { [name] }
}

/// One column of a pipeline.
public enum Stage: ObjectType {
    public static let object = Object("stage", owner: .spark, title: "Stage", unique: [["pipeline", "name"]], columns: ["name", "pipeline", "position", "outcome", "probability"])

    public static let pipeline = Field<Key<Pipeline>>("pipeline", onDelete: .cascade)
    public static let name = Field<String>("name")
    public static let position = Field<Int>("position")
    public static let outcome = Field<String>("outcome", kind: .choice([.init("open", "Open"), .init("won", "Won", color: "good"), .init("lost", "Lost", color: "bad")]), default: "open")
    public static let probability = Field<Int>("probability", default: 50, check: "probability BETWEEN 0 AND 100", help: "Per cent.")

    public static var fields: [any AnyField] { [pipeline, name, position, outcome, probability] }
}

/// A sale in the making.
public enum Deal: ObjectType {
    public static let object = Object(
        "deal", owner: .spark, title: "Deal", indexes: [["pipeline", "outcome", "updated_at"]], columns: ["name", "contact", "stage", "amount", "owner", "updated_at"])

    public static let name = Field<String>("name", searchable: true)
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let company = Field<Key<Company>?>("company", onDelete: .setNull)
    public static let pipeline = Field<Key<Pipeline>>("pipeline")
    public static let stage = Field<Key<Stage>>("stage")
    public static let outcome = Field<String>("outcome", kind: .choice([.init("open", "Open"), .init("won", "Won", color: "good"), .init("lost", "Lost", color: "bad")]), default: "open", readOnly: true)
    public static let amount = Field<Money?>("amount")
    public static let closesOn = Field<LocalDate?>("closes_on", "Expected")
    public static let closedAt = Field<Instant?>("closed_at", "Closed", readOnly: true)
    public static let source = Field<String?>("source")

    public static var fields: [any AnyField] { [name, contact, company, pipeline, stage, outcome, amount, closesOn, closedAt, source] }
}

/// A deal went to another column.
public struct DealMoved: Event {
    public static let name = "spark.deal.moved"
    public static let title = "Deal moved"

    public let deal: Key<Deal>
    public let dealName: String
    public let contact: Key<Contact>?
    public let from: String
    public let to: String

    public init(deal: Key<Deal>, dealName: String, contact: Key<Contact>?, from: String, to: String) {
        self.deal = deal
        self.dealName = dealName
        self.contact = contact
        self.from = from
        self.to = to
    }

    public var subject: Subject { Subject(deal) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Deal ", dealName, to: subject, " moved from \(from) to \(to)") }
}

/// A deal was won.
public struct DealWon: Event {
    public static let name = "spark.deal.won"
    public static let title = "Deal won"

    public let deal: Key<Deal>
    public let dealName: String
    public let contact: Key<Contact>?
    public let amount: Money?

    public init(deal: Key<Deal>, dealName: String, contact: Key<Contact>?, amount: Money?) {
        self.deal = deal
        self.dealName = dealName
        self.contact = contact
        self.amount = amount
    }

    public var subject: Subject { Subject(deal) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Deal ", dealName, to: subject, " won", detail: amount?.formatted()) }
}

/// A deal was lost.
public struct DealLost: Event {
    public static let name = "spark.deal.lost"
    public static let title = "Deal lost"

    public let deal: Key<Deal>
    public let dealName: String
    public let contact: Key<Contact>?

    public init(deal: Key<Deal>, dealName: String, contact: Key<Contact>?) {
        self.deal = deal
        self.dealName = dealName
        self.contact = contact
    }

    public var subject: Subject { Subject(deal) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Deal ", dealName, to: subject, " lost") }
}

/// A sale was opened.
public struct DealCreated: Event {
    public static let name = "spark.deal.created"
    public static let title = "Deal created"

    public let deal: Key<Deal>
    public let dealName: String
    public let contact: Key<Contact>?
    public let amount: Money?

    public init(deal: Key<Deal>, dealName: String, contact: Key<Contact>?, amount: Money?) {
        self.deal = deal
        self.dealName = dealName
        self.contact = contact
        self.amount = amount
    }

    public var subject: Subject { Subject(deal) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Deal ", dealName, to: subject, " opened", detail: amount?.formatted()) }
}
