import Kernel
import Sheets

/// How the rows of a file become records. Made from a mapping file (YAML) or, for plain files, from the file's own header.
public struct ImportMapping: Sendable {
    let dialect: CSVDialect
    /// Names of the columns of a file without a header.
    let columns: [String]?
    /// What the cells of a column must be, also where no field takes them.
    let checks: [String: ColumnCheck]
    let records: [RecordRule]
}

enum ColumnCheck: String, Sendable, CaseIterable { case amount, integer, date }

/// One record that a row may describe.
struct RecordRule: Sendable {
    /// What other rules call it.
    let name: String
    let definition: ObjectDefinition
    /// Positions in `fields` of what tells one record from another.
    let key: [Int]
    /// CEL over the columns; the row describes no such record while it is false.
    let condition: String?
    let fields: [FieldRule]

    func position(of field: String) -> Int? { fields.firstIndex { $0.definition.name == field } }
}

/// What a field is filled with: the first source whose condition holds, else nothing.
struct FieldRule: Sendable {
    let definition: FieldDefinition
    let sources: [ValueRule]
}

struct ValueRule: Sendable {
    enum Source: Sendable {
        case column(String)
        case constant(String)
        /// Literals and columns, alternating.
        case template([Piece])
        /// The record of that rule which the same row describes, by position.
        case record(Int)
        /// One column divided by another.
        case quotient(String, by: String)
        /// The exact sum of a field over all records of a later rule that refer to this one.
        case sum(rule: Int, field: Int)
        /// A field of the record that another rule made of the same row.
        case field(rule: Int, field: Int)
    }

    enum Piece: Sendable {
        case literal(String)
        case column(String)
    }

    var source: Source
    var condition: String?
    var lowercases = false
    var prefix = ""
    /// Pattern of dates, such as `yyyy-MM-dd HH:mm:ss`.
    var dateFormat: DateFormat?
    var currency: Currency?
    /// Words that stand for others; `*` for all that are not listed.
    var words: [String: String]?

    var columns: [String] {
        switch source {
        case .column(let name): [name]
        case .template(let pieces): pieces.compactMap { if case .column(let name) = $0 { name } else { nil } }
        case .quotient(let name, let divisor): [name, divisor]
        case .constant, .record, .sum, .field: []
        }
    }
}
