import Kernel

/// A list of tasks that projects of a kind begin with.
public enum ProjectTemplate: ObjectType {
    public static let object = Object("project_template", owner: .oliver, title: "Project template", columns: ["name", "tasks", "updated_at"])

    public static let name = Field<String>("name", unique: true, searchable: true)
    public static let tasks = Field<String>("tasks", kind: .longText, help: "One a line: days after the start | what to do.")

    public static var fields: [any AnyField] { [name, tasks] }
}

/// Work for somebody, with an end.
public enum Project: ObjectType {
    public static let object = Object("project", owner: .oliver, title: "Project", columns: ["name", "contact", "status", "starts_on", "owner"])

    public static let name = Field<String>("name", searchable: true)
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let company = Field<Key<Company>?>("company", onDelete: .setNull)
    public static let deal = Field<Key<Deal>?>("deal", onDelete: .setNull)
    public static let status = Field<String>("status", kind: .choice([.init("active", "Active", color: "oliver"), .init("done", "Done", color: "good"), .init("paused", "Paused")]), default: "active")
    public static let startsOn = Field<LocalDate?>("starts_on", "Starts")

    public static var fields: [any AnyField] { [name, contact, company, deal, status, startsOn] }
}

/// Something to do. (Swift's own `Task` keeps its name; customers read “task”.)
public enum ToDo: ObjectType {
    public static let object = Object("task", owner: .oliver, title: "Task", titleField: "title", indexes: [["done", "due_on"]], columns: ["title", "done", "due_on", "contact", "project", "owner"])

    public static let title = Field<String>("title", searchable: true)
    public static let notes = Field<String?>("notes", kind: .longText)
    public static let done = Field<Bool>("done", default: false)
    public static let dueOn = Field<LocalDate?>("due_on", "Due")
    public static let contact = Field<Key<Contact>?>("contact", onDelete: .setNull)
    public static let deal = Field<Key<Deal>?>("deal", onDelete: .setNull)
    public static let project = Field<Key<Project>?>("project", onDelete: .cascade)

    public static var fields: [any AnyField] { [title, notes, done, dueOn, contact, deal, project] }
}

/// A project began.
public struct ProjectStarted: Event {
    public static let name = "oliver.project.started"
    public static let title = "Project started"

    public let project: Key<Project>
    public let projectName: String
    public let contact: Key<Contact>?
    public let tasks: Int

    public init(project: Key<Project>, projectName: String, contact: Key<Contact>?, tasks: Int) {
        self.project = project
        self.projectName = projectName
        self.contact = contact
        self.tasks = tasks
    }

    public var subject: Subject { Subject(project) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Project ", projectName, to: subject, " started", detail: tasks == 1 ? "1 task" : "\(tasks) tasks") }
}

/// A task was done.
public struct TaskDone: Event {
    public static let name = "oliver.task.done"
    public static let title = "Task done"

    public let task: Key<ToDo>
    public let taskTitle: String
    public let contact: Key<Contact>?

    public init(task: Key<ToDo>, taskTitle: String, contact: Key<Contact>?) {
        self.task = task
        self.taskTitle = taskTitle
        self.contact = contact
    }

    public var subject: Subject { Subject(task) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Task ", taskTitle, to: subject, " done") }
}

/// A task was given to somebody.
public struct TaskCreated: Event {
    public static let name = "oliver.task.created"
    public static let title = "Task created"

    public let task: Key<ToDo>
    public let taskTitle: String
    public let contact: Key<Contact>?
    public let dueOn: LocalDate?

    public init(task: Key<ToDo>, taskTitle: String, contact: Key<Contact>?, dueOn: LocalDate?) {
        self.task = task
        self.taskTitle = taskTitle
        self.contact = contact
        self.dueOn = dueOn
    }

    public var subject: Subject { Subject(task) }
    public var about: [AnyKey] { [contact?.of()].compactMap { $0 } }
    public var line: EventLine { EventLine("Task ", taskTitle, to: subject, " created", detail: dueOn.map { "due \($0.formatted())" }) }
}
