/// The offsets of one zone: recorded changes, and a rule for the time after the last of them.
///
/// Immutable; one lookup is a binary search, or some arithmetic for the time after the last change.
final class ZoneTable: Sendable {
    /// A kind of local time (RFC 9636, "local time type record").
    struct Kind: Sendable, Hashable {
        let offset: Int
        let isDaylightSaving: Bool
        let abbreviation: String
    }

    /// A stretch of time with one kind: `start` is in it, `end` is not; nil is for ever.
    struct Period {
        let start: Int64?
        let end: Int64?
        let kind: Kind
    }

    /// Seconds since 1970, strictly rising.
    private let changes: [Int64]
    /// The kind that begins at the change of the same index.
    private let kindsFromChange: [Kind]
    private let kindBeforeChanges: Kind
    private let rule: PosixZoneRule?

    init(changes: [Int64], kindsFromChange: [Kind], kindBeforeChanges: Kind, rule: PosixZoneRule?) {
        self.changes = changes
        self.kindsFromChange = kindsFromChange
        self.kindBeforeChanges = kindBeforeChanges
        self.rule = rule
    }

    static let utc = ZoneTable(
        changes: [], kindsFromChange: [], kindBeforeChanges: Kind(offset: 0, isDaylightSaving: false, abbreviation: "UTC"),
        rule: nil)

    func period(at second: Int64) -> Period {
        let following = firstChange(after: second)
        if following < changes.count {
            return Period(
                start: following > 0 ? changes[following - 1] : nil, end: changes[following],
                kind: following > 0 ? kindsFromChange[following - 1] : kindBeforeChanges)
        }
        guard let rule else {
            return Period(start: changes.last, end: nil, kind: kindsFromChange.last ?? kindBeforeChanges)
        }
        let period = rule.period(at: second)
        guard let last = changes.last else { return period }
        return Period(start: period.start.map { max($0, last) } ?? last, end: period.end, kind: period.kind)
    }

    func resolve(_ local: LocalDateTime) -> LocalTimeResolution {
        let wall = local.wallSeconds
        // No offset is larger than a day and two hours, so every candidate lies in this window.
        var period = period(at: wall.addingSaturating(-Self.widestOffset))
        var readings: [Instant] = []
        var previous = period
        while true {
            let second = wall.addingSaturating(-Int64(period.kind.offset))
            if period.start.map({ second >= $0 }) ?? true, period.end.map({ second < $0 }) ?? true {
                readings.append(local.instant(secondsFromUTC: period.kind.offset))
            } else if readings.isEmpty, let start = period.start, second < start,
                wall.addingSaturating(-Int64(previous.kind.offset)) >= start
            {
                return .gap(
                    before: local.instant(secondsFromUTC: previous.kind.offset),
                    after: local.instant(secondsFromUTC: period.kind.offset))
            }
            guard let end = period.end, end <= wall.addingSaturating(Self.widestOffset) else { break }
            previous = period
            period = self.period(at: end)
        }
        guard let first = readings.first, let last = readings.last else {
            return .unique(local.instant(secondsFromUTC: period.kind.offset))
        }
        return first == last ? .unique(first) : .ambiguous(earlier: first, later: last)
    }

    private static let widestOffset: Int64 = 26 * 3600

    /// The index of the first change later than `second`.
    private func firstChange(after second: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
