import ArgumentParser
import Kernel

/// A business to look around in.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Makes the business of the tour, Harbour Coffee, unless it is there.")

    @Option(help: "The day on which it is alive, such as 2026-11-22; today when left out.")
    var today: String?

    @OptionGroup var place: Place

    func run() async throws {}
}
