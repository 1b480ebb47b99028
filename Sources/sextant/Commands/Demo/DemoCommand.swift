import ArgumentParser
import Glibc
import Kernel

/// A business to look around in.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Makes the business of the tour, Harbour Coffee, unless it is there.")

    static let owner = "ana@harbour.test"
    static let password = "roast slowly by the water"

    @Option(help: "The day on which it is alive, such as 2026-11-22; today when left out.")
    var today: String?

    @OptionGroup var place: Place

    func run() async throws {
        let end = try end()
        do {
            if try isServed() { return Self.sayLogIn() }
            let clock = ManualClock(end - .days(366))
            let front = try await place.front(clock: clock.clock)
            do {
                try await make(front, clock, end)
            } catch {
                await front.close()
                throw error
            }
            await front.close()
        } catch { throw Complaint(error) }
        Self.sayLogIn()
    }

    private func make(_ front: Front, _ clock: ManualClock, _ end: Instant) async throws {
        let known = Set(try await front.house.workspaces().map(\.slug))
        if !known.contains("harbour-coffee") {
            print("Making a year of business for Harbour Coffee …")
            fflush(nil)
            try await HarbourCoffee(front, clock, end: end).make()
        }
        clock.set(to: end)
        if !known.contains("limmat") { try await LimmatRowing(front).make() }
    }

    /// The moment at which the year ends: now, or the afternoon of the day that was asked for.
    private func end() throws -> Instant {
        guard let today else { return .now() }
        guard let day = LocalDate(today), let time = LocalTime(hour: 14, minute: 0) else { throw ValidationError("“\(today)” is not a day like 2026-11-22.") }
        return LocalDateTime(day, time).instant(secondsFromUTC: 3_600)
    }

    private func isServed() throws -> Bool {
        guard case .folder(let path) = place.house else { return false }
        return try LocalCall(path: "\(path)/sextant.sock").isListening()
    }

    private static func sayLogIn() {
        print("Harbour Coffee: log in as \(owner) with the password “\(password)”.")
        fflush(nil)
    }
}
