import Kernel
import Model

extension Tasks {
    struct Create: Action {
        static let name = "oliver.task.create"
        static let title = "New task"
        static let permission = Permission(.create, ToDo.self)
        static let parameters: [Parameter] = [
            Parameter("title", "What to do"),
            .record("contact", Contact.self, required: false),
            .record("deal", Deal.self, required: false),
            .record("project", Project.self, required: false),
            Parameter("due_on", "Due", .date, required: false),
            Parameter("due_in_days", "Due in days", .integer, required: false),
            .record("assignee", User.self, required: false),
            Parameter("notes", "Notes", .longText, required: false),
        ]

        let title: String
        let contact: Key<Contact>?
        let deal: Key<Deal>?
        let project: Key<Project>?
        let due_on: LocalDate?
        let due_in_days: Int?
        let assignee: Key<User>?
        let notes: String?

        func run(in tx: Transaction) throws -> Outcome {
            let deal = try deal.map { try tx.require($0) }
            let project = try project.map { try tx.require($0) }
            let contact = contact ?? deal?[Deal.contact] ?? project?[Project.contact]
            var task = tx.new(ToDo.self)
            task[ToDo.title] = title
            task[ToDo.notes] = notes
            task[ToDo.contact] = contact
            task[ToDo.deal] = self.deal
            task[ToDo.project] = self.project
            task[ToDo.dueOn] = try due_on ?? due_in_days.map { try tx.today().adding(days: $0) }
            if let owner = try assignee ?? Self.owner(contact, deal, in: tx) { task[Tasks.assignee] = owner }
            try tx.save(&task)
            try tx.record(TaskCreated(task: task.key, taskTitle: title, contact: contact, dueOn: task[ToDo.dueOn]))
            return Outcome("Created the task “\(title)”.", record: Subject(task.key), values: ["task": .string(task.key.text)])
        }

        private static func owner(_ contact: Key<Contact>?, _ deal: Record<Deal>?, in tx: Transaction) throws -> Key<User>? {
            if let owner = deal?[Tasks.assignee] { return owner }
            return try contact.flatMap { try tx.find($0) }?[Tasks.assignee]
        }
    }

    struct Finish: Action {
        static let name = "oliver.task.done"
        static let title = "Done"
        static let permission = Permission(.update, ToDo.self)
        static let parameters: [Parameter] = [.record("task", ToDo.self)]

        let task: Key<ToDo>

        func run(in tx: Transaction) throws -> Outcome {
            var record = try tx.require(task)
            guard !record[ToDo.done] else { return Outcome("“\(record.title)” was done already.", record: Subject(task)) }
            record[ToDo.done] = true
            try tx.save(record)
            try tx.record(TaskDone(task: task, taskTitle: record.title, contact: record[ToDo.contact]))
            return Outcome("“\(record.title)” is done.", record: Subject(task))
        }
    }
}
