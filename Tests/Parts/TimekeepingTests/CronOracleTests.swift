import Foundation
import Testing

@testable import Timekeeping

@Suite("Schedules")
struct CronOracleTests {
    @Test(
        "Schedules come when cronsim says, in many zones and on the days when the clocks change",
        .enabled(if: Oracle.hasCronsim, "python3 with the PyPI packages cronsim and tzdata is not installed"))
    func cronsim() throws {
        let lines = String(decoding: try Oracle.output(of: "cron_oracle.py"), as: UTF8.self).split(separator: "\n")
        let directory = try #require(lines.first)
        let database = ZoneDatabase(directory: String(directory))
        var expression = ""
        var schedule: CronSchedule?
        var points = 0
        var differences: [String] = []
        for line in lines.dropFirst() {
            let rest = String(line.dropFirst(2))
            switch line.first {
            case "E": expression = rest
            case "B":
                if (try? CronSchedule(parsing: rest, zone: .utc)) != nil { differences.append("accepted: \(rest)") }
            case "Z": schedule = try CronSchedule(parsing: expression, zone: Zone(rest, in: database))
            default:
                let numbers = line.split(separator: " ")
                let second = try #require(Int64(numbers[0]))
                let start = Instant(seconds: second)
                let expected = Int64(numbers[1]).map { Instant(seconds: $0) }
                let found = schedule?.next(after: start)
                points += 1
                if found != expected {
                    differences.append("\(schedule.map { "\($0)" } ?? "") after \(start): \(found?.description ?? "-"), not \(expected?.description ?? "-")")
                }
            }
        }
        #expect(points > 10_000)
        #expect(differences.count == 0, "\(differences.prefix(10).joined(separator: "\n"))")
    }

    @Test("A daily time that the clocks skip comes after the jump, one shown twice comes once")
    func changes() throws {
        let zurich = try Zone("Europe/Zurich")
        let nightly = try CronSchedule(parsing: "30 2 * * *", zone: zurich)
        #expect(nightly.next(after: Instant(seconds: 1_774_699_200)) == Instant("2026-03-29T01:00:00Z"))
        let first = try #require(nightly.next(after: Instant(seconds: 1_792_843_200)))
        #expect(first == Instant("2026-10-25T00:30:00Z"))
        #expect(nightly.next(after: first) == Instant("2026-10-26T01:30:00Z"))
    }

    @Test("Each moment is later than the one before, over years", arguments: ["*/7 1-3 * * *", "30 2 * * *", "0 0 L * *", "*/20 * * * * *", "0 0 29 2 MON"])
    func rising(expression: String) throws {
        let schedule = try CronSchedule(parsing: expression, zone: Zone("America/New_York"))
        var last = try #require(Instant("2026-10-31T00:00:00Z"))
        for _ in 0..<2000 {
            guard let next = schedule.next(after: last) else { break }
            #expect(next > last)
            last = next
        }
        #expect(schedule.next(after: .max) == nil)
        #expect(try #require(schedule.next(after: .min)) > .min)
    }

    @Test("An expression that is none says which field is wrong")
    func errors() {
        #expect(throws: CronError.fieldCount(3)) { try CronSchedule(parsing: "1 2 3", zone: .utc) }
        #expect(throws: CronError.field(name: "hour", text: "25")) { try CronSchedule(parsing: "0 25 * * *", zone: .utc) }
        #expect(throws: CronError.neverMatches(day: "30")) { try CronSchedule(parsing: "0 0 30 2 *", zone: .utc) }
    }
}
