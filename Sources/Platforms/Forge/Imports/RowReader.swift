import Kernel
import Sheets

/// Reads rows by a mapping, once the columns of the file are known.
struct RowReader {
    struct Reading {
        /// The cells of each rule's record; nil where the row describes none.
        var records: [[ImportCell]?] = []
        var problems: [ImportProblem] = []
    }

    private let mapping: ImportMapping
    private let columns: [String: Int]
    private let conditions: [String: CheckedExpression]

    /// - Throws: `ImportError.mapping` where the mapping names a column that the file does not have, or a condition is wrong.
    init(_ mapping: ImportMapping, columns names: [String], place: String) throws(ImportError) {
        self.mapping = mapping
        columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        var conditions: [String: CheckedExpression] = [:]
        let environment = Environment(Dictionary(names.map { ($0, CELType.string) }) { first, _ in first })
        let rules = mapping.records.flatMap { $0.fields.flatMap(\.sources) }
        for source in mapping.records.compactMap(\.condition) + rules.compactMap(\.condition) where conditions[source] == nil {
            do { conditions[source] = try Expression(parsing: source).check(in: environment) } catch {
                throw .mapping(place: place, sentence: "The condition “\(source)” is wrong: \(error.message)")
            }
        }
        self.conditions = conditions
        for column in rules.flatMap(\.columns) + mapping.checks.keys.sorted() where columns[column] == nil {
            throw .mapping(place: place, sentence: "The file has no column “\(column)”. It has: \(names.joined(separator: ", ")).")
        }
    }

    func read(_ row: CSVRecord) -> Reading {
        var reading = Reading()
        reading.records.reserveCapacity(mapping.records.count)
        for (column, check) in mapping.checks {
            let text = text(column, row)
            if !text.isEmpty, let sentence = check.complaint(about: text) { reading.problems.append(ImportProblem(line: row.line, column: column, sentence: sentence)) }
        }
        for rule in mapping.records {
            guard holds(rule.condition, row) else {
                reading.records.append(nil)
                continue
            }
            var cells: [ImportCell] = []
            cells.reserveCapacity(rule.fields.count)
            for field in rule.fields { cells.append(cell(field, row, &reading)) }
            reading.records.append(cells)
        }
        if reading.problems.count > 1 { reading.problems = reading.problems.sortedByColumn(columns) }
        return reading
    }

    private func cell(_ field: FieldRule, _ row: CSVRecord, _ reading: inout Reading) -> ImportCell {
        let source = field.sources.first { holds($0.condition, row) }
        var cell = ImportCell.empty
        if let source {
            do { cell = try value(source, field.definition, row, reading.records) } catch {
                reading.problems.append(ImportProblem(line: row.line, column: source.columns.first ?? field.definition.name, sentence: error.sentence))
                return .empty
            }
        }
        if cell == .empty, field.definition.isDemanded || (field.definition.isRequired && field.definition.standard == nil) {
            reading.problems.append(ImportProblem(line: row.line, column: source?.columns.first ?? field.definition.name, sentence: "\(field.definition.title) is required."))
        }
        return cell
    }

    private func value(_ rule: ValueRule, _ field: FieldDefinition, _ row: CSVRecord, _ records: [[ImportCell]?]) throws(CellProblem) -> ImportCell {
        let text: String
        switch rule.source {
        case .column(let name): text = self.text(name, row)
        case .constant(let constant): text = constant
        case .template(let pieces): text = fill(pieces, row)
        case .record(let index): return records[index] == nil ? .empty : .planned(rule: index, index: -1)
        case .quotient(let name, let divisor): return try quotient(name, divisor, rule, field, row)
        case .sum: return .sum
        case .field(let other, let position): return records[other] == nil ? .empty : .field(rule: other, index: -1, field: position)
        }
        guard !text.isEmpty else { return .empty }
        return try field.read(try transformed(text, rule), by: rule)
    }

