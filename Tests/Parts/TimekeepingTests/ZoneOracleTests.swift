import Foundation
import Testing

@testable import Timekeeping

@Suite("Zones agree with Python's zoneinfo")
struct ZoneOracleTests {
    @Test(
        "Offsets, names and readings of local times are those of zoneinfo, for every zone from 1900 to 2100",
        .enabled(if: Oracle.hasTzdata, "python3 with the PyPI package tzdata is not installed"))
    func everyZone() throws {
        var lines = try Oracle.output(of: "zoneinfo_oracle.py").split(separator: UInt8(ascii: "\n")).makeIterator()
        let directory = lines.next()
        let database = ZoneDatabase(directory: String(decoding: try #require(directory), as: UTF8.self))
        var zone = Zone.utc
        var names: [String] = []
        var points = 0
        var contradictions = 0
        var differences: [String] = []
        while let line = lines.next() {
            let fields = line.split(separator: UInt8(ascii: " "))
            if fields.count == 2, fields[0].elementsEqual("X".utf8) {
                contradictions += 1
                continue
            }
            if fields.count == 2 {
                names.append(String(decoding: fields[1], as: UTF8.self))
                zone = try Zone(try #require(names.last), in: database)
                continue
            }
            points += 1
            let instant = Instant(seconds: number(fields[0]))
            let wall = LocalDateTime(Instant(seconds: number(fields[3])), secondsFromUTC: 0)
            let (first, second) = readings(zone.resolve(wall))
            if Int64(zone.offset(at: instant)) != number(fields[1])
                || !zone.abbreviation(at: instant).utf8.elementsEqual(fields[2])
                || first.seconds != number(fields[4]) || second.seconds != number(fields[5])
            {
                differences.append("\(zone): \(String(decoding: line, as: UTF8.self)) – \(zone.resolve(wall))")
            }
        }
        #expect(points > 100_000)
        #expect(names.count > 500)
        #expect(contradictions <= 2)
        #expect(names.filter { $0 != "localtime" && $0 != "posixrules" } == database.identifiers)
        #expect(differences.count == 0, "\(differences.prefix(10))")
    }

    /// What Python calls fold 0 and fold 1.
    private func readings(_ resolution: LocalTimeResolution) -> (Instant, Instant) {
        switch resolution {
        case .unique(let instant): (instant, instant)
        case .gap(let before, let after): (before, after)
        case .ambiguous(let earlier, let later): (earlier, later)
        }
    }

    private func number(_ text: Data) -> Int64 {
        var value: Int64 = 0
        for byte in text where byte != UInt8(ascii: "-") { value = value &* 10 &+ Int64(byte &- 48) }
        return text.first == UInt8(ascii: "-") ? -value : value
    }
}
