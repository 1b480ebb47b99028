import Probe
import Testing

@Suite("Traces")
struct TraceTests {
    @Test("A trace number is 32 hex digits and reads back")
    func identifier() {
        let id = TraceID()
        #expect(id.description.count == 32)
        #expect(TraceID(id.description) == id)
        #expect(TraceID("4BF92F3577B34DA6A3CE929D0E0E4736")?.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        for wrong in ["", "4bf9", String(repeating: "0", count: 32), String(repeating: "g", count: 32), String(repeating: "ü", count: 16)] {
            #expect(TraceID(wrong) == nil)
        }
    }

    @Test("Five times the same statement from one place is a finding; four times, or from five places, is none")
    func repeated() {
        let trace = Trace()
        let here = CallSite(fileID: "A/B.swift", line: 1)
        for _ in 0..<4 { trace.record(statement: "SELECT 1", nanoseconds: 5, at: here) }
        for line in 2..<8 { trace.record(statement: "SELECT 2", nanoseconds: 5, at: CallSite(fileID: "A/B.swift", line: line)) }
        #expect(trace.repeated.isEmpty)
        trace.record(statement: "SELECT 1", nanoseconds: 5, at: here)
        #expect(trace.repeated.map(\.count) == [5])
        #expect(trace.repeated.first?.callSite.description == "A/B.swift:1")
        #expect(trace.statementNanoseconds == 55)
    }

    @Test("Lists of different length are the same statement")
    func foldedLists() {
        let trace = Trace()
        let here = CallSite()
        for marks in ["?", "?, ?", "$1,$2, $10", "?,?,?,?", "?"] {
            trace.record(statement: "SELECT * FROM a WHERE id IN (\(marks)) AND f(b) = (1, x)", nanoseconds: 1, at: here)
        }
        #expect(trace.repeated.map(\.shape) == ["SELECT * FROM a WHERE id IN (?…) AND f(b) = (1, x)"])
    }

    @Test("Only the first thousand records are kept, and all are counted")
    func bounded() {
        let trace = Trace()
        for _ in 0..<1_500 { trace.record(statement: "x", nanoseconds: 1, at: CallSite()) }
        #expect(trace.statements.count == 1_000)
        #expect(trace.statementCount == 1_500)
    }

    @Test("A span is recorded, also when its work throws, and the trace follows the task")
    func spans() async {
        struct Oops: Error {}
        let trace = Trace()
        await Trace.$current.withValue(trace) {
            #expect(Trace.current?.span("render") { 7 } == 7)
            await #expect(throws: Oops.self) {
                try await Trace.current?.span("send") { () async throws in
                    await Task.yield()
                    throw Oops()
                }
            }
        }
        #expect(Trace.current == nil)
        #expect(trace.spans.map(\.name) == ["render", "send"])
        #expect(trace.spans.map(\.failed) == [false, true])
    }
}
