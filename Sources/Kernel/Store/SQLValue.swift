/// A value that goes into a statement or comes out of a row.
///
/// SQLite has no boolean: a `.bool` is stored as INTEGER 0 or 1 and read back as `.int`; `Row.bool` accepts both.
public enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case double(Double)
    case text(String)
    case blob([UInt8])
    case bool(Bool)

    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The integer, or the integer that a boolean, a whole double or a decimal text stands for.
    public var int: Int64? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        case .double(let value): Int64(exactly: value)
        case .text(let value): Int64(value)
        case .null, .blob: nil
        }
    }

    /// The double, or the double that an integer or a decimal text stands for.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        case .text(let value): Double(value)
        case .null, .blob, .bool: nil
        }
    }

    public var text: String? { if case .text(let value) = self { value } else { nil } }
    public var blob: [UInt8]? { if case .blob(let value) = self { value } else { nil } }

    /// The boolean; an integer is true unless it is 0.
    public var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .int(let value): value != 0
        case .null, .double, .text, .blob: nil
        }
    }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
