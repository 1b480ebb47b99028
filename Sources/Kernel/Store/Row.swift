/// One row of an answer. A value: it may leave the closure that read it.
///
/// Rows of one answer share their storage, so keeping one row keeps the answer.
public struct Row: Sendable {
    private let header: Header
    private let storage: [SQLValue]
    private let base: Int

    init(_ header: Header, _ storage: [SQLValue], from base: Int = 0) {
        self.header = header
        self.storage = storage
        self.base = base
    }

    /// The column names, in order.
    public var columns: [String] { header.names }
    public var count: Int { header.names.count }

    /// The value at `index`. Traps outside `0..<count`: positions are written in our sources, not received.
    public subscript(_ index: Int) -> SQLValue {
        precondition(index >= 0 && index < header.names.count, "The row has \(header.names.count) columns; there is none at \(index).")
        return storage[base + index]
    }

    /// The value of the first column of this name; nil when there is no such column (`.null` is a value).
    public subscript(_ name: String) -> SQLValue? {
        header.position[name].map { storage[base + $0] }
    }

    /// All values, in the order of the columns.
    public var values: ArraySlice<SQLValue> { storage[base..<(base + header.names.count)] }

    /// The integer at `index`; nil for NULL and for what is no integer. Accepts what `SQLValue.int` accepts.
    public func int(_ index: Int) -> Int64? { self[index].int }
    /// The text at `index`; nil for NULL and for what is no text.
    public func text(_ index: Int) -> String? { self[index].text }
    /// The double at `index`; integers are accepted.
    public func double(_ index: Int) -> Double? { self[index].double }
    /// The boolean at `index`; integers are accepted, because SQLite stores them.
    public func bool(_ index: Int) -> Bool? { self[index].bool }
    /// The bytes at `index`.
    public func blob(_ index: Int) -> [UInt8]? { self[index].blob }

    /// The column names of a statement, shared by its rows.
    final class Header: Sendable {
        let names: [String]
        let position: [String: Int]

        init(_ names: [String]) {
            self.names = names
            position = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }
    }
}

extension Row: Equatable {
    public static func == (a: Row, b: Row) -> Bool { a.columns == b.columns && a.values == b.values }
}
