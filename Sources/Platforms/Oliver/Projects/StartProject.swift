import Kernel
import Model

extension Projects {
    struct Start: Action {
        static let name = "oliver.project.start"
        static let title = "Start a project"
        static let permission = Permission(.create, Project.self)
        static let parameters: [Parameter] = [
            Parameter("name"),
            Parameter("template", required: false, help: "The name of a project template."),
            .record("contact", Contact.self, required: false),
            .record("company", Company.self, required: false),
            .record("deal", Deal.self, required: false),
        ]

        let name: String
        let template: String?
        let contact: Key<Contact>?
        let company: Key<Company>?
        let deal: Key<Deal>?

        func run(in tx: Transaction) throws -> Outcome {
            let deal = try deal.map { try tx.require($0) }
            let contact = try (contact ?? deal?[Deal.contact]).flatMap { try tx.find($0) }
            let tasks = try TemplateTask.parse(template.map { try Self.template($0, in: tx)[ProjectTemplate.tasks] } ?? "")
            let today = try tx.today()
            var project = tx.new(Project.self)
            project[Project.name] = name
            project[Project.contact] = contact?.key
            project[Project.company] = company ?? deal?[Deal.company] ?? contact?[Contact.company]
            project[Project.deal] = self.deal
            project[Project.startsOn] = today
            let owner = deal?[Tasks.assignee] ?? contact?[Tasks.assignee]
            if let owner { project.any["owner"] = owner }
            try tx.save(&project)
            for task in tasks {
                var record = tx.new(ToDo.self)
                record[ToDo.title] = task.title
                record[ToDo.dueOn] = today.adding(days: task.days)
                record[ToDo.project] = project.key
                record[ToDo.contact] = contact?.key
                if let owner { record.any["owner"] = owner }
                try tx.save(record)
            }
            try tx.record(ProjectStarted(project: project.key, projectName: name, contact: contact?.key, tasks: tasks.count))
            return Outcome(
                "Started “\(name)” with \(tasks.count == 1 ? "1 task" : "\(tasks.count) tasks").", record: Subject(project.key),
                values: ["project": .string(project.key.text), "tasks": .int(Int64(tasks.count))])
        }

        /// By key or by name.
        private static func template(_ text: String, in tx: Transaction) throws -> Record<ProjectTemplate> {
            if let key = Key<ProjectTemplate>(text), let found = try tx.find(key) { return found }
            if let found = try tx.first(Query(ProjectTemplate.self).where(ProjectTemplate.name == text)) { return found }
            throw RecordError.invalid([FieldProblem("template", "There is no project template “\(text.prefix(80))”.")])
        }
    }
}
