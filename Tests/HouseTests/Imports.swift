/// What a file imports, and whether it may.
struct Import: Equatable {
    let module: String
    let line: Int
    /// `@_spi(Kernel)` stands before it.
    let opensKernel: Bool
}

extension SwiftSource {
    var imports: [Import] {
        codeLines.enumerated().compactMap { index, line in
            guard line.contains("import "), let match = line.wholeMatch(of: Self.importLine) else { return nil }
            return Import(module: String(match.2), line: index + 1, opensKernel: match.1.contains("@_spi(Kernel)"))
        }
    }

    private static var importLine: Regex<(Substring, Substring, Substring)> {
        /\s*((?:@\w+(?:\([^)]*\))?\s+)*)(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)[\w.]*\s*;?\s*/
    }
}

/// The walls: who may know whom.
enum Walls {
    /// What the toolchain brings.
    static let toolchain: Set<String> = [
        "Swift", "Synchronization", "Dispatch", "FoundationEssentials", "Foundation", "FoundationXML", "Glibc", "Musl", "Darwin", "Testing", "RegexBuilder", "Observation",
    ]

    /// Libraries that have one room each, the beginning of the paths that may know them, and why.
    static let roomOf: [String: (paths: [String], why: String)] = [
        "GRDB": (["Sources/Kernel/Store/"], "only the Store knows the databases, so that an engine can be changed in one place"),
        "GRDBSQLite": (["Sources/Kernel/Store/"], "only the Store knows the databases, so that an engine can be changed in one place"),
        "CPostgres": (["Sources/Kernel/Store/"], "only the Store knows the databases, so that an engine can be changed in one place"),
        "Hummingbird": listener, "HummingbirdCore": listener, "HummingbirdTLS": listener, "HummingbirdHTTP2": listener, "HTTPTypes": listener,
        "CCurl": (["Sources/Parts/Mail/"], "only Mail speaks SMTP; other requests leave through the fence of Outbound"),
        "CMarkGFM": (["Sources/Parts/Markup/"], "what a C library reads must pass Markup's sanitiser before anybody sees it"),
        "CArgon2": (["Sources/Kernel/Identity/"], "only Identity hashes passwords, with bounded memory"),
        "AsyncHTTPClient": (["Sources/Parts/Outbound/"], "every request to the outside passes Outbound, which checks the address it connects to"),
        "LookAssets": (["Sources/Kernel/Look/"], "assets are reached through their hashed addresses"),
        "FoundationNetworking": (["Sources/Parts/Outbound/"], "every request to the outside passes Outbound, which checks the address it connects to"),
    ]

    private static let listener = (
        paths: ["Sources/Kernel/Web/Serving/Listener.swift"],
        why: "only the listener knows the HTTP library, so that everything behind it is tested without a socket and the library can be changed in one file")

    private static func room(of module: String) -> (paths: [String], why: String)? {
        roomOf[module] ?? (module.hasPrefix("NIO") || module == "_NIOFileSystem" ? listener : nil)
    }

    /// What a file imports and its place in the house does not allow.
    static func breaches(_ source: SwiftSource, _ manifest: Manifest) -> [Breach] {
        guard let target = manifest.target(of: source.path) else { return [] }
        let names = Set(manifest.targets.map(\.name))
        return source.imports.compactMap { imported in
            let module = imported.module
            func breach(_ says: String) -> Breach { Breach(source.path, line: imported.line, says) }
            if imported.opensKernel, !["Sources/Kernel/", "Tests/"].contains(where: source.path.hasPrefix) {
                return breach("@_spi(Kernel) opens doors that go round access and events; outside the kernel use Query, Transaction and Action.")
            }
            if let room = room(of: module), !room.paths.contains(where: source.path.hasPrefix), !isTestOfRoom(source.path, room.paths) {
                return breach("\(module) is imported, but \(room.why) (\(room.paths.joined(separator: ", "))).")
            }
            if module == "Foundation", source.path.hasPrefix("Sources/") {
                return breach("Foundation brings ICU, some 30 MB of memory in every server; import FoundationEssentials, or write it plainly.")
            }
            guard !toolchain.contains(module), module != target.name else { return nil }
            if names.contains(module), let refusal = refusal(of: module, to: target, manifest) { return breach(refusal) }
            if !target.dependencies.contains(module) {
                return breach("\(module) is imported, but Package.swift does not give it to \(target.name); it compiles only when \(module) happens to be built first.")
            }
            return nil
        }
    }

    /// What Package.swift gives to a target and the order of the house does not allow.
    static func breaches(_ manifest: Manifest) -> [Breach] {
        manifest.targets.flatMap { target in
            target.dependencies.compactMap { name in
                refusal(of: name, to: target, manifest).map { Breach("Package.swift", line: target.line, $0) }
            }
        }
    }

    /// The tests of a room may use what the room uses.
    private static func isTestOfRoom(_ path: String, _ rooms: [String]) -> Bool {
        rooms.contains { room in
            guard let name = room.split(separator: "/").dropFirst(2).first else { return false }
            return path.hasPrefix("Tests/") && path.contains("/\(name)Tests/")
        }
    }

    /// Why `target` may not know `name`; `nil` when it may.
    private static func refusal(of name: String, to target: Manifest.Target, _ manifest: Manifest) -> String? {
        guard let other = manifest.target(name), target.kind != .test, !target.folder.hasPrefix("Tests/"), target.name != "sextant" else { return nil }
        if other.kind == .library || name == "LookAssets" { return nil }  // their rooms are looked at file by file
        let isPart = other.kind == .part
        switch target.kind {
        case .part:
            if (target.name, name) == ("Charts", "Markup") { return nil }
            return "\(target.name) is a part and knows nothing of Sextant, nor of other parts; it cannot use \(name)."
        case .platform:
            if isPart || name == "Kernel" || name == "Model" { return nil }
            return House.platforms.contains(name)
                ? "\(target.name) names \(name): platforms meet in the Model, in events and in contributions, never directly."
                : "\(target.name) is a platform; of the kernel it sees `Kernel` alone, not its room \(name)."
        case .room where target.name == "Kernel":
            return isPart || other.kind == .room ? nil : "The kernel knows no platform and no model; \(name) stands above it."
        case .room where target.name == "Look":
            return name == "Markup" ? nil : "Look is values in, markup out, without data, request or clock; it cannot use \(name)."
        case .room:
            if isPart || (target.name == "Web" && name == "Look") { return nil }
            guard let mine = House.rooms.firstIndex(of: target.name) else { return "\(target.name) is no known room of the kernel; give it its place in House.rooms." }
            guard let theirs = House.rooms.firstIndex(of: name), theirs < mine else {
                return "\(target.name) rests on \(House.rooms[..<mine].joined(separator: ", ")); \(name) is not below it, and nothing points up."
            }
            return nil
        case .source where target.name == "Model":
            return name == "Kernel" ? nil : "The Model is objects and their events; it rests on Kernel alone, not on \(name)."
        default: return nil
        }
    }
}
