import Testing

@Suite("Walls")
struct WallTests {
    @Test("Every import points down, and to what Package.swift gives")
    func imports() {
        report(House.all.flatMap { Walls.breaches($0, House.manifest) })
    }

    @Test("Package.swift gives no target what stands above or beside it")
    func manifest() {
        #expect(House.platforms.allSatisfy { House.manifest.target($0)?.kind == .platform }, "Package.swift no longer declares the six with .platform(…), so this suite reads nothing.")
        #expect(House.rooms.allSatisfy { House.manifest.target($0)?.kind == .room }, "Package.swift no longer declares the rooms of the kernel with .kernel(…).")
        report(Walls.breaches(House.manifest))
    }

    @Test("Every Swift file belongs to a target; one that does not is never built and its tests never run")
    func orphans() {
        let orphans = House.all.filter { House.manifest.target(of: $0.path) == nil }
        for (folder, files) in Dictionary(grouping: orphans, by: { $0.path.split(separator: "/").dropLast().joined(separator: "/") }).sorted(by: { $0.key < $1.key }) {
            report([Breach(files[0].path, "and \(files.count - 1) more files of \(folder) belong to no target of Package.swift, so nobody builds them and their tests never run.")])
        }
    }

    @Test("No platform names another, and nothing below names any")
    func platformsApart() {
        report(House.sources.filter { !$0.path.hasPrefix("Sources/sextant/") }.flatMap(Platforms.breaches))
    }

    @Test("Suite.swift alone names all six platforms")
    func compositionRoot() {
        let all = House.sources.filter { Set($0.imports.map(\.module)).isSuperset(of: House.platforms) }.map(\.path)
        #expect(all == ["Sources/sextant/Suite.swift"], "The six meet in one file, so that a platform is added or taken away there and nowhere else.")
    }
}

/// Names that belong to one platform.
enum Platforms {
    /// `SparkPlatform` and `Spark` by their platform. (A platform's other types are internal; the compiler guards them.)
    static func breaches(_ source: SwiftSource) -> [Breach] {
        source.words.compactMap { word in
            guard let owner = House.platforms.first(where: { word.text == "\($0)Platform" || word.text == $0 }) else { return nil }
            guard !source.path.hasPrefix("Sources/Platforms/\(owner)/") else { return nil }
            let isModule = word.text == owner && source.next(from: word.end) < source.code.count && source.code[source.next(from: word.end)] == UInt8(ascii: ".")
            guard isModule || word.text != owner else { return nil }
            return Breach(source, at: word.offset, "names \(word.text): what one platform needs of another goes through the Model, events and contributions.")
        }
    }
}

/// Records each breach as an issue of its own, with its place and its reason.
func report(_ breaches: [Breach], sourceLocation: SourceLocation = #_sourceLocation) {
    for breach in breaches { Issue.record("\(breach.description)", sourceLocation: sourceLocation) }
}
