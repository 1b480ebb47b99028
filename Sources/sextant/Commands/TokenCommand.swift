import ArgumentParser
import Kernel

/// Tokens for programs.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "token", abstract: "Makes API tokens.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a token and prints it. It is shown this once.")

        @Option(help: "The workspace it opens.")
        var workspace: String

        @Option(help: "The role it has, such as owner, manager, member or viewer.")
        var role: String

        @Option(help: "What it is for.")
        var label: String?

        @OptionGroup var place: Place

        func run() async throws {
            try await place.run(Errand(.createToken, ["workspace": workspace, "role": role, "label": label]))
        }
    }
}

extension Errand {
    func createToken(_ front: Front) async throws -> ErrandResult {
        ErrandResult(stdout: try await front.workspace(self["workspace"]).makeToken(role: self["role"], label: arguments["label"]) + "\n")
    }
}
