import Kernel
import Model

/// My tasks that are due, and those that are nobody's yet: three statements, however many there are.
struct TodayPage {
    static let limit = 200

    let today: LocalDate
    let tasks: [Record<ToDo>]
    let everybody: Bool

    static func load(_ visit: Request) async throws -> TodayPage {
        let everybody = visit.request.query("who") == "all" || visit.access.actor == nil
        return try await visit.read { db in
            let today = try db.today()
            var query = Query(ToDo.self).where(ToDo.done == false && ToDo.dueOn <= today.adding(days: 7))
            if !everybody, let me = db.access.actor { query = query.where(Tasks.assignee == Key<User>(me) || Tasks.assignee.isEmpty()) }
            let tasks = try db.fetch(query.order(by: ToDo.dueOn).including(ToDo.contact).including(ToDo.project).limit(limit))
            return TodayPage(today: today, tasks: tasks, everybody: everybody)
        }
    }

    func answer(_ visit: Request) -> Answer {
        let tabs = Tabs("Whose tasks", [
            NavLink("Mine and nobody's", to: "/app/oliver/today", isCurrent: !everybody), NavLink("Everybody's", to: "/app/oliver/today?who=all", isCurrent: everybody),
        ])
        let new = visit.allows(.create, "task") ? [Button("New task", to: actionURL("oliver.task.create"), style: .primary, key: "c")] : []
        let count = tasks.count == 1 ? "1 task" : "\(tasks.count) tasks"
        return visit.page(
            "Today", on: .oliver, crumbs: [NavLink("Today", to: "/app/oliver/today")],
            HTML(Head("Today", truth: "\(today.formatted()) · \(count) due within a week", actions: new), tabs, content(visit)))
    }

    private func content(_ visit: Request) -> HTML {
        guard !tasks.isEmpty else { return EmptyState("Nothing is due this week.", action: Button("All tasks", to: visit.suite.listURL(of: "task", in: visit.catalog))).html }
        let groups = [
            ("Overdue", tasks.filter { $0.isOverdue(on: today) }), ("Today", tasks.filter { $0[ToDo.dueOn] == today }),
            ("Next 7 days", tasks.filter { ($0[ToDo.dueOn] ?? today) > today }),
        ]
        return Stack(groups.filter { !$0.1.isEmpty }.map { title, tasks in Card(title, platform: .oliver, isFlush: true, body: table(title, tasks, visit)) }).html
    }

    private func table(_ title: String, _ tasks: [Record<ToDo>], _ visit: Request) -> HTML {
        let mayTick = visit.allows(.update, "task")
        return TableView(
            title, columns: [.init("Task"), .init("Contact", isHiddenOnPhone: true), .init("Project", isHiddenOnPhone: true), .init("Due"), .init("")],
            rows: tasks.map { task in
                TableView.Row([
                    .link(task.title, to: visit.url(task)),
                    task.included(ToDo.contact).map { .link($0.title, to: visit.url($0)) } ?? .none,
                    task.included(ToDo.project).map { .link($0.title, to: visit.url($0)) } ?? .none,
                    .optional(task[ToDo.dueOn]?.formatted(withYear: false)),
                    mayTick ? .html(Tasks.doneButton(task, back: everybody ? "/app/oliver/today?who=all" : "/app/oliver/today", visit.forgery).html) : .none,
                ], url: visit.url(task))
            }, isInCard: true).html
    }

    static func tickOff(_ visit: Request) async throws -> Answer {
        let outcome = try await visit.run("oliver.task.done", ["task": .string(visit.path("id"))])
        // Only our own pages: what is posted must not lead people elsewhere.
        let back = visit.request.form["back"].flatMap { $0.hasPrefix("/app/") ? $0 : nil } ?? "/app/oliver/today"
        return visit.redirect(back, saying: outcome.says)
    }
}

extension Tasks {
    static func doneButton(_ task: Record<ToDo>, back: String, _ forgery: Forgery) -> PostButton {
        PostButton("Done", to: "/app/oliver/tasks/\(task.key.text)/done", fields: [("back", back)], style: .quiet, forgery: forgery, label: "“\(task.title)” is done")
    }
}

extension Record<ToDo> {
    func isOverdue(on today: LocalDate) -> Bool { !self[ToDo.done] && (self[ToDo.dueOn].map { $0 < today } ?? false) }
}
