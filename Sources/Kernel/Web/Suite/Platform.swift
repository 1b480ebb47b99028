import Events
import Look
import Markup
import Records
import Timekeeping

/// One of the six platforms: a name and its features. The one public type of its target.
public protocol Platform: Sendable {
    var brand: PlatformBrand { get }
    var features: [Feature] { get }
}

/// A feature hands the kernel values; everything it can do is in this list.
public struct Feature: Sendable {
    public let name: String
    public let routes: [Route]
    public let actions: [AnyAction]
    public let reactions: [Reaction]
    public let jobs: [JobKind]
    public let schedules: [Schedule]
    public let sections: [Section]
    public let panels: [Panel]
    public let offers: [Offer]
    public let digests: [Digest]
    public let checks: [Check]
    public let hosts: [HostSource]

    public init(
        _ name: String, routes: [Route] = [], actions: [AnyAction] = [], reactions: [Reaction] = [], jobs: [JobKind] = [], schedules: [Schedule] = [],
        sections: [Section] = [], panels: [Panel] = [], offers: [Offer] = [], digests: [Digest] = [], checks: [Check] = [], hosts: [HostSource] = []
    ) {
        self.name = name
        self.routes = routes
        self.actions = actions
        self.reactions = reactions
        self.jobs = jobs
        self.schedules = schedules
        self.sections = sections
        self.panels = panels
        self.offers = offers
        self.digests = digests
        self.checks = checks
        self.hosts = hosts
    }
}

/// A page in a platform's menu. The objects a platform owns have theirs by themselves; these come before them.
public struct Section: Sendable {
    public let title: String
    public let path: String
    public let permission: Permission

    public init(_ title: String, to path: String, needs permission: Permission) {
        self.title = title
        self.path = path
        self.permission = permission
    }
}

/// A card on the page of a record, contributed by any platform.
///
/// `load` sees the database as the caller may see it and costs a constant number of statements.
public struct Panel: Sendable {
    /// `middle` is for what a record is made of, such as the lines of an invoice: it stands above the timeline.
    public enum Place: Sendable { case facts, middle, side }

    public let name: String
    public let objects: Set<String>
    public let place: Place
    let load: @Sendable (AnyRecord, Database, Links) throws -> (any Component)?

    /// - Parameter load: `nil` shows nothing.
    public init(_ name: String, on objects: Set<String>, place: Place = .side, _ load: @escaping @Sendable (AnyRecord, Database, Links) throws -> (any Component)?) {
        self.name = name
        self.objects = objects
        self.place = place
        self.load = load
    }
}

/// When the page of a record shows the button of an action. Without an offer it always does.
///
/// It only keeps buttons away that would be refused; whether the action may run is decided where it runs.
public struct Offer: Sendable {
    let action: String
    let isMain: Bool
    let suits: @Sendable (AnyRecord) -> Bool

    /// - Parameter isMain: the one thing to do next with such a record; drawn as the page's primary button.
    public init<A: Action>(_: A.Type, isMain: Bool = false, when suits: @escaping @Sendable (AnyRecord) -> Bool = { _ in true }) {
        action = A.name
        self.isMain = isMain
        self.suits = suits
    }
}

/// A tile of the home page: what matters today, from one platform.
public struct Digest: Sendable {
    public let name: String
    let load: @Sendable (Database, Links) throws -> [TileView]

    public init(_ name: String, _ load: @escaping @Sendable (Database, Links) throws -> [TileView]) {
        self.name = name
        self.load = load
    }
}

/// One tick of a build path, computed from the data and never clicked.
public struct Check: Sendable {
    public let path: BuildPath
    public let title: String
    public let detail: String
    public let url: String
    public let action: String
    let isDone: @Sendable (Database) throws -> Bool

    public init(_ path: BuildPath, _ title: String, detail: String, to url: String, action: String, _ isDone: @escaping @Sendable (Database) throws -> Bool) {
        self.path = path
        self.title = title
        self.detail = detail
        self.url = url
        self.action = action
        self.isDone = isDone
    }
}

/// Host names that a workspace's public sites answer to.
public struct HostSource: Sendable {
    let load: @Sendable (Database) throws -> [String]

    public init(_ load: @escaping @Sendable (Database) throws -> [String]) { self.load = load }
}

/// Addresses of records, for panels and tiles, which have no request.
public struct Links: Sendable {
    let suite: Suite
    let catalog: Catalog
    /// For POST buttons in panels.
    public let forgery: Forgery
    /// What the person's clock shows.
    public let zone: Zone

    public func url(_ object: String, _ id: Int64) -> String { suite.url(of: object, id, in: catalog) }

    /// What the button of an action says; its name where the action is gone.
    public func title(ofAction name: String) -> String { suite.actions.first { $0.name == name }?.title ?? name }

    public func url(_ record: AnyRecord) -> String { url(record.object.name, record.id) }

    public func url<O>(_ record: Record<O>) -> String { url(record.any) }

    public func url<O: ObjectType>(_ key: Key<O>) -> String { url(O.object.name, key.id) }

    /// The list of an object, filtered by a CEL condition.
    public func list(_ object: String, filter: String? = nil) -> String { suite.listURL(of: object, filter: filter, in: catalog) }
}
