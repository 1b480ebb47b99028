import Kernel
import Model

/// Work for somebody, begun from a template.
enum Projects {
    static let feature = Feature(
        "Projects", actions: [AnyAction(Start.self)], panels: [tasksPanel],
        checks: [
            Check(.foundation, "A project template", detail: "The tasks that every project of a kind begins with.", to: "/app/oliver/project_templates", action: "Write a template") { db in
                try db.first(Query(ProjectTemplate.self)) != nil
            },
            Check(.foundation, "First project", detail: "Started by you or by a workflow.", to: "/app/oliver/projects", action: "Start a project") { db in
                try db.first(Query(Project.self)) != nil
            },
        ])

    /// The tasks of a project with its progress: one statement.
    static let tasksPanel = Panel("Tasks", on: ["project"], place: .middle) { record, db, links in
        let query = Query(ToDo.self).where(ToDo.project == record.key.of(Project.self)).order(by: ToDo.done).order(by: ToDo.dueOn)
        let tasks = try db.fetch(query.limit(200))
        guard !tasks.isEmpty else { return PanelView("Tasks", platform: .oliver, body: "<p class=\"small soft\">No tasks yet.</p>") }
        let table = TableView(
            "Tasks", columns: [.init("Task"), .init("Due"), .init("")],
            rows: tasks.map { task in
                TableView.Row([
                    .link(task.title, to: links.url(task)), .optional(task[ToDo.dueOn]?.formatted(withYear: false)),
                    task[ToDo.done] ? .chip("done", .good) : .html(Tasks.doneButton(task, back: links.url(record), links.forgery).html),
                ])
            }, isInCard: true)
        let progress = ProgressBar("Done", done: tasks.count { $0[ToDo.done] }, of: tasks.count, unit: "tasks")
        return PanelView("Tasks", platform: .oliver, to: links.list("task", filter: "project == \"\(record.key.text)\""), body: HTML(progress, table))
    }
}
