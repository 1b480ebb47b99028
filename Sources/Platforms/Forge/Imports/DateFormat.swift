import Kernel

/// A date as a file writes it: `yyyy`, `MM`, `dd` are read, `HH`, `mm`, `ss`, `SSS` must be digits, all else must be as it stands.
struct DateFormat: Sendable {
    private enum Part: Sendable {
        case year, month, day
        case digits(Int)
        case literal(UInt8)
    }

    private let parts: [Part]
    private let length: Int

    /// - Returns: nil where year, month or day is missing.
    init?(_ pattern: String) {
        var parts: [Part] = [], length = 0
        var rest = Array(pattern.utf8)[...]
        while let letter = rest.first {
            let count = rest.prefix { $0 == letter }.count
            switch (letter, count) {
            case (UInt8(ascii: "y"), 4): parts.append(.year)
            case (UInt8(ascii: "M"), 2): parts.append(.month)
            case (UInt8(ascii: "d"), 2): parts.append(.day)
            case (UInt8(ascii: "H"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "s"), _), (UInt8(ascii: "S"), _): parts.append(.digits(count))
            case (UInt8(ascii: "y"), _), (UInt8(ascii: "M"), _), (UInt8(ascii: "d"), _): return nil
            default: parts += Array(repeating: .literal(letter), count: count)
            }
            length += count
            rest = rest.dropFirst(count)
        }
        var found = Set<Int>()
        for part in parts {
            switch part {
            case .year: found.insert(0)
            case .month: found.insert(1)
            case .day: found.insert(2)
            default: break
            }
        }
        guard found.count == 3 else { return nil }
        self.parts = parts
        self.length = length
    }

    func read(_ text: String) -> LocalDate? {
        let bytes = Array(text.utf8)
        guard bytes.count == length else { return nil }
        var year = 0, month = 0, day = 0, position = 0
        func number(_ count: Int) -> Int? {
            var value = 0
            for byte in bytes[position..<position + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            position += count
            return value
        }
        for part in parts {
            switch part {
            case .year: if let value = number(4) { year = value } else { return nil }
            case .month: if let value = number(2) { month = value } else { return nil }
            case .day: if let value = number(2) { day = value } else { return nil }
            case .digits(let count): if count > 9 || number(count) == nil { return nil }
            case .literal(let byte):
                guard bytes[position] == byte else { return nil }
                position += 1
            }
        }
        return LocalDate(year: year, month: month, day: day)
    }
}
