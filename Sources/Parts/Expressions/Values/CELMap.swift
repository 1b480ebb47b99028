/// A map of CEL: keys are bool, int, uint or string, kept in the order in which they came.
///
/// `1` and `1u` are the same key. Look-up is O(1).
public struct CELMap: Sendable {
    public private(set) var keys: [CELValue] = []
    private var values: [Key: CELValue] = [:]

    public init() {}

    /// Nil when a key has a type that cannot be a key, or comes twice.
    public init?(_ entries: some Sequence<(CELValue, CELValue)>) {
        for (key, value) in entries where !insert(key, value) { return nil }
    }

    public init(_ entries: some Sequence<(String, CELValue)>) {
        for (key, value) in entries { _ = insert(.string(key), value) }
    }

    public var count: Int { keys.count }

    /// The value under `key`; doubles that are whole numbers find their int.
    public subscript(key: CELValue) -> CELValue? {
        guard let key = Key(key) else { return nil }
        return values[key]
    }

    subscript(field field: String) -> CELValue? { values[.string(ExactString(field))] }

    /// False when the key cannot be one or is there already; then nothing changes.
    mutating func insert(_ key: CELValue, _ value: CELValue) -> Bool {
        if case .double = key { return false }
        guard let normal = Key(key), values[normal] == nil else { return false }
        keys.append(key)
        values[normal] = value
        return true
    }

    private enum Key: Hashable, Sendable {
        case bool(Bool), int(Int64), uint(UInt64), string(ExactString)

        init?(_ value: CELValue) {
            switch value {
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
            case .double(let value):
                if let whole = Int64(exactly: value) { self = .int(whole) }
                else if let whole = UInt64(exactly: value) { self = .uint(whole) }
                else { return nil }
            case .string(let value): self = .string(ExactString(value))
            default: return nil
            }
        }
    }
}

extension CELMap: Hashable {
    public static func == (a: CELMap, b: CELMap) -> Bool { a.values == b.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
