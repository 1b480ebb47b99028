/// Why an expression cannot become SQL although it can be evaluated.
public struct SQLTranslationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    /// What to write instead, if that can be said.
    public let advice: String?
    public let position: SourcePosition

    public var description: String { "\(message) (\(position))" + (advice.map { " \($0)" } ?? "") }
}

extension CheckedExpression {
    /// What the SQL is for.
    public enum SQLPurpose: Sendable {
        /// A condition of WHERE: where memory says false or fails, SQL may say false or NULL. Uses indexes best.
        case filter
        /// A value to select, sort or compute with: NULL exactly where memory says null or fails.
        case value
    }

    /// The expression as SQL that answers as ``evaluate(_:doubles:stepLimit:)`` does: null and error are both NULL.
    ///
    /// - Parameter dialect: SQLite 3.39 or later with UTF-8, or PostgreSQL 12 or later with UTF-8.
    /// - Throws: at the first thing that the database would answer differently or not at all; it is never
    ///   approximated. At most 64 KB of SQL are made.
    public func compileSQL(
        dialect: SQLDialect, columns: some ColumnLookup, for purpose: SQLPurpose = .filter
    ) throws(SQLTranslationError) -> SQLFragment {
        var translator = SQLTranslator(source: source, dialect: dialect, columns: columns)
        return try translator.translateAll(plan, for: purpose)
    }
}
