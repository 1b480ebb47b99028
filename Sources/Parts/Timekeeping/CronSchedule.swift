/// A repetition in the language of cron, on the wall clock of a zone.
///
/// Five fields (minute, hour, day of month, month, day of week), or six with seconds in front. Lists,
/// ranges, steps and the English names are known; further `L` and `LW` for the last day and the last
/// weekday of a month, `5L` for its last Friday and `1#2` for its second Monday.
///
/// Days follow Debian's cron: where day of month or day of week begins with `*` both must match,
/// otherwise one is enough. So do the days on which the clocks change: with five fields, of which
/// neither minute nor hour begins with `*`, a time that is skipped comes when the clocks have jumped, and one
/// that is shown twice comes once. All other schedules follow elapsed time, so `*/30 * * * *` never pauses.
public struct CronSchedule: Sendable, Hashable {
    public let expression: String
    public let zone: Zone
    private let seconds, minutes, hours, months: CronValues
    private let days: CronDays
    /// Times of day are looked up on the wall, and only the result is brought to the time line.
    private let followsWall: Bool

    public init(parsing expression: String, zone: Zone) throws(CronError) {
        let written = expression.utf8.count <= 512 ? expression.split(whereSeparator: \.isWhitespace).map { $0.uppercased() } : []
        guard written.count == 5 || written.count == 6 else { throw .fieldCount(written.count) }
        let fields = written.count == 5 ? ["0"] + written : written
        self.expression = expression
        self.zone = zone
        seconds = try CronField.second.plain(fields[0])
        minutes = try CronField.minute.plain(fields[1])
        hours = try CronField.hour.plain(fields[2])
        months = try CronField.month.plain(fields[4])
        days = try CronDays(ofMonth: fields[3], ofWeek: fields[5], months: months)
        followsWall = written.count == 5 && !fields[1].hasPrefix("*") && !fields[2].hasPrefix("*")
    }

    /// The first moment of the schedule that is later than `instant`; nil when there is none within 50 years.
    ///
    /// Costs microseconds for what happens daily, and less than a millisecond for a 29 February.
    public func next(after instant: Instant) -> Instant? {
        guard zone.local(instant).date.year < 9900 else { return nil }
        return followsWall ? nextOnWall(after: instant) : nextElapsed(after: instant)
    }

    private func nextOnWall(after instant: Instant) -> Instant? {
        var cursor = CronCursor(instant, in: nil, wall: zone.local(instant))
        while true {
            cursor.tick(1)
            guard advance(&cursor) else { return nil }
            var local = cursor.local
            while case .gap = zone.resolve(local) { local = local.adding(seconds: 60) }
            // In the second pass through a repeated hour the wall leads back into the first one.
            let found = zone.instant(local)
            if found > instant { return found }
        }
    }

    private func nextElapsed(after instant: Instant) -> Instant? {
        var cursor = CronCursor(instant, in: zone, wall: zone.local(instant))
        cursor.tick(1)
        return advance(&cursor) ? cursor.instant(in: zone) : nil
    }
}

extension CronSchedule: CustomStringConvertible {
    public var description: String { "\(expression) (\(zone))" }
}

// MARK: Search

extension CronSchedule {
    /// Moves forward, from the largest unit to the smallest, until all fields match.
    private func advance(_ cursor: inout CronCursor) -> Bool {
        let lastYear = cursor.local.date.year + 50
        while true {
            advanceMonth(&cursor)
            if cursor.local.date.year > lastYear { return false }
            if advanceDay(&cursor) || advanceHour(&cursor) || advanceMinute(&cursor) || advanceSecond(&cursor) { continue }
            return true
        }
    }

    private func advanceMonth(_ cursor: inout CronCursor) {
        var date = cursor.local.date
        guard !months.contains(date.month) else { return }
        while !months.contains(date.month) { date = date.firstOfMonth.adding(months: 1) }
        cursor.moveToMidnight(of: date)
    }

    private func advanceDay(_ cursor: inout CronCursor) -> Bool {
        var date = cursor.local.date
        guard !days.contains(date) else { return false }
        while !days.contains(date) {
            date = date.adding(days: 1)
            // In another month, which must be looked at first.
            if date.day == 1 { break }
        }
        cursor.moveToMidnight(of: date)
        return true
    }

    private func advanceHour(_ cursor: inout CronCursor) -> Bool {
        guard !hours.contains(cursor.local.time.hour) else { return false }
        cursor.cutOff(seconds: 3600)
        while !hours.contains(cursor.local.time.hour) {
            cursor.tick(3600)
            if cursor.local.time.hour == 0 { break }
        }
        return true
    }

    private func advanceMinute(_ cursor: inout CronCursor) -> Bool {
        guard !minutes.contains(cursor.local.time.minute) else { return false }
        cursor.cutOff(seconds: 60)
        if let only = minutes.only { cursor.tick((only - cursor.local.time.minute + 60) % 60 * 60) }
        while !minutes.contains(cursor.local.time.minute) {
            cursor.tick(60)
            if cursor.local.time.minute == 0 { break }
        }
        return true
    }

    private func advanceSecond(_ cursor: inout CronCursor) -> Bool {
        guard !seconds.contains(cursor.local.time.second) else { return false }
        if let only = seconds.only { cursor.tick((only - cursor.local.time.second + 60) % 60) }
        while !seconds.contains(cursor.local.time.second) {
            cursor.tick(1)
            if cursor.local.time.second == 0 { break }
        }
        return true
    }
}

/// A place on the wall, and in a repeated hour which of the two.
private struct CronCursor {
    private(set) var local: LocalDateTime
    private var isLater: Bool
    /// Nil moves the hands of the wall clock, a zone moves in elapsed time.
    private let zone: Zone?

    init(_ instant: Instant, in zone: Zone?, wall: LocalDateTime) {
        local = wall.cuttingOff(seconds: 1)
        self.zone = zone
        isLater = false
        if let zone { place(instant - .microseconds(instant.microsecondOfSecond), zone) }
    }

    func instant(in zone: Zone) -> Instant {
        switch zone.resolve(local) {
        case .unique(let instant): instant
        case .gap(let before, let after): isLater ? after : before
        case .ambiguous(let earlier, let later): isLater ? later : earlier
        }
    }

    mutating func tick(_ seconds: Int) {
        guard let zone else {
            local = local.adding(seconds: seconds)
            return
        }
        place(instant(in: zone) + .seconds(seconds), zone)
    }

    mutating func moveToMidnight(of date: LocalDate) {
        local = LocalDateTime(date, .midnight)
        isLater = false
    }

    mutating func cutOff(seconds: Int64) {
        local = local.cuttingOff(seconds: seconds)
    }

    private mutating func place(_ instant: Instant, _ zone: Zone) {
        local = zone.local(instant)
        isLater = false
        if case .ambiguous(let earlier, _) = zone.resolve(local) { isLater = instant != earlier }
    }
}

extension LocalDateTime {
    /// On the wall, as if clocks never changed.
    fileprivate func adding(seconds: Int) -> LocalDateTime {
        LocalDateTime(instant(secondsFromUTC: 0) + .seconds(seconds), secondsFromUTC: 0)
    }

    fileprivate func cuttingOff(seconds: Int64) -> LocalDateTime {
        let unit = seconds * 1_000_000
        return LocalDateTime(date, LocalTime(wrapping: time.microsecondOfDay / unit * unit))
    }
}
