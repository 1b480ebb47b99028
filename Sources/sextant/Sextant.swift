import ArgumentParser

/// One login. One data model. Six platforms. Zero app-switching.
@main
struct Sextant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sextant", abstract: "One login. One data model. Six platforms. Zero app-switching.", version: Version.text,
        subcommands: [Serve.self])
}

enum Version {
    static let text = "0.1.0"
}
