import Kernel
import Model

/// What can start a workflow: the events of the suite, and the creating, changing and deleting of any record.
enum Trigger {
    static let verbs = [("created", "created"), ("updated", "changed"), ("deleted", "deleted")]

    static func title(_ kind: String, in catalog: Catalog) -> String {
        if let event = DataModel.events.first(where: { $0.name == kind }) { return event.title }
        let parts = kind.split(separator: ".").map(String.init)
        guard parts.count == 2, let object = catalog[parts[0]], let verb = verbs.first(where: { $0.0 == parts[1] }) else { return kind }
        return "\(object.object.title) \(verb.1)"
    }

    static func choices(in catalog: Catalog) -> [FormField.Choice] {
        let objects = catalog.objects.filter { !$0.object.isInternal && $0.object.owner != .argus && $0.object.owner != .account }
        return DataModel.events.map { .init($0.name, $0.title) } + objects.flatMap { object in
            verbs.map { .init("\(object.name).\($0.0)", "\(object.object.title) \($0.1)") }
        }
    }

    static func exists(_ kind: String, in catalog: Catalog) -> Bool {
        if DataModel.events.contains(where: { $0.name == kind }) { return true }
        let parts = kind.split(separator: ".").map(String.init)
        return parts.count == 2 && catalog[parts[0]] != nil && verbs.contains { $0.0 == parts[1] }
    }

    static func platform(_ kind: String, in catalog: Catalog) -> PlatformBrand {
        let first = kind.split(separator: ".").first.map(String.init) ?? ""
        return PlatformBrand(rawValue: first) ?? catalog[first]?.object.owner.brand ?? .argus
    }
}
