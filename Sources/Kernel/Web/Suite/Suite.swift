import Events
import Identity
import Look
import Records

/// Everything the six platforms handed in, ready to be looked up. Made once, at the start.
public struct Suite: Sendable {
    public let platforms: [any Platform]
    public let catalog: Catalog
    public let events: [EventKind]
    public let actions: [AnyAction]
    public let reactions: [Reaction]
    public let jobs: [JobKind]
    public let schedules: [Schedule]
    public let checks: [Check]
    let panels: [Panel]
    let digests: [Digest]
    let hosts: [HostSource]
    let sections: [(brand: PlatformBrand, section: Section)]
    private let offers: [String: Offer]
    private let actionsByName: [String: AnyAction]
    private let eventsByName: [String: EventKind]

    public init(_ platforms: [any Platform], objects: [any ObjectType.Type], events: [EventKind]) {
        self.platforms = platforms
        self.events = events
        catalog = Catalog(objects)
        let features = platforms.flatMap(\.features)
        actions = features.flatMap(\.actions)
        reactions = features.flatMap(\.reactions)
        jobs = features.flatMap(\.jobs)
        schedules = features.flatMap(\.schedules)
        checks = features.flatMap(\.checks)
        panels = features.flatMap(\.panels)
        offers = Dictionary(features.flatMap(\.offers).map { ($0.action, $0) }, uniquingKeysWith: { first, _ in preconditionFailure("Two offers of \(first.action).") })
        digests = features.flatMap(\.digests)
        hosts = features.flatMap(\.hosts)
        sections = platforms.flatMap { platform in platform.features.flatMap(\.sections).map { (platform.brand, $0) } }
        actionsByName = Dictionary(actions.map { ($0.name, $0) }, uniquingKeysWith: { first, second in preconditionFailure("Two actions are called \(first.name): \(second.fileID).") })
        eventsByName = Dictionary(events.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in preconditionFailure("Two events are called \(first.name).") })
        precondition(Set(reactions.map(\.name)).count == reactions.count, "Two reactions have the same name.")
    }

    /// All routes: the platforms' own, then the kernel's, which serve every object of the catalog.
    public var routes: [Route] { platforms.flatMap { $0.features.flatMap(\.routes) } + KernelRoutes.all }

    public func action(named name: String) throws -> AnyAction {
        guard let action = actionsByName[name] else { throw RecordError.unknownAction(name) }
        return action
    }

    func event(named name: String) -> EventKind? { eventsByName[name] }

    /// The actions that a record's page offers to somebody who may run them.
    func actions(on object: ObjectDefinition, for visit: Visit) -> [AnyAction] {
        actions.filter { $0.subject?.field.kind.target == object.name && visit.allows($0.permission.verb, $0.permission.object) }
    }

    /// The actions that suit a record as it stands; the one to do next, if there is one, apart.
    func offered(on record: AnyRecord, for visit: Visit) -> (main: AnyAction?, others: [AnyAction]) {
        let suiting = actions(on: record.object, for: visit).filter { offers[$0.name]?.suits(record) ?? true }
        let main = suiting.first { offers[$0.name]?.isMain == true }
        return (main, suiting.filter { $0.name != main?.name })
    }

    // MARK: Addresses

    /// `/app/spark/contacts`
    public func listURL(of object: String, filter: String? = nil, in catalog: Catalog) -> String {
        guard let definition = catalog[object] else { return "/app" }
        let base = "\(definition.object.owner.brand.url)/\(definition.object.path)"
        return filter.map { "\(base)?filter=\(Incoming.encode($0))" } ?? base
    }

    /// `/app/spark/contacts/0G3…`
    public func url(of object: String, _ id: Int64, in catalog: Catalog) -> String { "\(listURL(of: object, in: catalog))/\(AnyKey(id).text)" }

    /// The menu of a platform: its own sections, then the objects it owns.
    func sections(of brand: PlatformBrand, for visit: Visit) -> [NavLink] {
        let current = visit.request.rawPath
        let own = sections.filter { $0.brand == brand && visit.allows($0.section.permission.verb, $0.section.permission.object) }
            .map { NavLink($0.section.title, to: $0.section.path, isCurrent: current.hasPrefix($0.section.path)) }
        let objects = visit.catalog.objects.filter { object in
            object.object.owner.brand == brand && !object.object.isInternal && object.object.parent == nil && visit.access.allows(.read, object, in: visit.catalog)
                && !own.contains { $0.title == object.object.plural }
        }
        return own + objects.map { object in
            let url = listURL(of: object.name, in: visit.catalog)
            return NavLink(object.object.plural, to: url, isCurrent: current == url || current.hasPrefix(url + "/"))
        }
    }
}

extension Owner {
    /// Where an object's pages stand; accounts live in FORGE's part of the menu.
    public var brand: PlatformBrand {
        switch self {
        case .arion: .arion
        case .spark: .spark
        case .oliver: .oliver
        case .stella: .stella
        case .forge, .account: .forge
        case .argus: .argus
        }
    }
}
