// reaction-worker PATH|URL SCHEMA FIRST | reaction-worker PATH|URL SCHEMA drain
//
// Writes orders from four tasks while the reaction counts each of them, until it is killed. For each order it prints
// `= n` after the store has said that it is kept, with one unbuffered write. With `drain` it runs what is left and ends.
import Events
import JSON
import Logging
@_spi(Kernel) import Records
import Store
import Synchronization
import Timekeeping

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

enum Person: ObjectType {
    static let object = Object("user", owner: .account, title: "User")
    static let name = Field<String>("name")
    static var fields: [any AnyField] { [name] }
}

enum Crew: ObjectType {
    static let object = Object("team", owner: .account, title: "Team")
    static let name = Field<String>("name")
    static var fields: [any AnyField] { [name] }
}

enum Order: ObjectType {
    static let object = Object("shop_order", owner: .oliver, title: "Order")
    static let name = Field<String>("name", unique: true)
    static var fields: [any AnyField] { [name] }
}

/// What the reaction does for one order: a row that may exist once, and a running total.
enum Counted: ObjectType {
    static let object = Object("counted", owner: .stella, title: "Count", plural: "Counts")
    static let name = Field<String>("name", indexed: true)
    static var fields: [any AnyField] { [name] }
}

enum Total: ObjectType {
    static let object = Object("total", owner: .stella, title: "Total")
    static let name = Field<String>("name", unique: true)
    static let orders = Field<Int>("orders", default: 0)
    static var fields: [any AnyField] { [name, orders] }
}

func say(_ text: String) {
    let line = Array((text + "\n").utf8)
    guard write(1, line, line.count) == line.count else { exit(74) }
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
    say("usage: reaction-worker PATH|URL SCHEMA FIRST|drain")
    exit(64)
}
let location: StoreLocation = arguments[1].hasPrefix("postgres") ? .postgres(url: arguments[1], schema: arguments[2]) : .sqlite(path: arguments[1])
// Two workers on one server need different nodes for their keys.
let workspace = try await Workspace("harbour", at: location, catalog: Catalog([Person.self, Crew.self, Order.self, Counted.self, Total.self]), node: Int(getpid()) & 1_023)

let count = Reaction("stella.count", when: { $0 == "shop_order.created" }) { event, tx in
    guard let subject = event.subject else { return }
    let order = try tx.require("shop_order", subject.id)
    var counted = tx.new(Counted.self)
    counted[Counted.name] = order.title
    try tx.save(&counted)
    var total = try tx.first(Query(Total.self)) ?? tx.new(Total.self)
    total[Total.name] = "orders"
    total[Total.orders] += 1
    try tx.save(&total)
}
// No lease may outlive a killed worker for long, or the next one would have to wait for it.
let job = JobKind("count.again", maxAttempts: 1_000, lease: .milliseconds(50)) { run in
    try await run.finish { tx in
        var counted = tx.new(Counted.self)
        counted[Counted.name] = "job " + (run.payload.stringValue ?? "")
        try tx.save(&counted)
    }
}
let ask = Reaction("stella.ask", when: { $0 == "shop_order.created" }) { event, tx in
    guard let subject = event.subject else { return }
    try tx.enqueue("count.again", .string(try tx.require("shop_order", subject.id).title))
}
let quiet = Logger(label: "reaction-worker") { _ in SwiftLogNoOpLogHandler() }
let runtime = Runtime(workspace, reactions: [count, ask], jobs: [job], logger: quiet)
// The reactions' positions exist before the first order, so that none is older than they are.
try await runtime.settle()

guard let first = Int(arguments[3]) else {
    while try await runtime.settle() != nil {}
    await workspace.close()
    say("done")
    exit(0)
}
say("ready")
let next = Atomic<Int>(first)
runtime.start()
try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<4 {
        group.addTask {
            while true {
                let n = next.add(1, ordering: .relaxed).oldValue
                try await workspace.write(as: .system) { tx in
                    var order = tx.new(Order.self)
                    order[Order.name] = "order \(n)"
                    try tx.save(&order)
                }
                say("= \(n)")
            }
        }
    }
    try await group.waitForAll()
}
