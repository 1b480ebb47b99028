import ArgumentParser
import FoundationEssentials
import Forge
import Kernel

/// Rows of a file become records.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports a table by a mapping.",
        discussion: "Counts go to stdout, every bad cell to stderr. The exit code is 0 only when every row went in. A second import of the same file changes nothing.")

    @Argument(help: "The table: CSV, or whatever the mapping says.")
    var file: String

    @Option(help: "The workspace to import into.")
    var workspace: String

    @Option(help: "How columns become records (YAML); see Examples/imports. Without one, the file's name names the object and its header the fields.")
    var mapping: String?

    @Flag(name: .customLong("dry-run"), help: "Checks every row and says what would happen; writes nothing.")
    var isDry = false

    @OptionGroup var place: Place

    func run() async throws {
        guard FileManager.default.isReadableFile(atPath: file) else { throw ValidationError("“\(file)” cannot be read.") }
        let yaml = try mapping.map(GivenFile.text)
        try await place.run(Errand(.importFile, [
            "workspace": workspace, "file": GivenFile.absolute(file), "mapping": yaml, "mappingName": mapping, "dry": isDry ? "yes" : nil,
        ]))
    }
}

extension Errand {
    func importFile(_ front: Front) async throws -> ErrandResult {
        let workspace = try await front.workspace(self["workspace"])
        let file = self["file"], name = arguments["mappingName"] ?? file
        let mapping = if let yaml = arguments["mapping"] { try ImportMapping(yaml: yaml, name: name, catalog: workspace.catalog) } else {
            try ImportMapping(headerOf: file, catalog: workspace.catalog)
        }
        let report = try await mapping.run(file: file, into: workspace, isDry: arguments["dry"] != nil, place: name)
        return ErrandResult(exit: report.isComplete ? 0 : 1, stdout: Self.counts(report), stderr: Self.problems(report.problems))
    }

    private static func counts(_ report: ImportReport) -> String {
        let (created, updated, unchanged) = report.isDry ? ("would be created", "would be updated", "unchanged") : ("created", "updated", "unchanged")
        let lines = report.counts.map { "\($0.object): \($0.created) \(created), \($0.updated) \(updated), \($0.unchanged) \(unchanged)" }
        let rows = "\(report.rows) rows read" + (report.badRows > 0 ? ", \(report.badRows) left out" : "") + (report.isDry ? "; nothing was written" : "")
        return (lines + [rows]).joined(separator: "\n") + "\n"
    }

    private static func problems(_ problems: ImportProblems) -> String {
        let rest = problems.count - problems.listed.count
        let more = rest > 0 ? ["and \(rest) more"] : []
        return (problems.listed.map(\.description) + more).map { $0 + "\n" }.joined()
    }
}
