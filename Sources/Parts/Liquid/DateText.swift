/// Reads dates as people and programs write them: ISO 8601, RFC 5322, `March 14, 2016`, `14.03.2016`, `2016/03/14`.
enum DateText {
    private enum Piece {
        case number(Int, digits: Int)
        case word(String)
        case sign(UInt8)
    }

    /// - Parameter secondsFromUTC: the zone of times that name none.
    static func read(_ text: String, secondsFromUTC: (Int64) -> Int, now: Int64) -> Moment? {
        var reader = Reader(pieces: pieces(text))
        return reader.moment(secondsFromUTC, now)
    }

    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first {
            if Ascii.isDigit(byte) {
                let digits = bytes.prefix(while: Ascii.isDigit)
                bytes = bytes.dropFirst(digits.count)
                pieces.append(.number(Int(String(decoding: digits.prefix(18), as: UTF8.self)) ?? 0, digits: digits.count))
            } else if Ascii.isLetter(byte) {
                let letters = bytes.prefix(while: Ascii.isLetter)
                bytes = bytes.dropFirst(letters.count)
                pieces.append(.word(String(decoding: letters, as: UTF8.self).lowercased()))
            } else {
                bytes.removeFirst()
                if !Ascii.isSpace(byte) { pieces.append(.sign(byte)) }
            }
        }
        return pieces
    }

    private struct Reader {
        var pieces: [Piece]
        private var index = 0
        private var year: Int?
        private var month: Int?
        private var day: Int?
        private var time: (hour: Int, minute: Int, second: Int)?
        private var nanoseconds = 0
        private var offset: Int?

        init(pieces: [Piece]) { self.pieces = pieces }

        mutating func moment(_ secondsFromUTC: (Int64) -> Int, _ now: Int64) -> Moment? {
            while index < pieces.count { guard readPiece() else { return nil } }
            guard month != nil || time != nil else { return nil }
            guard let today = Moment(seconds: now, secondsFromUTC: secondsFromUTC(now)) else { return nil }
            let year = year ?? today.year
            let month = self.month ?? today.month
            let day = self.day ?? (self.month == nil ? today.day : 1)
            guard (0...9999).contains(year), (1...12).contains(month), (1...Moment.daysInMonth(month, year: year)).contains(day)
            else { return nil }
            let time = time ?? (0, 0, 0)
            guard time.hour < 25, time.minute < 60, time.second < 61 else { return nil }
            let local = Int64(Moment.days(year: year, month: month, day: day)) * 86_400
                + Int64(time.hour * 3600 + time.minute * 60 + time.second)
            // A local time is read with the offset of that very time; one guess and one correction find it.
            var zone = offset ?? secondsFromUTC(local)
            if offset == nil { zone = secondsFromUTC(local.subtractingReportingOverflow(Int64(zone)).partialValue) }
            var moment = Moment(seconds: local.subtractingReportingOverflow(Int64(zone)).partialValue, secondsFromUTC: zone)
            moment?.nanoseconds = nanoseconds
            return moment
        }

        private func piece(_ ahead: Int = 0) -> Piece? { index + ahead < pieces.count ? pieces[index + ahead] : nil }

        private func sign(_ ahead: Int) -> UInt8? {
            if case .sign(let sign)? = piece(ahead) { sign } else { nil }
        }

        private func number(_ ahead: Int) -> Int? {
            if case .number(let value, _)? = piece(ahead) { value } else { nil }
        }

        private mutating func readPiece() -> Bool {
            switch piece() {
            case .number(let value, let digits)?: return readNumber(value, digits)
            case .word(let word)?: return readWord(word)
            case .sign(let sign)?:
                if time != nil, sign == Ascii.minus || sign == UInt8(ascii: "+") { return readOffset(sign == Ascii.minus) }
                index += 1
                return ",.()".utf8.contains(sign)
            case nil: return false
            }
        }

        private mutating func readNumber(_ value: Int, _ digits: Int) -> Bool {
            if sign(1) == UInt8(ascii: ":"), let minute = number(2) { return readTime(value, minute) }
            if let first = sign(1), "-/.".utf8.contains(first), let second = number(2), sign(3) == first, let third = number(4),
                year == nil, month == nil
            {
                index += 5
                (year, month, day) = digits > 2 ? (value, second, third) : (fullYear(third), second, value)
                return true
            }
            if let first = sign(1), first == Ascii.minus, digits == 4, let second = number(2), month == nil {
                index += 3
                (year, month) = (value, second)
                return true
            }
            if first(1, isOneOf: ["am", "pm"]) { return readTime(value, nil) }
            index += 1
            if digits == 8, year == nil, month == nil {
                (year, month, day) = (value / 10_000, value / 100 % 100, value % 100)
                return true
            }
            if first(0, isOneOf: ["st", "nd", "rd", "th"]) { index += 1 }
            if digits <= 2, day == nil {
                day = value
            } else if year == nil {
                year = digits <= 2 ? fullYear(value) : value
            } else {
                return false
            }
            return true
        }

        private func first(_ ahead: Int, isOneOf words: [String]) -> Bool {
            if case .word(let word)? = piece(ahead) { words.contains(word) } else { false }
        }

        private mutating func readTime(_ hour: Int, _ minute: Int?) -> Bool {
            guard time == nil, hour < 25 else { return false }
            index += minute == nil ? 1 : 3
            var second = 0
            if minute != nil, sign(0) == UInt8(ascii: ":"), let value = number(1) {
                second = value
                index += 2
                if sign(0) == Ascii.dot, case .number(let value, let digits)? = piece(1) {
                    var fraction = Double(value)
                    for _ in 0..<min(digits, 18) { fraction /= 10 }
                    nanoseconds = Int(min(999_999_999, (fraction * 1e9).rounded()))
                    index += 2
                }
            }
            var hour = hour
            if first(0, isOneOf: ["am", "pm"]) {
                if first(0, isOneOf: ["pm"]) { hour = hour % 12 + 12 } else { hour %= 12 }
                index += 1
            }
            time = (hour, minute ?? 0, second)
            return true
        }

        private mutating func readOffset(_ isWest: Bool) -> Bool {
            guard case .number(let value, let digits)? = piece(1), offset == nil || offset == 0 else { return false }
            index += 2
            var minutes = digits <= 2 ? value * 60 : value / 100 * 60 + value % 100
            if digits <= 2, sign(0) == UInt8(ascii: ":"), let more = number(1) {
                minutes += more % 60
                index += 2
            }
            guard minutes <= 24 * 60 else { return false }
            offset = (isWest ? -60 : 60) * minutes
            return true
        }

        private mutating func readWord(_ word: String) -> Bool {
            index += 1
            if let found = DateFormat.months.firstIndex(where: { matches(word, $0) }) {
                month = found + 1
                return true
            }
            if DateFormat.weekdays.contains(where: { matches(word, $0) }) { return true }
            switch word {
            case "t", "of", "at": return true
            case "z", "utc", "gmt":
                offset = 0
                return true
            default: return false
            }
        }

        private func matches(_ word: String, _ name: String) -> Bool {
            word.utf8.count >= 3 && name.lowercased().hasPrefix(word)
        }

        private func fullYear(_ year: Int) -> Int { year >= 100 ? year : year < 69 ? 2000 + year : 1900 + year }
    }
}
