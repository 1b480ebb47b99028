import Kernel
import Model

extension Tasks {
    /// The next open tasks of a contact, deal or project: two statements.
    static let nextPanel = Panel("Next", on: ["contact", "deal", "project"]) { record, db, links in
        let field = record.object.name
        var query = Query(ToDo.self).where(ToDo.done == false)
        switch field {
        case "contact": query = query.where(ToDo.contact == record.key.of())
        case "deal": query = query.where(ToDo.deal == record.key.of())
        default: query = query.where(ToDo.project == record.key.of())
        }
        let tasks = try db.fetch(query.order(by: ToDo.dueOn).limit(5))
        let today = try db.today()
        let back = links.url(record)
        let list: HTML = tasks.isEmpty ? "<p class=\"small soft\">Nothing to do.</p>" : """
            <ul class=small>\(tasks, { task in
                "<li class=row><a\(attribute: "href", links.url(task))>\(task.title)</a> <span class=soft>\(task[ToDo.dueOn].map { "\($0.formatted(withYear: false))" })</span>\(if: task.isOverdue(on: today), Chip("overdue", .bad).html) \(doneButton(task, back: back, links.forgery))</li>"
            })</ul>
            """
        let new = Button("New task", to: actionURL("oliver.task.create", [(field, record.key.text)]), style: .quiet)
        return PanelView("Next", platform: .oliver, to: links.list("task", filter: "\(field) == \"\(record.key.text)\" && !done"), body: HTML(list, new))
    }

    /// Tasks due this week, and those that are late: two statements.
    static let weekDigest = Digest("Tasks") { db, links in
        let today = try db.today()
        let end = today.adding(days: 7)
        let late = try db.count(Query(ToDo.self).where(ToDo.done == false && ToDo.dueOn < today))
        let due = try db.count(Query(ToDo.self).where(ToDo.done == false && ToDo.dueOn >= today && ToDo.dueOn <= end))
        let caption: HTML = late == 0 ? "nothing overdue" : "<a href=\"\(url: links.list("task", filter: "!done && due_on < \"\(today)\""))\">\(late) overdue</a>"
        return [TileView("Due this week", platform: .oliver, figure: "\(due)", chip: late > 0 ? Chip("late", .bad) : nil, caption: caption, to: "/app/oliver/today?who=all")]
    }
}
