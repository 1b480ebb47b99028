import Expressions
import Store

extension Transaction {
    /// Saves what a form or a program asked for: the data rules of the object hold, before the change.
    public func saveGuarded(_ record: inout AnyRecord) throws {
        if !record.isNew { try check(.update, record) }
        try checkParent(of: record)
        try save(&record)
    }

    /// Deletes on behalf of a form or a program.
    public func deleteGuarded(_ record: AnyRecord) throws {
        try check(.delete, record)
        try checkParent(of: record)
        try delete(record)
    }

    private func check(_ verb: Verb, _ record: AnyRecord) throws {
        for rule in record.object.object.guards where rule.verb == verb {
            let filter = try Filter(rule.condition, on: record.object, access: .system, catalog: catalog)
            guard filter.matches(try system.require(record.object.name, record.id), now: now) else { throw RecordError.guarded(rule.says) }
        }
    }

    private func checkParent(of record: AnyRecord) throws {
        guard let parent = record.object.object.parent, let index = record.object.position(of: parent), let target = record.object.fields[index].kind.target else { return }
        // Both the parent it leaves and the one it goes to.
        let keys = Set([record.stored(index).0, record.originalStored(index)].compactMap(\.int))
        for key in keys.sorted() { if let above = try system.find(target, key) { try check(.update, above) } }
    }
}
