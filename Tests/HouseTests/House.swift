import Foundation

/// The files of the house, found from where this file stands.
enum House {
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            if exists(folder.appendingPathComponent("Package.swift")), exists(folder.appendingPathComponent("Sources/Model")) { return folder }
            folder.deleteLastPathComponent()
        }
        preconditionFailure("HouseTests stand in no house: no folder above \(#filePath) has a Package.swift and Sources/Model.")
    }()

    static let sources = swift(in: "Sources")
    static let tests = swift(in: "Tests")
    static let all = sources + tests
    static let manifest = Manifest(SwiftSource("Package.swift", text("Package.swift")))

    /// The six, by the names of their targets.
    static let platforms = ["Arion", "Spark", "Oliver", "Stella", "Forge", "Argus"]
    /// The rooms of the kernel from the bottom; each may use those before it.
    static let rooms = ["Probe", "Store", "Records", "Events", "Identity", "Web"]

    static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    static func text(_ path: String) -> String {
        do { return String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self) } catch {
            preconditionFailure("\(path) cannot be read: \(error)")
        }
    }

    /// Paths, relative to the root, of the files below a folder; empty when there is none.
    static func files(in folder: String) -> [String] {
        let start = root.appendingPathComponent(folder).resolvingSymlinksInPath()
        let found = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
        return found.map { "\(folder)/\($0)" }.sorted()
    }

    private static func swift(in folder: String) -> [SwiftSource] {
        files(in: folder).filter { $0.hasSuffix(".swift") }.map { SwiftSource($0, text($0)) }
    }
}

/// One place that breaks a rule of the house, and why the rule is there.
struct Breach: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let says: String

    init(_ source: SwiftSource, at offset: Int, _ says: String) {
        path = source.path
        line = source.line(of: offset)
        self.says = says
    }

    init(_ path: String, line: Int = 1, _ says: String) {
        self.path = path
        self.line = line
        self.says = says
    }

    var description: String { "\(path):\(line): \(says)" }
}
