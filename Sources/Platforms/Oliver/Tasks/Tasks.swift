import Kernel
import Model

/// What is to be done, by whom and until when.
enum Tasks {
    static let feature = Feature(
        "Tasks",
        routes: [
            Route(.get, "/app/oliver/today", needs: .permission(Permission(.read, ToDo.self))) { try await TodayPage.load($0).answer($0) },
            Route(.post, "/app/oliver/tasks/{id}/done", needs: .permission(Permission(.update, ToDo.self)), TodayPage.tickOff),
        ],
        actions: [AnyAction(Create.self), AnyAction(Finish.self)],
        sections: [Section("Today", to: "/app/oliver/today", needs: Permission(.read, ToDo.self))],
        panels: [nextPanel],
        offers: [Offer(Finish.self, isMain: true) { $0["done"] != true }],
        digests: [weekDigest],
        checks: [
            Check(.foundation, "A task done", detail: "Write down what is next, then tick it off.", to: "/app/oliver/today", action: "Open today") { db in
                try db.first(Query(ToDo.self).where(ToDo.done == true)) != nil
            },
        ])

    /// Who has to do it.
    static let assignee = Field<Key<User>?>("owner")
}
