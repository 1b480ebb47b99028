/// A JSON value (RFC 8259).
///
/// Whole numbers that fit 64 bits are `int`, all other numbers `double`; the two are never equal,
/// `1` and `1.0` included. Strings and keys compare as Swift strings do, by canonical equivalence.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    public var isNull: Bool { self == .null }

    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number when it is whole: `3`, and also `3.0`.
    public var intValue: Int64? {
        switch self {
        case .int(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// Any number; beyond 2^53 a whole one may be rounded.
    public var doubleValue: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of an object; nil for anything that is not an object or lacks it.
    ///
    /// Setting makes an object of anything that is none; setting nil removes the member.
    public subscript(key: String) -> JSON? {
        get { objectValue?[key] }
        set {
            // Taken out while it changes, so that the object is not copied.
            var object = objectValue ?? JSONObject()
            self = .null
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The element of an array; nil outside its bounds and for anything that is not an array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// Follows a path such as `["order", 0, "sku"]`; nil where it leads nowhere.
    public subscript(path steps: JSONStep...) -> JSON? {
        var value: JSON? = self
        for step in steps {
            switch step {
            case .key(let key): value = value?[key]
            case .index(let index): value = value?[index]
            }
        }
        return value
    }
}

/// One step into a JSON value.
public enum JSONStep: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    public init(stringLiteral value: String) { self = .key(value) }
    public init(integerLiteral value: Int) { self = .index(value) }
}
