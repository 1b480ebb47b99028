import FoundationEssentials
import Liquid
import Testing

@Suite("Conformance")
struct ConformanceTests {
    private static var file: URL? {
        let named = ProcessInfo.processInfo.environment["SEXTANT_SHARED"].map { URL(filePath: $0) }
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        var candidates = [named].compactMap(\.self)
        while folder.path.count > 1 {
            folder.deleteLastPathComponent()
            candidates.append(folder.appending(path: "shared"))
        }
        return candidates.map { $0.appending(path: "conformance/liquid.json") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    @Test("golden-liquid passes", .enabled(if: file != nil, "../shared/conformance/liquid.json is absent"))
    func golden() throws {
        let json = Array(try Data(contentsOf: #require(Self.file)))

        let (passed, failing) = runConformance(json: json)

        #expect(failing == [])
        #expect(passed >= 720)
    }

    @Test("The runner tells a wrong result, a missing error and an unexpected error from a pass")
    func runnerFails() {
        let json = """
            {"tests": [
              {"name": "good", "template": "{{ a }}", "data": {"a": 1}, "result": "1"},
              {"name": "either", "template": "b", "results": ["a", "b"]},
              {"name": "rejected", "template": "{{ a", "invalid": true},
              {"name": "wrong", "template": "{{ a }}", "data": {"a": 1}, "result": "2"},
              {"name": "accepted", "template": "a", "invalid": true},
              {"name": "broken", "template": "{% if %}", "result": ""}
            ]}
            """

        let (passed, failing) = runConformance(json: Array(json.utf8))

        #expect(passed == 3)
        #expect(failing.map { $0.prefix { $0 != ":" } } == ["wrong", "accepted", "broken"])
    }
}
