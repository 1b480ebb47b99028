import Kernel
import Testing

@testable import Oliver

@Suite("Project templates")
struct TemplateTests {
    @Test("Each line is days and what to do; blank lines separate")
    func parse() throws {
        #expect(try TemplateTask.parse("0 | Say hello\n\n  14|Deliver | install\r\n") == [.init(days: 0, title: "Say hello"), .init(days: 14, title: "Deliver | install")])
        #expect(try TemplateTask.parse("").isEmpty)
    }

    @Test("Every bad line is named")
    func badLines() throws {
        let error = try #require(throws: RecordError.self) { try TemplateTask.parse("0 | Fine\nsoon | Call\n-1 | Back\n3 |  ") }
        #expect(error.explanation.problems.map { $0.message.prefix(6) } == ["Line 2", "Line 3", "Line 4"])
    }
}
