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
        case .text(let max) where text.utf8.count <= max && !text.utf8.contains(0): return .text(text)
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
