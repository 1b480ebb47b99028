import Probe

/// One connection inside one transaction, as an engine offers it to `Reader` and `Writer`.
///
/// Used by one thread at a time. After a statement error only `rollBack(to:)` may follow.
/// `text` is `sql` rendered for the dialect.
protocol Session: AnyObject {
    var dialect: Dialect { get }

    /// At most `limit` rows.
    func rows(_ sql: SQL, text: String, limit: Int) throws(StoreError) -> [Row]
    /// Streams until `body` says false.
    func stream(_ sql: SQL, text: String, _ body: (Row) -> Bool) throws(StoreError)
    /// Runs to the end and says how many rows an INSERT, UPDATE or DELETE touched; 0 for other statements.
    func run(_ sql: SQL, text: String) throws(StoreError) -> Int

    func setSavepoint(_ depth: Int) throws(StoreError)
    func release(_ depth: Int) throws(StoreError)
    func rollBack(to depth: Int) throws(StoreError)
}

/// The engine of a store: where transactions begin and end.
protocol Engine: AnyObject, Sendable {
    func read<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T
    func write<T: Sendable>(_ trace: Trace?, _ body: @escaping @Sendable (Writer) throws -> T) async throws -> T
    func close() async
}
