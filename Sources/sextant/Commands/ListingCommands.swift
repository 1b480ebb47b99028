import ArgumentParser
import Kernel

/// Every line of the server: what it answers to, who may, and where it is written.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "routes", abstract: "Lists every address with the permission it needs.")

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let routes = Suite.sextant().routes
        guard !json else {
            return print(JSON.array(routes.map { ["method": .string($0.method.rawValue), "path": .string($0.path), "needs": .string($0.need.words), "file": .string($0.fileID), "line": .int(Int64($0.line))] }))
        }
        printTable(routes.map { [$0.method.rawValue, $0.path, $0.need.words, "\($0.fileID):\($0.line)"] })
    }
}

/// Every kind of event, and what reacts to events.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "events", abstract: "Lists every kind of event, and what reacts to them.")

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let suite = Suite.sextant()
        guard !json else {
            let events = suite.events.map { kind -> JSON in ["name": .string(kind.name), "title": .string(kind.title), "file": .string(kind.fileID), "line": .int(Int64(kind.lineNumber))] }
            let reactions = suite.reactions.map { reaction -> JSON in ["name": .string(reaction.name), "to": .array(suite.events.filter { reaction.reacts(to: $0.name) }.map { .string($0.name) }), "file": .string(reaction.fileID), "line": .int(Int64(reaction.line))] }
            return print(JSON.object(["events": .array(events), "reactions": .array(reactions)]))
        }
        printTable(suite.events.map { ["event", $0.name, $0.title, "\($0.fileID):\($0.lineNumber)"] } + suite.reactions.map { reaction in ["reaction", reaction.name, Self.kinds(reaction, suite), "\(reaction.fileID):\(reaction.line)"] })
    }

    /// The domain events a reaction answers to; it may answer to changes of records too.
    private static func kinds(_ reaction: Reaction, _ suite: Suite) -> String {
        let kinds = suite.events.map(\.name).filter(reaction.reacts(to:))
        return kinds.count == suite.events.count ? "every event" : kinds.isEmpty ? "changes of records" : kinds.joined(separator: ", ")
    }
}

struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Says which version this is.")

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws { print(json ? JSON.object(["version": .string(Version.text)]).description : "sextant \(Version.text)") }
}

extension Need {
    /// `invoice.update`
    var words: String {
        switch self {
        case .nobody: "nobody"
        case .signedIn: "signed in"
        case .permission(let permission): "\(permission.object).\(permission.verb.rawValue)"
        case .object(let verb): "{object}.\(verb.rawValue)"
        case .token: "token"
        case .tokenObject(let verb): "token {object}.\(verb.rawValue)"
        }
    }
}

/// Columns as wide as their widest cell.
func printTable(_ rows: [[String]]) {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    for row in rows {
        let cells = row.enumerated().map { index, cell in index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count) }
        print(cells.joined(separator: "  "))
    }
}
