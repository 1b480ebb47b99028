import Foundation
import Testing

@testable import Timekeeping

@Suite("Recurrences")
struct RecurrenceOracleTests {
    @Test(
        "Recurrences come when dateutil says",
        .enabled(if: Oracle.hasDateutil, "python3 with the PyPI package python-dateutil is not installed"))
    func dateutil() throws {
        var differences: [String] = []
        var rules = 0
        for line in String(decoding: try Oracle.output(of: "recurrence_oracle.py"), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let start = try #require(LocalDateTime(fields[1]))
            let recurrence = try Recurrence(parsing: fields[0], start: start, zone: .utc)
            let expected = fields[3].split(separator: " ").map(String.init)
            let asked = fields[2] == "end" ? expected.count + 1 : expected.count
            let found = recurrence.occurrences.prefix(asked).map { Zone.utc.local($0).description }
            rules += 1
            if found != expected { differences.append("\(line)\n  found \(found)") }
            // Looking for the next one by itself leads along the same occurrences.
            var instant = start.instant(secondsFromUTC: 0) - .seconds(1)
            for text in expected.prefix(5) {
                instant = recurrence.next(after: instant) ?? .max
                if Zone.utc.local(instant).description != text { differences.append("\(line)\n  next is \(instant), not \(text)") }
            }
        }
        #expect(rules > 120)
        #expect(differences.count == 0, "\(differences.prefix(5).joined(separator: "\n"))")
    }

    @Test("A weekly meeting stays at its local time when the clocks change")
    func localTime() throws {
        let start = try #require(LocalDateTime("2026-10-20T09:00"))
        let weekly = try Recurrence(parsing: "RRULE:FREQ=WEEKLY;COUNT=2", start: start, zone: Zone("Europe/Zurich"))
        #expect(weekly.occurrences.map(\.description) == ["2026-10-20T07:00:00Z", "2026-10-27T08:00:00Z"])
        #expect(weekly.next(after: .max) == nil)
        let until = try Recurrence(parsing: "FREQ=WEEKLY;UNTIL=20261027T080000Z", start: start, zone: Zone("Europe/Zurich"))
        #expect(until.occurrences.map { $0 }.count == 2)
    }

    @Test("Examples of RFC 5545")
    func examples() throws {
        let start = try #require(LocalDateTime("1997-09-02T09:00"))
        func first(_ rule: String, _ count: Int) throws -> [String] {
            try Recurrence(parsing: rule, start: start, zone: .utc).occurrences.prefix(count).map { String($0.description.prefix(10)) }
        }
        #expect(try first("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 3) == ["1998-02-13", "1998-03-13", "1998-11-13"])
        #expect(try first("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 2) == ["1997-11-04", "2001-11-06"])
        #expect(try first("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 2) == ["1997-09-29", "1997-10-30"])
        #expect(try first("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 2) == ["1998-05-11", "1999-05-17"])
        #expect(try first("FREQ=YEARLY;BYWEEKNO=20", 2) == ["1998-05-12", "1999-05-18"])
    }

    @Test(
        "What is no rule is refused with the part that is wrong",
        arguments: [
            ("", .missing(part: "FREQ")), ("FREQ=OFTEN", .invalid(part: "FREQ", value: "OFTEN")), ("FREQ=HOURLY", .tooFrequent("HOURLY")),
            ("FREQ=DAILY;FREQ=DAILY", .twice(part: "FREQ")), ("FREQ=DAILY;X=1", .unknown(part: "X=1")),
            ("FREQ=DAILY;INTERVAL=0", .invalid(part: "INTERVAL", value: "0")), ("FREQ=DAILY;BYDAY=1MO", .notAllowed(part: "A numbered BYDAY", with: "FREQ=DAILY")),
            ("FREQ=MONTHLY;BYDAY=XX", .invalid(part: "BYDAY", value: "XX")), ("FREQ=DAILY;COUNT=1;UNTIL=20260101", .notAllowed(part: "COUNT", with: "UNTIL")),
            ("FREQ=DAILY;UNTIL=20260231", .invalid(part: "UNTIL", value: "20260231")),
        ] as [(String, RecurrenceError)])
    func refused(rule: String, error: RecurrenceError) throws {
        let start = try #require(LocalDateTime("2026-10-20T09:00"))
        #expect(throws: error) { try Recurrence(parsing: rule, start: start, zone: .utc) }
    }
}
