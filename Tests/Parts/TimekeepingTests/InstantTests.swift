import Foundation
import Testing

@testable import Timekeeping

@Suite("Instants")
struct InstantTests {
    @Test(
        "An instant prints as RFC 3339 and reads back",
        arguments: [
            ("2026-11-22T14:05:31Z", 1_795_356_331_000_000), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999999Z", -1), ("2026-11-22T14:05:31.25Z", 1_795_356_331_250_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ] as [(String, Int64)])
    func roundTrip(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
        #expect(Instant(microseconds: microseconds).description == text)
    }

    @Test("Offsets, lower case, leap seconds and long fractions are read")
    func variants() {
        #expect(Instant("2026-11-22T15:05:31+01:00") == Instant("2026-11-22T14:05:31Z"))
        #expect(Instant("2026-11-22t14:05:31z") == Instant("2026-11-22T14:05:31Z"))
        #expect(Instant("2016-12-31T23:59:60Z") == Instant("2017-01-01T00:00:00Z"))
        #expect(Instant("2026-11-22T14:05:31.1234567891Z")?.microsecondOfSecond == 123_456)
    }

    @Test(
        "Texts that are no instants are refused",
        arguments: [
            "", "2026", "2026-11-22", "2026-11-22T14:05Z", "2026-11-22T14:05:31", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-11-22T24:00:00Z", "2026-11-22T14:61:00Z", "2026-11-22T14:05:31.Z", "2026-11-22T14:05:31+25:00", "2026-11-22T14:05:31Zx",
            "２026-11-22T14:05:31Z", "+2026-11-22T14:05:31Z", String(repeating: "1", count: 5000),
        ])
    func refused(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("Arithmetic saturates at the ends of the range and never traps")
    func saturation() {
        #expect(Instant.max + .seconds(1) == .max)
        #expect(Instant.min - .seconds(1) == .min)
        #expect(Instant.min - .weeks(.max) == .min)
        #expect(Instant.max - .days(.min) == .max)
        #expect(Instant.max - Instant.min == .microseconds(Int64.max) + .microseconds(Int64.max) + .microseconds(1))
        #expect(Instant(seconds: .max) == .max)
        #expect(Instant(Instant.max.description) == .max)
        #expect(Instant(Instant.min.description) == .min)
        #expect(Zone.utc.local(.min) < Zone.utc.local(.max))
    }

    @Test("Durations have minutes, hours, days and weeks")
    func durations() {
        #expect(Instant.epoch + .weeks(1) == Instant("1970-01-08T00:00:00Z"))
        #expect(Instant.epoch - .minutes(90) == Instant("1969-12-31T22:30:00Z"))
        #expect(Duration.days(2) == .hours(48))
    }

    @Test("Times are texts in JSON")
    func coding() throws {
        let instant = Instant(microseconds: 1)
        let data = try JSONEncoder().encode([instant])
        #expect(String(decoding: data, as: UTF8.self) == #"["1970-01-01T00:00:00.000001Z"]"#)
        #expect(try JSONDecoder().decode([Instant].self, from: data) == [instant])
        #expect(try JSONDecoder().decode([LocalDate].self, from: Data(#"["2026-11-22"]"#.utf8)).first?.day == 22)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Instant].self, from: Data(#"["soon"]"#.utf8)) }
    }

    @Test("A manual clock moves only when told")
    func manualClock() {
        let manual = ManualClock(.epoch)
        let clock = manual.clock
        #expect(clock.now() == .epoch)
        manual.advance(by: .hours(1))
        #expect(clock.now() == Instant("1970-01-01T01:00:00Z"))
        #expect(WallClock.frozen(at: .max).now() == .max)
        #expect(Instant.now() > Instant(seconds: 1_700_000_000))
    }
}
