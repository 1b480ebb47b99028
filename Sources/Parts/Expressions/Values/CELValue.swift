/// A value of the Common Expression Language.
///
/// Swift's `==` on it is exact: `int(1)` is not `double(1)`, and strings are equal
/// when their code points are. CEL's own `==`, which mixes numbers, is ``equals(_:)``.
public enum CELValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(CELTimestamp)
    case duration(CELDuration)
    case list([CELValue])
    case map(CELMap)
    /// A type by its CEL name: `int`, `list`, `google.protobuf.Timestamp`.
    case type(String)
    indirect case optional(CELValue?)

    /// The name `type()` gives.
    var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .optional: "optional_type"
        }
    }

    /// The static type of this very value.
    public var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list(let elements): .list(Self.common(elements.lazy.map(\.type)))
        case .map(let map): .map(Self.common(map.keys.lazy.map(\.type)), Self.common(map.keys.lazy.map { (map[$0] ?? .null).type }))
        case .type: .type
        case .optional(let inner): .optional(inner?.type ?? .dyn)
        }
    }

    private static func common(_ types: some Sequence<CELType>) -> CELType {
        var joined: CELType?
        for type in types {
            guard let soFar = joined else { joined = type; continue }
            guard let both = soFar.joined(with: type) else { return .dyn }
            joined = both
        }
        return joined ?? .dyn
    }
}

extension CELValue: Hashable {
    public static func == (a: CELValue, b: CELValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.int(let x), .int(let y)): x == y
        case (.uint(let x), .uint(let y)): x == y
        case (.double(let x), .double(let y)): x == y
        case (.string(let x), .string(let y)): x.hasSameCodePoints(as: y)
        case (.bytes(let x), .bytes(let y)): x == y
        case (.timestamp(let x), .timestamp(let y)): x == y
        case (.duration(let x), .duration(let y)): x == y
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)): x == y
        case (.type(let x), .type(let y)): x == y
        case (.optional(let x), .optional(let y)): x == y
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .uint(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value)
        case .string(let value): ExactString(value).hash(into: &hasher)
        case .bytes(let value): hasher.combine(value)
        case .timestamp(let value): hasher.combine(value)
        case .duration(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .map(let value): hasher.combine(value)
        case .type(let value): hasher.combine(value)
        case .optional(let value): hasher.combine(value)
        }
    }
}
