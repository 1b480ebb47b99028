/// How a person wants to read a moment. English, with the day first.
public enum InstantStyle: Sendable, Hashable {
    /// `22 Nov`
    case day
    /// `22 Nov 2026`
    case date
    /// `22 Nov 2026, 14:05`
    case dateTime
    /// `today 09:12`, `yesterday 09:12`, `tomorrow 09:12`, `22 Nov` within the year of `now`, else `22 Nov 2026`
    case relative(to: Instant)
}

extension Instant {
    /// The moment as a clock and a calendar in `zone` show it.
    public func formatted(in zone: Zone, _ style: InstantStyle = .dateTime) -> String {
        let local = zone.local(self)
        switch style {
        case .day: return local.date.formatted(withYear: false)
        case .date: return local.date.formatted()
        case .dateTime: return "\(local.date.formatted()), \(local.time.hourAndMinute)"
        case .relative(let now): return local.relative(to: zone.local(now).date)
        }
    }
}

extension LocalDate {
    /// `22 Nov 2026`, or `22 Nov`.
    public func formatted(withYear: Bool = true) -> String {
        withYear ? "\(day) \(monthName) \(year)" : "\(day) \(monthName)"
    }

    private var monthName: String {
        switch month {
        case 1: "Jan"
        case 2: "Feb"
        case 3: "Mar"
        case 4: "Apr"
        case 5: "May"
        case 6: "Jun"
        case 7: "Jul"
        case 8: "Aug"
        case 9: "Sep"
        case 10: "Oct"
        case 11: "Nov"
        default: "Dec"
        }
    }
}

extension LocalTime {
    /// `09:12`; seconds are cut off.
    public var hourAndMinute: String {
        var text = TimeWriter()
        text.append(self, seconds: false)
        return text.string
    }
}

extension LocalDateTime {
    fileprivate func relative(to today: LocalDate) -> String {
        switch LocalDate.days(from: today, to: date) {
        case 0: "today \(time.hourAndMinute)"
        case -1: "yesterday \(time.hourAndMinute)"
        case 1: "tomorrow \(time.hourAndMinute)"
        default: date.formatted(withYear: date.year != today.year)
        }
    }
}
