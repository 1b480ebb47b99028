import ArgumentParser
import FoundationEssentials
import Kernel

/// What this machine and this data need, each with what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "doctor", abstract: "Looks whether everything that Sextant needs is there.")

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var place: Place

    struct Finding {
        let name: String
        let isGood: Bool
        let detail: String
    }

    func run() async throws {
        let findings = [version, zones, pdf] + (await data())
        if json {
            print(JSON.array(findings.map { ["name": .string($0.name), "ok": .bool($0.isGood), "detail": .string($0.detail)] }))
        } else {
            printTable(findings.map { [$0.isGood ? "ok" : "MISSING", $0.name, $0.detail] })
        }
        if findings.contains(where: { !$0.isGood }) { throw ExitCode.failure }
    }

    private var version: Finding { Finding(name: "version", isGood: true, detail: Version.text) }

    private var zones: Finding {
        guard let version = Zone.databaseVersion else { return Finding(name: "time zones", isGood: !Zone.identifiers.isEmpty, detail: Zone.identifiers.isEmpty ? "Install tzdata." : "\(Zone.identifiers.count) zones") }
        return Finding(name: "time zones", isGood: true, detail: version)
    }

    private var pdf: Finding {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/weasyprint" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return Finding(name: "invoices as PDF", isGood: found != nil, detail: found ?? "Install weasyprint.")
    }

    private func data() async -> [Finding] {
        if case .folder(let path) = place.house {
            guard FileManager.default.fileExists(atPath: "\(path)/sextant.db") else {
                return [Finding(name: "data", isGood: true, detail: "There is none at \(path) yet; “sextant workspace create” makes it.")]
            }
            do {
                if try LocalCall(path: "\(path)/sextant.sock").isListening() { return [Finding(name: "data", isGood: true, detail: "A server runs on \(path).")] }
            } catch { return [Finding(name: "data", isGood: false, detail: "\(error)")] }
        }
        do {
            let front = try await place.front()
            let workspaces = try await front.house.workspaces()
            for entry in workspaces { _ = try await front.workspace(entry.slug) }
            await front.close()
            return [Finding(name: "data", isGood: true, detail: workspaces.isEmpty ? "No workspaces yet." : "Workspaces: " + workspaces.map(\.slug).joined(separator: ", "))]
        } catch { return [Finding(name: "data", isGood: false, detail: "\(Complaint(error))")] }
    }
}
