import Kernel

extension Database {
    /// The day it is for the person who asks; in UTC where nobody does.
    func today() throws -> LocalDate {
        guard let actor = access.actor, let user = try find(Key<User>(actor)) else { return Zone.utc.local(now).date }
        do { return try Zone(user[User.zone]).local(now).date } catch { return Zone.utc.local(now).date }
    }
}

/// The form of an action, with what is known already.
func actionURL(_ name: String, _ known: [(name: String, value: String)] = []) -> String {
    let query = known.map { "\($0.name)=\(Incoming.encode($0.value))" }.joined(separator: "&")
    return "/app/actions/\(name)" + (query.isEmpty ? "" : "?\(query)")
}
