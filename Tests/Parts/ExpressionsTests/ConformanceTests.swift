import Testing
@testable import Expressions

@Suite("CEL conformance")
struct ConformanceTests {
    @Test("Every case of the public conformance suite passes", .enabled(if: SharedData.bytes("conformance/cel.json") != nil, "shared/conformance/cel.json is not here"))
    func suite() throws {
        let json = try #require(SharedData.bytes("conformance/cel.json"))
        let result = try conformanceRun(json: json)
        #expect(result.failures == [])
        #expect(result.passed > 1000)
    }
}
