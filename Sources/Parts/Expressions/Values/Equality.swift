extension CELValue {
    /// CEL's `==`: total over all types, numbers compare by value across int, uint and double,
    /// NaN equals nothing, lists and maps element by element.
    public func equals(_ other: CELValue) -> Bool {
        switch (self, other) {
        case (.list(let a), .list(let b)):
            guard a.count == b.count else { return false }
            return zip(a, b).allSatisfy { $0.equals($1) }
        case (.map(let a), .map(let b)):
            guard a.count == b.count else { return false }
            return a.keys.allSatisfy { key in
                guard let x = a[key], let y = b[key] else { return false }
                return x.equals(y)
            }
        case (.optional(let a), .optional(let b)):
            switch (a, b) {
            case (nil, nil): return true
            case (let a?, let b?): return a.equals(b)
            default: return false
            }
        case (.int, .int), (.uint, .uint): return self == other
        case (.int, _), (.uint, _), (.double, _):
            return ordering(against: other) == .same
        default: return self == other
        }
    }

    enum Ordering { case before, same, after, unordered }

    /// The order of two values, nil where CEL defines none. Ints meet doubles as doubles.
    func ordering(against other: CELValue) -> Ordering? {
        switch (self, other) {
        case (.int(let a), .int(let b)): .of(a, b)
        case (.uint(let a), .uint(let b)): .of(a, b)
        case (.double(let a), .double(let b)): .of(a, b)
        case (.int(let a), .uint(let b)): Int64(exactly: b).map { .of(a, $0) } ?? .before
        case (.uint(let a), .int(let b)): Int64(exactly: a).map { .of($0, b) } ?? .after
        case (.int(let a), .double(let b)): .of(Double(a), b)
        case (.double(let a), .int(let b)): .of(a, Double(b))
        case (.uint(let a), .double(let b)): .of(Double(a), b)
        case (.double(let a), .uint(let b)): .of(a, Double(b))
        case (.string(let a), .string(let b)):
            a.hasSameCodePoints(as: b) ? .same : a.precedesByCodePoint(b) ? .before : .after
        case (.bytes(let a), .bytes(let b)):
            a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
        case (.bool(let a), .bool(let b)): .of(a ? 1 : 0, b ? 1 : 0)
        case (.timestamp(let a), .timestamp(let b)): .of(a, b)
        case (.duration(let a), .duration(let b)): .of(a, b)
        default: nil
        }
    }
}

extension CELValue.Ordering {
    static func of<T: Comparable>(_ a: T, _ b: T) -> Self {
        a < b ? .before : a == b ? .same : a > b ? .after : .unordered
    }
}
