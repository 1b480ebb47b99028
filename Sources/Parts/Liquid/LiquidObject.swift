/// An immutable map from names to values that keeps its order. Copies share storage.
///
/// Lookup is a scan up to eight keys and a hash lookup beyond.
public struct LiquidObject: Sendable, ExpressibleByDictionaryLiteral {
    private final class Storage: Sendable {
        let keys: [String]
        let values: [LiquidValue]
        let positions: [String: Int]

        init(keys: [String], values: [LiquidValue], positions: [String: Int]) {
            self.keys = keys
            self.values = values
            self.positions = positions
        }
    }

    private static let scannedKeys = 8
    private let storage: Storage

    /// Builds an object in the order of `pairs`; of equal names the last value wins, at the place of the first.
    public init(_ pairs: some Sequence<(String, LiquidValue)>) {
        var keys: [String] = []
        var values: [LiquidValue] = []
        var positions: [String: Int] = [:]
        for (key, value) in pairs {
            let known = keys.count > Self.scannedKeys ? positions[key] : keys.firstIndex(of: key)
            if let known {
                values[known] = value
                continue
            }
            keys.append(key)
            values.append(value)
            if keys.count == Self.scannedKeys + 1 {
                for (index, key) in keys.enumerated() { positions[key] = index }
            } else if keys.count > Self.scannedKeys {
                positions[key] = keys.count - 1
            }
        }
        storage = Storage(keys: keys, values: values, positions: positions)
    }

    public init(dictionaryLiteral elements: (String, LiquidValue)...) { self.init(elements) }

    public var count: Int { storage.keys.count }
    public var isEmpty: Bool { storage.keys.isEmpty }
    /// The names in order.
    public var keys: [String] { storage.keys }
    /// The values in the order of ``keys``.
    public var values: [LiquidValue] { storage.values }

    public subscript(key: String) -> LiquidValue? {
        if storage.keys.count <= Self.scannedKeys {
            guard let index = storage.keys.firstIndex(of: key) else { return nil }
            return storage.values[index]
        }
        guard let index = storage.positions[key] else { return nil }
        return storage.values[index]
    }

    /// The name and value at `index`, or nil outside of the bounds.
    subscript(at index: Int) -> (key: String, value: LiquidValue)? {
        guard storage.keys.indices.contains(index) else { return nil }
        return (storage.keys[index], storage.values[index])
    }
}
