import Store

/// A condition on an object's fields, built in Swift: `Deal.amount > limit && Deal.stage == stage`.
public indirect enum Predicate<O: ObjectType>: Sendable {
    case any(AnyPredicate)

    var erased: AnyPredicate { switch self { case .any(let predicate): predicate } }
}

/// A condition whose object is known only at run time.
public indirect enum AnyPredicate: Sendable {
    public enum Comparison: String, Sendable { case equal = "=", notEqual = "<>", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=" }

    case always
    case compare(String, Comparison, SQLValue)
    /// Whether a money field is in this currency.
    case currency(String, SQLValue)
    case isNull(String)
    case oneOf(String, [SQLValue])
    case and([AnyPredicate])
    case or([AnyPredicate])
    case not(AnyPredicate)

    public static func equals(_ field: String, _ value: some FieldValue) -> AnyPredicate {
        value.stored.0 == .null ? .isNull(field) : .ordered(field, .equal, value)
    }

    /// Money compares within its currency only: no sum of francs is more or less than one of dollars.
    static func ordered(_ field: String, _ comparison: Comparison, _ value: some FieldValue) -> AnyPredicate {
        let (first, second) = value.stored
        let compared = AnyPredicate.compare(field, comparison, first)
        return second == .null ? compared : .and([compared, .currency(field, second)])
    }
}

// A typed field belongs to no object by itself, so the operators make a predicate for whichever object the query names;
// an alien field is refused when the query runs, and by the first test that runs it.
public func == <O, V: FieldValue>(field: Field<V>, value: V) -> Predicate<O> { .any(.equals(field.name, value)) }
public func == <O, V: FieldValue>(field: Field<V?>, value: V) -> Predicate<O> { .any(.equals(field.name, value)) }
public func != <O, V: FieldValue>(field: Field<V>, value: V) -> Predicate<O> { .any(.not(.equals(field.name, value))) }
public func < <O, V: FieldValue & Comparable>(field: Field<V>, value: V) -> Predicate<O> { .any(.ordered(field.name, .less, value)) }
public func > <O, V: FieldValue & Comparable>(field: Field<V>, value: V) -> Predicate<O> { .any(.ordered(field.name, .greater, value)) }
public func <= <O, V: FieldValue & Comparable>(field: Field<V>, value: V) -> Predicate<O> { .any(.ordered(field.name, .lessOrEqual, value)) }
public func >= <O, V: FieldValue & Comparable>(field: Field<V>, value: V) -> Predicate<O> { .any(.ordered(field.name, .greaterOrEqual, value)) }
public func < <O, V: FieldValue & Comparable>(field: Field<V?>, value: V) -> Predicate<O> { .any(.ordered(field.name, .less, value)) }
public func > <O, V: FieldValue & Comparable>(field: Field<V?>, value: V) -> Predicate<O> { .any(.ordered(field.name, .greater, value)) }
public func <= <O, V: FieldValue & Comparable>(field: Field<V?>, value: V) -> Predicate<O> { .any(.ordered(field.name, .lessOrEqual, value)) }
public func >= <O, V: FieldValue & Comparable>(field: Field<V?>, value: V) -> Predicate<O> { .any(.ordered(field.name, .greaterOrEqual, value)) }

public func && <O>(left: Predicate<O>, right: Predicate<O>) -> Predicate<O> { .any(.and([left.erased, right.erased])) }
public func || <O>(left: Predicate<O>, right: Predicate<O>) -> Predicate<O> { .any(.or([left.erased, right.erased])) }
public prefix func ! <O>(predicate: Predicate<O>) -> Predicate<O> { .any(.not(predicate.erased)) }

extension Field {
    public func isOneOf<O>(_ values: some Sequence<Value>) -> Predicate<O> {
        let stored = values.map(\.stored)
        guard stored.contains(where: { $0.1 != .null }) else { return .any(.oneOf(name, stored.map(\.0))) }
        return .any(.or(values.map { .equals(name, $0) }))
    }

    public func isEmpty<O>() -> Predicate<O> { .any(.isNull(name)) }
}
