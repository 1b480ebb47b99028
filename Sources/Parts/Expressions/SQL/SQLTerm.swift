/// A translated part. In SQL, NULL stands for CEL's null and for an error; the flags say which it may be.
struct SQLTerm {
    enum Kind: Hashable {
        case bool, int, uint, double, string, bytes, timestamp, duration, null
        case key(space: String)
    }

    var sql: SQLFragment
    var kind: Kind
    var mayBeNull = false
    var mayFail = false
    /// True where there is no error; only there when NULL may mean both.
    var succeeded: SQLFragment?
    var constant: CELValue?
    var decode: (@Sendable (String) -> Int64?)?
    /// The days of a `.day` column, for comparisons that an index can serve.
    var days: SQLFragment?

    /// A condition that is true exactly where there is no error, nil if there never is one.
    var success: SQLFragment? {
        guard mayFail else { return nil }
        return mayBeNull ? succeeded : "(\(sql) IS NOT NULL)"
    }

    var isNumeric: Bool { kind == .int || kind == .uint || kind == .double }

    /// A term that computes: null operands are errors there.
    static func computed(_ sql: SQLFragment, _ kind: Kind, from operands: SQLTerm..., fails: Bool = false) -> SQLTerm {
        SQLTerm(sql: sql, kind: kind, mayFail: fails || operands.contains { $0.mayFail || $0.mayBeNull })
    }
}
