extension CELTimestamp {
    /// RFC 3339: `2025-03-01T09:30:00.123456789Z`, or with an offset. Nil if it is anything else.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(Array(text.utf8))
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
              let day = reader.number(2), reader.take("T") || reader.take("t"),
              let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
              let second = reader.number(2),
              (1...12).contains(month), day >= 1, day <= CivilTime.length(ofMonth: month, year: year),
              hour <= 23, minute <= 59, second <= 59
        else { return nil }
        var nanoseconds: Int64 = 0
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        let local = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        self.init(seconds: local.secondsSince1970 - offset, nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
    }

    /// RFC 3339 in UTC, with as many decimals as there are.
    public var rfc3339: String {
        let time = CivilTime(secondsSince1970: seconds)
        return padded(time.year, 4) + "-" + padded(time.month) + "-" + padded(time.day) + "T"
            + padded(time.hour) + ":" + padded(time.minute) + ":" + padded(time.second)
            + decimals(Int64(nanoseconds)) + "Z"
    }
}

extension CELDuration {
    /// `1h30m`, `-1.5s`, `250ms`: units h, m, s, ms, us, ns. Nil if it is anything else or too long.
    public init?(text: String) {
        var rest = Array(text.utf8)[...]
        var negative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        if rest.elementsEqual("0".utf8) { self.init(nanoseconds: 0); return }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            guard let part = Self.takePart(&rest) else { return nil }
            // Summed on the negative side, which reaches one further.
            let (sum, overflow) = total.subtractingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        if negative { self.init(nanoseconds: total); return }
        guard total != .min else { return nil }
        self.init(nanoseconds: -total)
    }

    private static func takePart(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        var whole: Int64 = 0, decimals: Int64 = 0, scale: Int64 = 1, digits = 0
        while let digit = rest.first?.digitValue {
            let (scaled, o1) = whole.multipliedReportingOverflow(by: 10)
            let (sum, o2) = scaled.addingReportingOverflow(digit)
            guard !o1, !o2 else { return nil }
            whole = sum
            digits += 1
            rest = rest.dropFirst()
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            while let digit = rest.first?.digitValue {
                if scale < 100_000_000_000_000 { decimals = decimals * 10 + digit; scale *= 10 }
                digits += 1
                rest = rest.dropFirst()
            }
        }
        guard digits > 0 else { return nil }
        let unit = rest.prefix { $0.digitValue == nil && $0 != UInt8(ascii: ".") }
        rest = rest.dropFirst(unit.count)
        let nanosecondsPerUnit: Int64
        switch String(decoding: unit, as: UTF8.self) {
        case "h": nanosecondsPerUnit = 3_600_000_000_000
        case "m": nanosecondsPerUnit = 60_000_000_000
        case "s": nanosecondsPerUnit = 1_000_000_000
        case "ms": nanosecondsPerUnit = 1_000_000
        case "us", "µs", "μs": nanosecondsPerUnit = 1000
        case "ns": nanosecondsPerUnit = 1
        default: return nil
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: nanosecondsPerUnit)
        let fraction = scale.dividingFullWidth(decimals.multipliedFullWidth(by: nanosecondsPerUnit)).quotient
        let (sum, overflow2) = scaled.addingReportingOverflow(fraction)
        return overflow || overflow2 ? nil : sum
    }

    /// Seconds with as many decimals as there are: `90s`, `-0.5s`.
    public var text: String {
        let magnitude = nanoseconds.magnitude
        return (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
            + decimals(Int64(magnitude % 1_000_000_000)) + "s"
    }
}

private func padded(_ number: Int64, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func decimals(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
}

struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Exactly `width` digits.
    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(width) {
            guard let digit = byte.digitValue else { return nil }
            value = value * 10 + digit
        }
        rest = rest.dropFirst(width)
        return value
    }

    /// Decimals as nanoseconds; finer digits are cut.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0, digits = 0
        while let digit = rest.first?.digitValue {
            if digits < 9 { value = value * 10 + digit }
            digits += 1
            rest = rest.dropFirst()
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(digits, 9) { value *= 10 }
        return value
    }

    /// `Z`, `+02:00`, `-09:30` in seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let negative = take("-")
        guard negative || take("+") else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours <= 23, minutes <= 59 else { return nil }
        return (negative ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension UInt8 {
    var digitValue: Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int64(self - UInt8(ascii: "0")) : nil
    }
}
