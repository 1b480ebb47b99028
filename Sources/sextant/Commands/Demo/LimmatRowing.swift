import Kernel
import Model

/// The second workspace of the same account, to switch to.
struct LimmatRowing {
    let front: Front

    init(_ front: Front) { self.front = front }

    func make() async throws {
        _ = try await front.house.create("limmat", name: "Limmat Rowing Club", owner: DemoCommand.owner, ownerName: "Ana Keller", password: DemoCommand.password)
        let workspace = try await front.workspace("limmat")
        try await workspace.write(as: .system) { tx in
            for (first, last) in [("Reto", "Vogel"), ("Lea", "Baumann"), ("Nina", "Hug")] {
                var member = tx.new(Contact.self)
                member[Contact.name] = "\(first) \(last)"
                member[Contact.firstName] = first
                member[Contact.lastName] = last
                member[Contact.email] = "\(first.lowercased())@limmat.test"
                member[Contact.stage] = "customer"
                try tx.save(member)
            }
            var task = tx.new(ToDo.self)
            task[ToDo.title] = "Varnish the double scull"
            task[ToDo.dueOn] = LocalDateTime(tx.now, secondsFromUTC: 3_600).date.adding(days: 4)
            try tx.save(task)
        }
    }
}
