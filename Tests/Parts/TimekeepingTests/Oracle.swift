import Foundation

/// Python programs beside this file that say what their libraries answer.
enum Oracle {
    static let hasTzdata = imports("tzdata, zoneinfo")
    static let hasCronsim = imports("cronsim, tzdata, zoneinfo")
    static let hasDateutil = imports("dateutil.rrule")

    static func output(of script: String) throws -> Data {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path()
        let (status, output) = try run([path])
        guard status == 0 else { throw Failed(script: script, status: status) }
        return output
    }

    struct Failed: Error {
        let script: String
        let status: Int32
    }

    private static func imports(_ modules: String) -> Bool {
        (try? run(["-c", "import \(modules)"]))?.status == 0
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        // Without a path zoneinfo falls back to the package, which is what we want to be compared with.
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONTZPATH": ""]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
