import ArgumentParser
import Kernel

/// Workspaces: each is a business with a database of its own.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "workspace", abstract: "Makes workspaces.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a workspace and its owner.")

        @Argument(help: "2 to 40 lower case letters, digits and hyphens.")
        var slug: String

        @Option(help: "The e-mail address of who may do everything.")
        var owner: String

        @Option(help: "The name people see; from the slug when left out.")
        var name: String?

        @Option(name: .customLong("owner-name"), help: "The owner's name.")
        var ownerName: String?

        @Option(name: .customLong("password-file"), help: "A file whose first line is the owner's password. Without it a password is made and printed.")
        var passwordFile: String?

        @OptionGroup var place: Place

        func run() async throws {
            let password = try passwordFile.map { try GivenFile.text($0).split(separator: "\n", omittingEmptySubsequences: false).first.map { String($0.trimmingSuffix("\r")) } ?? "" }
            try await place.run(Errand(.createWorkspace, ["slug": slug, "owner": owner, "name": name, "ownerName": ownerName, "password": password]))
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> Substring { hasSuffix(suffix) ? dropLast(suffix.count) : self }
}

extension Errand {
    func createWorkspace(_ front: Front) async throws -> ErrandResult {
        let given = arguments["password"], password = given ?? Secret.random()
        let slug = self["slug"], owner = self["owner"]
        do { _ = try User.email.definition.parse(owner) } catch { throw RecordError.invalid([FieldProblem("owner", error.message)]) }
        let name = arguments["name"] ?? slug.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        _ = try await front.house.create(slug, name: name, owner: owner, ownerName: arguments["ownerName"], password: password)
        _ = try await front.workspace(slug)
        let advice = given == nil ? "Password: \(password)\nIf this address had an account already, its password has not changed.\n" : ""
        return ErrandResult(stdout: "The workspace “\(slug)” is ready; \(owner) owns it.\n\(advice)")
    }
}
