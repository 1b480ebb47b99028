import Foundation
import Testing

@testable import Timekeeping

@Suite("Zones")
struct ZoneTests {
    @Test(
        "Names that lead out of the database, or nowhere, are refused",
        arguments: [
            "", "/etc/passwd", "../../etc/passwd", "Europe/../../etc/passwd", "Europe//Zurich", "Europe/Zurich/", "Europe/Zür",
            "right/UTC", "a\0b", ".", String(repeating: "a/", count: 500),
        ])
    func implausible(name: String) {
        #expect(throws: ZoneError.invalidIdentifier(name)) { try Zone(name) }
    }

    @Test("An unknown name and a folder are unknown zones")
    func unknown() {
        #expect(throws: ZoneError.unknown(identifier: "Europe/Atlantis")) { try Zone("Europe/Atlantis") }
        #expect(throws: ZoneError.unknown(identifier: "Europe")) { try Zone("Europe") }
        #expect(throws: ZoneError.unknown(identifier: "Europe/Zurich/x")) { try Zone("Europe/Zurich/x") }
    }

    @Test("UTC works without a database")
    func utc() throws {
        #expect(try Zone("UTC", in: ZoneDatabase(directory: "/nonexistent")).offset(at: .epoch) == 0)
        #expect(ZoneDatabase(directory: "/nonexistent").version == nil)
        #expect(ZoneDatabase(directory: "/nonexistent").identifiers.isEmpty)
    }

    @Test("Damaged zone files are errors, never traps")
    func mutations() throws {
        let whole = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Zurich")))
        for length in 0..<whole.count {
            #expect(throws: ZoneError.self) { try ZoneTable(tzif: Array(whole[..<length]), path: "cut") }
        }
        var random = SplitMix(state: 7)
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let table = try? ZoneTable(tzif: bytes, path: "mutated") else { continue }
            for second in [Int64.min, -9_000_000_000, 0, 4_000_000_000, .max] { _ = table.period(at: second) }
            _ = table.resolve(Zone.utc.local(.max))
            _ = table.resolve(Zone.utc.local(.min))
        }
    }

    @Test("Footers that only RFC 9636 allows are followed")
    func rules() throws {
        // Eastern time with daylight saving all year long, and one that ends on the day before.
        let allYear = try #require(PosixZoneRule(Array("XXX3EDT4,0/0,J365/23".utf8)[...]))
        #expect(allYear.period(at: 1_800_000_000).kind.abbreviation == "EDT")
        let early = try #require(PosixZoneRule(Array("<-02>2<-01>,M3.5.0/-1,M10.5.0/0".utf8)[...]))
        #expect(early.period(at: 1_774_745_999).kind.offset == -7200)
        #expect(early.period(at: 1_774_746_000).kind.offset == -3600)
        for text in ["", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-25", "C1", "<CET1", "CET-1CEST,J0,J1"] {
            #expect(PosixZoneRule(Array(text.utf8)[...]) == nil, "\(text)")
        }
    }

    @Test("Moments are written for people")
    func formatting() throws {
        let zurich = try Zone("Europe/Zurich")
        let now = try #require(Instant("2026-11-22T14:05:31Z"))
        #expect(now.formatted(in: zurich, .day) == "22 Nov")
        #expect(now.formatted(in: zurich, .date) == "22 Nov 2026")
        #expect(now.formatted(in: zurich) == "22 Nov 2026, 15:05")
        #expect((now - .hours(7)).formatted(in: zurich, .relative(to: now)) == "today 08:05")
        #expect((now - .hours(17)).formatted(in: zurich, .relative(to: now)) == "yesterday 22:05")
        #expect((now + .hours(9)).formatted(in: zurich, .relative(to: now)) == "tomorrow 00:05")
        #expect((now - .days(30)).formatted(in: zurich, .relative(to: now)) == "23 Oct")
        #expect((now - .days(400)).formatted(in: zurich, .relative(to: now)) == "18 Oct 2025")
    }

    @Test("A day begins when the clocks say so, also where they skip midnight")
    func startOfDay() throws {
        let havana = try Zone("America/Havana")
        let date = try #require(LocalDate("2026-03-08"))
        #expect(havana.startOfDay(date) == Instant("2026-03-08T05:00:00Z"))
        #expect(havana.local(havana.startOfDay(date)).description == "2026-03-08T01:00")
        #expect(try Zone("Europe/Zurich").nextTransition(after: #require(Instant("2026-11-22T00:00:00Z"))) == Instant("2027-03-28T01:00:00Z"))
    }
}

/// A generator whose numbers are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
