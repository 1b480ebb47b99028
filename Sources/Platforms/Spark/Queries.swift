import Kernel

extension Query {
    /// By when somebody last changed them.
    func lastChangedFirst() -> Query {
        var copy = self
        copy.any.order.append(.init("updated_at", descending: true))
        return copy
    }
}

/// The form of an action, with what is known already.
func actionURL(_ name: String, _ known: [(name: String, value: String)] = []) -> String {
    let query = known.map { "\($0.name)=\(Incoming.encode($0.value))" }.joined(separator: "&")
    return "/app/actions/\(name)" + (query.isEmpty ? "" : "?\(query)")
}
