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
    /// `SparkPlatform`, `Spark.…` and whatever else a platform shows to the outside, by the platform.
    static let owners: [String: String] = {
        var owners = Dictionary(uniqueKeysWithValues: House.platforms.map { ("\($0)Platform", $0) })
        for source in House.sources {
            guard let platform = House.platforms.first(where: { source.path.hasPrefix("Sources/Platforms/\($0)/") }) else { continue }
            for (index, word) in source.words.enumerated() where index > 1 && ["struct", "enum", "class", "actor", "protocol"].contains(source.words[index - 1].text) {
                if source.words[index - 2].text == "public" || source.words[index - 2].text == "final" && index > 2 && source.words[index - 3].text == "public" { owners[word.text] = platform }
            }
        }
        return owners
    }()

    static func breaches(_ source: SwiftSource) -> [Breach] {
        source.words.compactMap { word in
            let next = source.next(from: word.end)
            let isModule = House.platforms.contains(word.text) && next < source.code.count && source.code[next] == UInt8(ascii: ".")
            guard let owner = owners[word.text] ?? (isModule ? word.text : nil), !source.path.hasPrefix("Sources/Platforms/\(owner)/") else { return nil }
            // `Visit.Count` is another's `Count`, unless the name is the platform's own.
            if word.offset > 0, source.code[word.offset - 1] == UInt8(ascii: "."), !word.text.hasSuffix("Platform") { return nil }
            guard word.text.hasSuffix("Platform") || isModule || !isDeclaredElsewhere(word.text, owner) else { return nil }
            return Breach(source, at: word.offset, "names \(word.text) of \(owner): what one platform needs of another goes through the Model, events and contributions.")
        }
    }

    /// A name that another target declares too says nothing about whose it is; the imports do.
    private static func isDeclaredElsewhere(_ name: String, _ owner: String) -> Bool { declaredOutside[owner]?.contains(name) ?? false }

    private static let declaredOutside: [String: Set<String>] = Dictionary(uniqueKeysWithValues: House.platforms.map { owner in
        let others = House.sources.filter { !$0.path.hasPrefix("Sources/Platforms/\(owner)/") }
        let names = others.flatMap { source in
            source.words.indices.dropFirst().filter { ["struct", "enum", "class", "actor", "protocol", "typealias"].contains(source.words[$0 - 1].text) }.map { source.words[$0].text }
        }
        return (owner, Set(names))
    })
}

/// Records each breach as an issue of its own, with its place and its reason.
func report(_ breaches: [Breach], sourceLocation: SourceLocation = #_sourceLocation) {
    for breach in breaches { Issue.record("\(breach.description)", sourceLocation: sourceLocation) }
}
