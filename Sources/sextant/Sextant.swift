import ArgumentParser

/// One login. One data model. Six platforms. Zero app-switching.
@main
struct Sextant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sextant", abstract: "One login. One data model. Six platforms. Zero app-switching.", version: Version.text,
        subcommands: [
            Serve.self, WorkspaceCommand.self, TokenCommand.self, ImportCommand.self, PublishCommand.self, DemoCommand.self, RoutesCommand.self, EventsCommand.self,
            DoctorCommand.self, ConformanceCommand.self, VersionCommand.self,
        ])
}

enum Version {
    static let text = "0.1.0"
}