    private func transformed(_ text: String, _ rule: ValueRule) throws(CellProblem) -> String {
        var text = text
        if let words = rule.words {
            guard let word = words[text] ?? words["*"] else { throw CellProblem(sentence: "\(text.quoted) is none of \(words.keys.sorted().joined(separator: ", ")).") }
            text = word
        }
        if rule.lowercases { text = text.lowercased() }
        return rule.prefix.isEmpty ? text : rule.prefix + text
    }

    /// Words that are empty leave no double spaces behind.
    private func fill(_ pieces: [ValueRule.Piece], _ row: CSVRecord) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .column(let name): text += self.text(name, row)
            }
        }
        return text.utf8.split(separator: 0x20).map { String(Substring($0)) }.joined(separator: " ")
    }

    /// Rounded half to even at the field's scale; the dividend to the minor unit first, where it is an amount.
    private func quotient(_ name: String, _ divisor: String, _ rule: ValueRule, _ field: FieldDefinition, _ row: CSVRecord) throws(CellProblem) -> ImportCell {
        guard case .decimal(let scale) = field.kind else { throw CellProblem(sentence: "Only a decimal field takes a quotient.") }
        let dividend = text(name, row), by = text(divisor, row)
        guard !dividend.isEmpty, !by.isEmpty else { return .empty }
        do {
            let amount = if let currency = rule.currency { try Money(printed: dividend, currency).decimal } else { try FixedDecimal(printed: dividend) }
            let count = try FixedDecimal(printed: by)
            guard !count.isZero else { throw CellProblem(sentence: "Dividing by \(by.quoted), of \(divisor), is not possible.") }
            return .int(try amount.divided(by: count, toScale: scale))
        } catch let problem as CellProblem { throw problem } catch { throw CellProblem(sentence: "\(dividend.quoted) is not an amount.") }
    }

    private func text(_ column: String, _ row: CSVRecord) -> String {
        guard let index = columns[column], let bytes = row.bytes(at: index) else { return "" }
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    private func holds(_ condition: String?, _ row: CSVRecord) -> Bool {
        guard let condition, let checked = conditions[condition] else { return true }
        return checked.matches(BindingClosure { name in .string(self.text(name, row)) })
    }
}

extension ColumnCheck {
    func complaint(about text: String) -> String? {
        switch self {
        case .amount:
            do {
                _ = try FixedDecimal(printed: text, toScale: 2)
                return nil
            } catch { return "\(text.quoted) is not an amount." }
        case .integer: return Int(text) == nil ? "\(text.quoted) is not a whole number." : nil
        case .date: return LocalDate(String(text.prefix(10))) == nil ? "\(text.quoted) is not a date." : nil
        }
    }
}

extension FixedDecimal {
    /// The quotient in units of `10^-scale`, rounded half to even once.
    func divided(by divisor: FixedDecimal, toScale scale: Int) throws(AmountError) -> Int {
        let shift = scale + divisor.scale - self.scale
        var numerator = Int128(coefficient), denominator = Int128(divisor.coefficient)
        for _ in 0..<min(abs(shift), 18) { if shift > 0 { numerator *= 10 } else { denominator *= 10 } }
        guard denominator != 0, abs(shift) <= 18 else { throw .overflow }
        if denominator < 0 { (numerator, denominator) = (-numerator, -denominator) }
        var (quotient, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        let twice = rest * 2
        if twice > denominator.magnitude || (twice == denominator.magnitude && quotient % 2 == 1) { quotient += 1 }
        rest = 0
        guard let units = Int(exactly: numerator < 0 ? -Int128(quotient) : Int128(quotient)) else { throw .overflow }
        return units
    }
}

extension [ImportProblem] {
    /// As the columns stand in the file, one complaint a column.
    fileprivate func sortedByColumn(_ columns: [String: Int]) -> [ImportProblem] {
        var seen: Set<String> = []
        return sorted { (columns[$0.column ?? ""] ?? .max) < (columns[$1.column ?? ""] ?? .max) }.filter { seen.insert($0.column ?? $0.sentence).inserted }
    }
}
