import Kernel

/// A field's value between file and record, in the form in which two of them can be compared.
enum ImportCell: Hashable, Sendable {
    case empty
    /// Texts of all kinds, and dates as ISO 8601.
    case text(String)
    /// Whole numbers, and decimals in units of their scale.
    case int(Int)
    case number(Double)
    case bool(Bool)
    case money(Money)
    case key(AnyKey)
    /// A record of this import, which may not have a key yet.
    case planned(rule: Int, index: Int)
    /// The sum over records that are not all read yet.
    case sum
    /// A field of another record of this import.
    case field(rule: Int, index: Int, field: Int)
}

extension AnyRecord {
    func cell(_ field: FieldDefinition) -> ImportCell {
        switch field.kind {
        case .integer: (self[field.name] as Int?).map { .int($0) } ?? .empty
        case .decimal, .instant: (self[field.name] as Int?).map { .int($0) } ?? .empty
        case .number: (self[field.name] as Double?).map { .number($0) } ?? .empty
        case .boolean: (self[field.name] as Bool?).map { .bool($0) } ?? .empty
        case .money: (self[field.name] as Money?).map { .money($0) } ?? .empty
        case .reference: (self[field.name] as AnyKey?).map { .key($0) } ?? .empty
        default: (self[field.name] as String?).map { .text($0) } ?? .empty
        }
    }

    mutating func fill(_ field: FieldDefinition, _ cell: ImportCell) {
        switch cell {
        case .text(let text): self[field.name] = text
        case .int(let int): self[field.name] = int
        case .number(let number): self[field.name] = number
        case .bool(let bool): self[field.name] = bool
        case .money(let money): self[field.name] = money
        case .key(let key): self[field.name] = key
        case .empty, .planned, .sum, .field: break
        }
    }
}

/// Why a cell cannot be taken.
struct CellProblem: Error {
    let sentence: String
}

extension FieldDefinition {
    /// What `text`, which is not blank, means for this field.
    func read(_ text: String, by rule: ValueRule) throws(CellProblem) -> ImportCell {
        switch kind {
        case .money:
            guard let currency = rule.currency else { throw CellProblem(sentence: "\(text.quoted) has no currency.") }
            do { return .money(try Money(printed: text, currency)) } catch { throw CellProblem(sentence: "\(text.quoted) is not an amount.") }
        case .decimal(let scale):
            do {
                guard let units = Int(exactly: try FixedDecimal(printed: text, toScale: scale).coefficient) else { throw AmountError.overflow }
                return .int(units)
            } catch { throw CellProblem(sentence: "\(text.quoted) is not a number.") }
        case .integer:
            guard let int = Int(text) else { throw CellProblem(sentence: "\(text.quoted) is not a whole number.") }
            return .int(int)
        case .number:
            guard let number = Double(text), number.isFinite else { throw CellProblem(sentence: "\(text.quoted) is not a number.") }
            return .number(number)
        case .date:
            let date = if let format = rule.dateFormat { format.read(text) } else { LocalDate(text) }
            guard let date else { throw CellProblem(sentence: "\(text.quoted) is not a date.") }
            return .text(date.description)
        case .instant:
            guard let instant = Instant(text), let int = Int(exactly: instant.microseconds) else { throw CellProblem(sentence: "\(text.quoted) is not a time like 2026-11-22T14:05:00Z.") }
            return .int(int)
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "1": return .bool(true)
            case "false", "no", "0": return .bool(false)
            default: throw CellProblem(sentence: "\(text.quoted) is neither yes nor no.")
            }
        // What most cells are is taken without the longer look that messages need.
        case .text(let max) where text.isPlain(atMost: max): return .text(text)
        case .phone where text.isPlain(atMost: 40): return .text(text)
        case .choice(let choices) where choices.contains { $0.value == text }: return .text(text)
        case .email where text.isPlainAddress: return .text(text)
        case .email:
            try check(text)
            return .text(text.lowercased())
        default:
            try check(text)
            return .text(text)
        }
    }

    private func check(_ text: String) throws(CellProblem) {
        do { _ = try parse(text) } catch { throw CellProblem(sentence: error.message) }
    }
}

extension String {
    /// Short enough whatever its characters, without NUL.
    fileprivate func isPlain(atMost count: Int) -> Bool {
        var text = self
        return text.withUTF8 { $0.count <= count && !$0.contains(0) }
    }

    /// `ana.keller@harbour.test`: lower case letters, digits, single dots, hyphens and underscores around one @, and a dot behind it.
    fileprivate var isPlainAddress: Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard bytes.count <= 64 else { return false }
            var at: Int?, hasDot = false, previous: UInt8 = 0x2E
            for (index, byte) in bytes.enumerated() {
                switch byte {
                case 0x61...0x7A, 0x30...0x39: break
                case 0x2D, 0x5F: if previous == 0x2E || previous == 0x40 || (byte == 0x5F && at != nil) { return false }
                case 0x2E:
                    if previous == 0x2E || previous == 0x40 || previous == 0x2D { return false }
                    hasDot = at != nil
                case 0x40:
                    if at != nil || previous == 0x2E { return false }
                    at = index
                default: return false
                }
                previous = byte
            }
            return at != nil && hasDot && previous != 0x2E && previous != 0x2D
        }
    }
}
