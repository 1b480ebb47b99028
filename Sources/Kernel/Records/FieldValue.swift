import Amounts
import Store
import Timekeeping

/// A Swift type that a field can hold.
public protocol FieldValue: Sendable, Equatable {
    /// The kind a `Field` of this type has unless it says otherwise.
    static var kind: FieldKind { get }

    /// Whether the column accepts NULL.
    static var isOptional: Bool { get }

    /// The value of one column, or of two for money. `nil` when the columns do not hold this type.
    static func load(_ first: SQLValue, _ second: SQLValue) -> Self?

    /// What a required field reads as where access masks it: says nothing, stops nothing.
    static var blank: Self { get }

    /// What stands in the column(s).
    var stored: (SQLValue, SQLValue) { get }
}

extension FieldValue {
    public static var isOptional: Bool { false }
}

extension String: FieldValue {
    public static var blank: String { "" }
    public static var kind: FieldKind { .text }
    public static func load(_ first: SQLValue, _: SQLValue) -> String? {
        if case .text(let text) = first { text } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { (.text(self), .null) }
}

extension Int: FieldValue {
    public static var blank: Int { 0 }
    public static var kind: FieldKind { .integer }
    public static func load(_ first: SQLValue, _: SQLValue) -> Int? {
        if case .int(let int) = first { Int(exactly: int) } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { (.int(Int64(self)), .null) }
}

extension Double: FieldValue {
    public static var blank: Double { 0 }
    public static var kind: FieldKind { .number }
    public static func load(_ first: SQLValue, _: SQLValue) -> Double? {
        switch first {
        case .double(let double): double
        case .int(let int): Double(int)
        default: nil
        }
    }
    public var stored: (SQLValue, SQLValue) { (.double(self), .null) }
}

extension Bool: FieldValue {
    public static var blank: Bool { false }
    public static var kind: FieldKind { .boolean }
    public static func load(_ first: SQLValue, _: SQLValue) -> Bool? {
        switch first {
        case .bool(let bool): bool
        case .int(let int): int != 0
        default: nil
        }
    }
    public var stored: (SQLValue, SQLValue) { (.bool(self), .null) }
}

extension Instant: FieldValue {
    public static var blank: Instant { Instant(microseconds: 0) }
    public static var kind: FieldKind { .instant }
    public static func load(_ first: SQLValue, _: SQLValue) -> Instant? {
        if case .int(let microseconds) = first { Instant(microseconds: microseconds) } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { (.int(microseconds), .null) }
}

extension LocalDate: FieldValue {
    public static var blank: LocalDate { LocalDate(dayNumber: 0) }
    public static var kind: FieldKind { .date }
    public static func load(_ first: SQLValue, _: SQLValue) -> LocalDate? {
        if case .text(let text) = first { LocalDate(text) } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { (.text(description), .null) }
}

extension Money: FieldValue {
    public static var blank: Money { Money(minor: 0, .usd) }
    public static var kind: FieldKind { .money }
    public static func load(_ first: SQLValue, _ second: SQLValue) -> Money? {
        guard case .int(let minor) = first, case .text(let code) = second, let currency = Currency(code) else { return nil }
        return Money(minor: minor, currency)
    }
    public var stored: (SQLValue, SQLValue) { (.int(minor), .text(currency.code)) }
}

extension FixedDecimal: FieldValue {
    public static var blank: FixedDecimal { .zero }
    /// Six decimals: quantities, rates and unit prices.
    public static var kind: FieldKind { .decimal(scale: 6) }
    public static func load(_ first: SQLValue, _: SQLValue) -> FixedDecimal? {
        if case .int(let units) = first { try? FixedDecimal(coefficient: units, scale: 6) } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { ((try? rounded(toScale: 6)).map { .int($0.coefficient) } ?? .null, .null) }
}

extension Key: FieldValue {
    public static var blank: Key { Key(0) }
    public static var kind: FieldKind {
        .reference(to: (Object.self as? any ObjectType.Type)?.object.name ?? "", onDelete: .restrict)
    }
    public static func load(_ first: SQLValue, _: SQLValue) -> Key? {
        if case .int(let id) = first { Key(id) } else { nil }
    }
    public var stored: (SQLValue, SQLValue) { (.int(id), .null) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public static var blank: Wrapped? { nil }
    public static var kind: FieldKind { Wrapped.kind }
    public static var isOptional: Bool { true }
    public static func load(_ first: SQLValue, _ second: SQLValue) -> Wrapped?? {
        if case .null = first { return .some(nil) }
        return Wrapped.load(first, second).map { .some($0) }
    }
    public var stored: (SQLValue, SQLValue) { self?.stored ?? (.null, .null) }
}
