// crash-writer PATH|URL SCHEMA FIRST
//
// Writes numbered rows from eight tasks until it is killed. For each number it prints `? n` before it asks the store
// and `= n` after the store has answered, each with one unbuffered write. CrashTests kills it and looks what is there.
import Store
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

func say(_ text: String) {
    let line = Array((text + "\n").utf8)
    guard write(1, line, line.count) == line.count else { exit(74) }
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let first = Int(arguments[3]) else {
    say("usage: crash-writer PATH|URL SCHEMA FIRST")
    exit(64)
}
let location: StoreLocation =
    arguments[1].hasPrefix("postgres") ? .postgres(url: arguments[1], schema: arguments[2]) : .sqlite(path: arguments[1])

let store = try await Store.open(location)
try await store.write { tx in
    try tx.run("CREATE TABLE IF NOT EXISTS left_side (n bigint PRIMARY KEY, filling text NOT NULL)")
    try tx.run("CREATE TABLE IF NOT EXISTS right_side (n bigint PRIMARY KEY, size bigint NOT NULL)")
}

let next = Atomic<Int>(first)
try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<8 {
        group.addTask {
            while true {
                let n = next.add(1, ordering: .relaxed).oldValue
                let filling = String(repeating: "x", count: n % 37 * 50)
                say("? \(n)")
                try await store.write { tx in
                    try tx.run("INSERT INTO left_side VALUES (\(n), \(filling))")
                    try tx.run("INSERT INTO right_side VALUES (\(n), \(filling.utf8.count))")
                }
                say("= \(n)")
            }
        }
    }
    try await group.waitForAll()
}
