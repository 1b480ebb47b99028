/// A piece of SQL whose interpolated values are bound, never pasted.
///
/// ```swift
/// let sql: SQL = "SELECT id FROM contact WHERE email = \(email) AND id IN (\(list: keys))"
/// ```
/// Pieces are joined with `+`, `append`, `joined(separator:)` or by interpolating one SQL into another.
/// Only literals and `SQL(raw:)` reach the database as text.
///
/// The text is kept ready for SQLite (`?`), so rendering for SQLite is free; PostgreSQL's `$1` are spliced in
/// at the recorded offsets.
public struct SQL: Sendable, Hashable {
    /// The text with `?` for each value.
    private(set) var text: String
    /// Where in the UTF-8 of `text` the `?` of each value stands.
    private(set) var offsets: [Int]
    /// The bound values, in order.
    public private(set) var values: [SQLValue]

    /// Empty.
    public init() {
        (text, offsets, values) = ("", [], [])
    }

    /// Text that is trusted to be SQL: from our own sources, never from a person.
    public init(raw text: String) {
        (self.text, offsets, values) = (text, [], [])
    }

    /// One bound value.
    public init(_ value: SQLValue) {
        self.init()
        append(value)
    }

    /// A quoted identifier.
    public init(name: String) {
        self.init()
        append(name: name)
    }

    /// Whether there is no text at all.
    public var isEmpty: Bool { text.isEmpty }

    public mutating func append(_ other: SQL) {
        let shift = text.utf8.count
        text += other.text
        offsets.reserveCapacity(offsets.count + other.offsets.count)
        for offset in other.offsets { offsets.append(offset + shift) }
        values += other.values
    }

    /// Appends trusted text.
    public mutating func append(raw: String) { text += raw }

    /// Binds a value.
    public mutating func append(_ value: SQLValue) {
        offsets.append(text.utf8.count)
        text += "?"
        values.append(value)
    }

    /// Binds a comma list; an empty list becomes `NULL`, so that `IN (…)` stays valid and matches nothing.
    public mutating func append(list: some Sequence<SQLValue>) {
        var isFirst = true
        for value in list {
            if !isFirst { text += ", " }
            isFirst = false
            append(value)
        }
        if isFirst { text += "NULL" }
    }

    /// Appends an identifier in double quotes.
    public mutating func append(name: String) {
        text += "\""
        for character in name.unicodeScalars {
            if character == "\"" { text += "\"" }
            text.unicodeScalars.append(character)
        }
        text += "\""
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var result = a
        result.append(b)
        return result
    }

    public static func += (a: inout SQL, b: SQL) { a.append(b) }

    /// The text for a dialect, with its placeholders.
    public func text(for dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: text
        case .postgres: numbered
        }
    }

    private var numbered: String {
        guard !offsets.isEmpty else { return text }
        var text = text
        return text.withUTF8 { source in
            var result: [UInt8] = []
            result.reserveCapacity(source.count + offsets.count * 3)
            var start = 0
            for (index, offset) in offsets.enumerated() {
                result.append(contentsOf: source[start..<offset])
                result.append(UInt8(ascii: "$"))
                result.append(contentsOf: String(index + 1).utf8)
                start = offset + 1
            }
            result.append(contentsOf: source[start...])
            return String(decoding: result, as: UTF8.self)
        }
    }
}

extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(raw: value) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL()

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserve(bytes: literalCapacity + interpolationCount * 2, values: interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { sql.append(raw: literal) }
        public mutating func appendInterpolation(_ value: String) { sql.append(.text(value)) }
        public mutating func appendInterpolation(_ value: Int) { sql.append(.int(Int64(value))) }
        public mutating func appendInterpolation(_ value: Int64) { sql.append(.int(value)) }
        public mutating func appendInterpolation(_ value: Bool) { sql.append(.bool(value)) }
        public mutating func appendInterpolation(_ value: Double) { sql.append(.double(value)) }
        public mutating func appendInterpolation(_ value: [UInt8]) { sql.append(.blob(value)) }
        public mutating func appendInterpolation(_ value: SQLValue) { sql.append(value) }
        public mutating func appendInterpolation(_ value: String?) { sql.append(value.map(SQLValue.text) ?? .null) }
        public mutating func appendInterpolation(_ value: Int?) { sql.append(value.map { .int(Int64($0)) } ?? .null) }
        public mutating func appendInterpolation(_ value: Int64?) { sql.append(value.map(SQLValue.int) ?? .null) }
        public mutating func appendInterpolation(_ value: Bool?) { sql.append(value.map(SQLValue.bool) ?? .null) }
        public mutating func appendInterpolation(_ value: Double?) { sql.append(value.map(SQLValue.double) ?? .null) }
        public mutating func appendInterpolation(_ value: [UInt8]?) { sql.append(value.map(SQLValue.blob) ?? .null) }
        public mutating func appendInterpolation(_ value: SQLValue?) { sql.append(value ?? .null) }
        /// Splices.
        public mutating func appendInterpolation(_ piece: SQL) { sql.append(piece) }
        /// Binds a comma list; empty becomes `NULL`.
        public mutating func appendInterpolation(list: some Sequence<SQLValue>) { sql.append(list: list) }
        /// Quotes an identifier.
        public mutating func appendInterpolation(name: String) { sql.append(name: name) }
        /// Text that is trusted to be SQL.
        public mutating func appendInterpolation(raw: String) { sql.append(raw: raw) }
    }

    private mutating func reserve(bytes: Int, values count: Int) {
        text.reserveCapacity(bytes)
        offsets.reserveCapacity(count)
        values.reserveCapacity(count)
    }
}

extension Sequence<SQL> {
    /// The pieces with `separator` between them.
    public func joined(separator: SQL = "") -> SQL {
        var result = SQL()
        var isFirst = true
        for piece in self {
            if !isFirst { result.append(separator) }
            isFirst = false
            result.append(piece)
        }
        return result
    }
}

extension SQL: CustomStringConvertible {
    /// The text with `?`; values are not shown, so it may be logged.
    public var description: String { text }
}
