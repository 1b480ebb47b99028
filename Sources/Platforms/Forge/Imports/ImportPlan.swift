import Kernel
import Sheets

/// Everything a file asks for, read and checked before anything is written.
struct ImportPlan {
    struct Planned: Sendable {
        /// Where the record is first described.
        let line: Int
        var cells: [ImportCell]
    }

    let mapping: ImportMapping
    /// The records of each rule, in the order of the file.
    private(set) var records: [[Planned]]
    private(set) var problems = ImportProblems()
    private(set) var rows = 0
    private(set) var badRows = 0
    private var positions: [[[ImportCell]: Int]]

    /// The most of a file that is held in memory at once.
    static let limit = 512 << 20

    /// - Throws: `ImportError` where the file as a whole cannot be read.
    init(path: String, _ mapping: ImportMapping, place: String) throws(ImportError) {
        self.mapping = mapping
        records = Array(repeating: [], count: mapping.records.count)
        positions = Array(repeating: [:], count: mapping.records.count)
        do {
            var reader = try CSVReader(try ByteSource(path: path), mapping.dialect)
            try read(&reader, path, place)
        } catch let error as ImportError { throw error } catch { throw .file(path: path, sentence: "\(error)") }
        resolveSums()
        resolveFields()
    }

    private mutating func read(_ reader: inout CSVReader, _ path: String, _ place: String) throws {
        var rowReader: RowReader?
        var damaged = ImportProblems()
        if let header = reader.header { rowReader = try RowReader(mapping, columns: mapping.columns ?? Self.names(header), place: place) }
        while let row = try reader.next() {
            rows += 1
            guard reader.bytesRead <= Self.limit else { throw ImportError.tooLarge(path: path, limit: Self.limit) }
            switch row {
            case .problem(let problem, _):
                badRows += 1
                let listed = ImportProblem(line: problem.line, column: nil, sentence: problem.sentence)
                problems.add(listed)
                if case .invalidText = problem { damaged.add(listed) }
            case .record(let record):
                let names = mapping.columns ?? (1...max(1, record.count)).map { "column\($0)" }
                let current = try rowReader ?? RowReader(mapping, columns: names, place: place)
                rowReader = current
                guard record.count == names.count || mapping.columns == nil else {
                    throw ImportError.mapping(place: place, sentence: "The mapping names \(names.count) columns, but line \(record.line) of the file has \(record.count).")
                }
                take(current.read(record), line: record.line)
            }
        }
        guard damaged.count == 0 else { throw ImportError.encoding(path: path, damaged) }
        if rowReader == nil { throw ImportError.file(path: path, sentence: "The file is empty.") }
    }

