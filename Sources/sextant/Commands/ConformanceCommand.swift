import ArgumentParser
import Expressions
import FoundationEssentials
import Liquid

/// The public suites of the two languages that Sextant speaks.
struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "conformance", abstract: "Runs a conformance file of CEL or Liquid; lists what fails.")

    enum Language: String, ExpressibleByArgument, CaseIterable { case cel, liquid }

    @Argument(help: "cel or liquid.")
    var language: Language

    @Argument(help: "The file of cases (JSON).")
    var file: String

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw ValidationError("“\(file)” cannot be read.") }
        let (passed, failures): (Int, [String])
        switch language {
        case .cel:
            let result = try conformanceRun(json: data)
            (passed, failures) = (result.passed, result.failures)
        case .liquid: (passed, failures) = runConformance(json: Array(data))
        }
        for failure in failures { print(failure) }
        print("\(passed) passed, \(failures.count) failed")
        if !failures.isEmpty { throw ExitCode.failure }
    }
}
