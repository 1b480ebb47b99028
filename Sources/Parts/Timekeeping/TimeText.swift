// The texts of ISO 8601 and RFC 3339, written and read byte by byte: lists print thousands of these.

extension Instant: CustomStringConvertible, LosslessStringConvertible {
    /// RFC 3339 in UTC, such as `2026-11-22T14:05:31Z`; a fraction only where it is not 0.
    ///
    /// Years outside 0...9999 have a sign and six digits (ISO 8601), which RFC 3339 does not know.
    public var description: String {
        var text = TimeWriter()
        let wall = LocalDateTime(self, secondsFromUTC: 0)
        text.append(wall.date)
        text.append(UInt8(ascii: "T"))
        text.append(wall.time, seconds: true)
        text.append(UInt8(ascii: "Z"))
        return text.string
    }

    /// Reads RFC 3339 with any offset; digits after the sixth of a fraction are cut off.
    ///
    /// A leap second (`:60`) becomes the first second of the next minute, as POSIX time has it.
    public init?(_ rfc3339: String) {
        var reader = TimeReader(rfc3339)
        guard let date = reader.date(), reader.skip("T", or: "t", or: " "),
            let (time, isLeapSecond) = reader.time(allowsLeapSecond: true, needsSeconds: true),
            let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        self = LocalDateTime(date, time).instant(secondsFromUTC: offset) + .seconds(isLeapSecond ? 1 : 0)
    }
}

extension LocalDate: CustomStringConvertible, LosslessStringConvertible {
    /// `2026-11-22`
    public var description: String {
        var text = TimeWriter()
        text.append(self)
        return text.string
    }

    /// Reads `2026-11-22`; nil for anything else and for days that do not exist.
    public init?(_ text: String) {
        var reader = TimeReader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        self = date
    }
}

extension LocalTime: CustomStringConvertible, LosslessStringConvertible {
    /// `14:05`, `14:05:31` or `14:05:31.25`: no more than is needed.
    public var description: String {
        var text = TimeWriter()
        text.append(self, seconds: microsecondOfDay % 60_000_000 != 0)
        return text.string
    }

    /// Reads `14:05`, `14:05:31` and fractions of up to any length, cut off after microseconds.
    public init?(_ text: String) {
        var reader = TimeReader(text)
        guard let (time, _) = reader.time(allowsLeapSecond: false, needsSeconds: false), reader.isAtEnd else { return nil }
        self = time
    }
}

extension LocalDateTime: CustomStringConvertible, LosslessStringConvertible {
    /// `2026-11-22T14:05`, seconds only where they are not 0.
    public var description: String { "\(date)T\(time)" }

    /// Reads `2026-11-22T14:05` (what `<input type="datetime-local">` sends) and longer times; no offset.
    public init?(_ text: String) {
        var reader = TimeReader(text)
        guard let date = reader.date(), reader.skip("T", or: "t", or: " "),
            let (time, _) = reader.time(allowsLeapSecond: false, needsSeconds: false), reader.isAtEnd
        else { return nil }
        self.init(date, time)
    }
}

struct TimeWriter {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(32)
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(_ date: LocalDate) {
        if (0...9999).contains(date.year) {
            append(date.year, digits: 4)
        } else {
            append(UInt8(ascii: date.year < 0 ? "-" : "+"))
            append(abs(date.year), digits: 6)
        }
        append(UInt8(ascii: "-"))
        append(date.month, digits: 2)
        append(UInt8(ascii: "-"))
        append(date.day, digits: 2)
    }

    mutating func append(_ time: LocalTime, seconds: Bool) {
        append(time.hour, digits: 2)
        append(UInt8(ascii: ":"))
        append(time.minute, digits: 2)
        guard seconds else { return }
        append(UInt8(ascii: ":"))
        append(time.second, digits: 2)
        var fraction = time.microsecond
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        var digits = 6
        while fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        append(fraction, digits: digits)
    }

    private mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
            divisor /= 10
        }
    }
}

struct TimeReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        // Nothing legal is longer; a fraction beyond that says nothing either.
        bytes = Array(text.utf8.prefix(80))
    }

    var isAtEnd: Bool { position == bytes.count && bytes.count < 80 }

    mutating func skip(_ choices: Unicode.Scalar...) -> Bool { skipAny(choices) }
    mutating func skip(_ first: Unicode.Scalar, or second: Unicode.Scalar, or third: Unicode.Scalar) -> Bool {
        skipAny([first, second, third])
    }

    private mutating func skipAny(_ choices: [Unicode.Scalar]) -> Bool {
        guard position < bytes.count, choices.contains(Unicode.Scalar(bytes[position])) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard bytes.count - position >= digits else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func date() -> LocalDate? {
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard let year = number(digits: sign == 0 ? 4 : 6), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2)
        else { return nil }
        return LocalDate(year: sign < 0 ? -year : year, month: month, day: day)
    }

    mutating func time(allowsLeapSecond: Bool, needsSeconds: Bool) -> (LocalTime, isLeapSecond: Bool)? {
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2) else { return nil }
        guard skip(":") else {
            guard !needsSeconds, let time = LocalTime(hour: hour, minute: minute) else { return nil }
            return (time, false)
        }
        guard var second = number(digits: 2), let microsecond = fraction() else { return nil }
        let isLeapSecond = allowsLeapSecond && second == 60
        if isLeapSecond { second = 59 }
        guard let time = LocalTime(hour: hour, minute: minute, second: second, microsecond: microsecond) else { return nil }
        return (time, isLeapSecond)
    }

    /// Microseconds; nil after a point without digits.
    private mutating func fraction() -> Int? {
        guard skip(".") else { return 0 }
        var value = 0
        var digits = 0
        while position < bytes.count, (48...57).contains(bytes[position]) {
            if digits < 6 { value = value * 10 + Int(bytes[position] - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in 0..<Swift.max(0, 6 - digits) { value *= 10 }
        return value
    }

    /// Seconds east of Greenwich.
    mutating func offset() -> Int? {
        if skip("Z", "z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