    private static func names(_ header: CSVRecord) -> [String] {
        header.fields.map { field in field.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    // MARK: Rows

    /// Takes a row as a whole or not at all.
    private mutating func take(_ reading: RowReader.Reading, line: Int) {
        var found = reading.problems
        var indexes = Array(repeating: -1, count: mapping.records.count)
        var cells = reading.records
        for rule in mapping.records.indices where found.isEmpty {
            guard let resolved = cells[rule].map({ $0.map { $0.placed(indexes) } }) else { continue }
            cells[rule] = resolved
            let key = mapping.records[rule].key.map { resolved[$0] }
            guard !key.contains(.empty) else {
                let field = mapping.records[rule].fields[mapping.records[rule].key.first { resolved[$0] == .empty } ?? 0]
                found.append(ImportProblem(line: line, column: field.sources.first?.columns.first ?? field.definition.name, sentence: "is empty, but tells this \(mapping.records[rule].name.replacing("_", with: " ")) from others."))
                continue
            }
            indexes[rule] = positions[rule][key] ?? records[rule].count
            if indexes[rule] < records[rule].count { found += conflicts(rule, resolved, indexes[rule], line) }
        }
        guard found.isEmpty else {
            badRows += 1
            for problem in found { problems.add(problem) }
            return
        }
        for rule in mapping.records.indices { if let cells = cells[rule] { put(cells, rule, indexes[rule], line) } }
    }

    /// Fields that an earlier row filled otherwise for the same record.
    private func conflicts(_ rule: Int, _ cells: [ImportCell], _ index: Int, _ line: Int) -> [ImportProblem] {
        let earlier = records[rule][index]
        return cells.indices.filter { cells[$0] != earlier.cells[$0] && cells[$0] != .empty && earlier.cells[$0] != .empty }.map { position in
            let field = mapping.records[rule].fields[position]
            return ImportProblem(
                line: line, column: field.sources.first?.columns.first ?? field.definition.name,
                sentence: "\(field.definition.title) of this \(mapping.records[rule].definition.object.title.lowercased()) is different in line \(earlier.line).")
        }
    }

    private mutating func put(_ cells: [ImportCell], _ rule: Int, _ index: Int, _ line: Int) {
        if index == records[rule].count {
            records[rule].append(Planned(line: line, cells: cells))
            positions[rule][mapping.records[rule].key.map { cells[$0] }] = index
        } else {
            for position in cells.indices where records[rule][index].cells[position] == .empty { records[rule][index].cells[position] = cells[position] }
        }
    }

    // MARK: Values from other records

    private mutating func resolveSums() {
        for rule in mapping.records.indices {
            for (position, field) in mapping.records[rule].fields.enumerated() {
                for source in field.sources {
                    guard case .sum(let other, let summed) = source.source else { continue }
                    let sums = sums(of: summed, in: other, by: rule)
                    for index in records[rule].indices where records[rule][index].cells[position] == .sum {
                        records[rule][index].cells[position] = sums[index] ?? .empty
                    }
                }
            }
        }
    }

    private mutating func sums(of field: Int, in rule: Int, by parent: Int) -> [Int: ImportCell] {
        var sums: [Int: ImportCell] = [:]
        let reference = mapping.records[rule].fields.firstIndex { field in
            field.sources.contains { if case .record(parent) = $0.source { true } else { false } }
        }
        guard let reference else { return [:] }
        for record in records[rule] {
            guard case .planned(_, let index) = record.cells[reference] else { continue }
            do throws(CellProblem) {
                if let sum = sums[index] { sums[index] = try sum.adding(record.cells[field]) } else { sums[index] = record.cells[field] }
            } catch {
                problems.add(ImportProblem(line: record.line, column: mapping.records[rule].fields[field].definition.name, sentence: error.sentence))
            }
        }
        return sums
    }

    private mutating func resolveFields() {
        for rule in records.indices {
            for index in records[rule].indices {
                for (position, cell) in records[rule][index].cells.enumerated() {
                    if case .field(let other, let record, let field) = cell { records[rule][index].cells[position] = records[other][record].cells[field] }
                }
            }
        }
    }

    /// The lookups are no longer needed once everything is read.
    mutating func forgetPositions() { positions = [] }
}

extension ImportCell {
    /// With the records of the same row in place.
    fileprivate func placed(_ indexes: [Int]) -> ImportCell {
        switch self {
        case .planned(let rule, _): .planned(rule: rule, index: indexes[rule])
        case .field(let rule, _, let field): .field(rule: rule, index: indexes[rule], field: field)
        default: self
        }
    }

    fileprivate func adding(_ other: ImportCell) throws(CellProblem) -> ImportCell {
        switch (self, other) {
        case (.money(let left), .money(let right)):
            do { return .money(try left + right) } catch { throw CellProblem(sentence: "The sum cannot be made: \(error)") }
        case (.int(let left), .int(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            if overflow { throw CellProblem(sentence: "The sum is too large.") }
            return .int(sum)
        case (_, .empty): return self
        case (.empty, _): return other
        default: throw CellProblem(sentence: "Only amounts and whole numbers can be summed.")
        }
    }
}

extension CSVProblem {
    /// Without the line, which stands before it.
    fileprivate var sentence: String {
        switch self {
        case .columnCount(_, let expected, let found): "\(found) columns instead of \(expected)."
        case .invalidText(_, let column, let offset): "column \(column)\(offset.map { ", byte \($0)" } ?? ""): the text is damaged or in another encoding."
        case .textAfterQuote(_, let column): "column \(column): text follows a closing quote; double quotes that are meant as text."
        }
    }
}
