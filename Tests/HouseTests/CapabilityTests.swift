import Foundation
import Testing

@Suite("The map of capabilities")
struct CapabilityTests {
    @Test("Every capability of the specifications has its entry, and no entry is made up", .enabled(if: Self.specification != nil, "../shared/spec is not here"))
    func coverage() throws {
        let folder = try #require(Self.specification)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }.sorted()
        let asked = try names.flatMap { name in
            Capabilities.ids(inSpecification: String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self))
        }
        #expect(asked.count > 300, "Only \(asked.count) ids were found in \(names.joined(separator: ", ")), so this test no longer reads the tables.")
        let map = try Capabilities.load().entries
        report(Set(asked).subtracting(map.keys).sorted().map { Breach(Capabilities.path, "\($0) of the specifications is missing; enter it as open until a test shows it.") })
        report(Set(map.keys).subtracting(asked).sorted().map { Breach(Capabilities.path, "\($0) is in no specification.") })
    }

    @Test("Whatever is done has a test that exists, and whatever is partial says what lacks")
    func evidence() throws {
        let known = Capabilities.knownTests(in: House.tests, browser: House.files(in: "Browser").filter { $0.hasSuffix(".py") }.map { ($0, House.text($0)) })
        report(try Capabilities.load().breaches(knownTests: known))
    }

    private static var specification: URL? {
        let shared = ProcessInfo.processInfo.environment["SEXTANT_SHARED"].map { URL(fileURLWithPath: $0) } ?? House.root.deletingLastPathComponent().appendingPathComponent("shared")
        let folder = shared.appendingPathComponent("spec")
        return House.exists(folder) ? folder : nil
    }
}

@Suite("Decision records")
struct DecisionTests {
    @Test("Every record gives context, decision and what was rejected, under a number of its own")
    func shape() {
        let paths = House.files(in: "docs/decisions").filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") }
        #expect(!paths.isEmpty, "docs/decisions holds no record.")
        report(paths.flatMap { Decision.breaches($0, House.text($0)) })
        for (number, same) in Dictionary(grouping: paths, by: { $0.split(separator: "/").last?.prefix(4) ?? "" }) where same.count > 1 {
            report([Breach(same.sorted().joined(separator: ", "), "two records have the number \(number); later ones take the next free number.")])
        }
    }
}

enum Decision {
    static let sections = ["Context", "Decision", "Rejected"]

    static func breaches(_ path: String, _ text: String) -> [Breach] {
        var breaches: [Breach] = []
        let name = path.split(separator: "/").last ?? ""
        if !name.contains(/^[0-9]{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/) { breaches.append(Breach(path, "the file is not named NNNN-what-was-decided.md.")) }
        var bodies: [String: String] = [:]
        var order: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let heading = line.wholeMatch(of: /##\s+(.+?)\s*/) { order.append(String(heading.1)) } else if let last = order.last { bodies[last, default: ""] += line }
        }
        for section in sections where (bodies[section] ?? "").count < 20 {
            breaches.append(Breach(path, "“## \(section)” is missing or empty; whoever wants to change this needs to know \(section == "Context" ? "what forced it" : section == "Decision" ? "what holds" : "what was tried or refused, and why")."))
        }
        if order.filter(sections.contains) != sections, breaches.isEmpty { breaches.append(Breach(path, "the sections stand in the order \(sections.joined(separator: ", ")).")) }
        return breaches
    }
}
