/// The members of a JSON object, in the order in which they were written.
///
/// Looking a key up is a short scan for up to sixteen members, hashing beyond. Two objects are
/// equal when they have equal members, in any order.
public struct JSONObject: Sendable {
    public typealias Member = (key: String, value: JSON)

    private var members: [Member] = []
    /// Positions by key; only kept for large objects.
    private var positions: [String: Int] = [:]

    private static let largestScan = 16

    public init() {}

    /// The last of equal keys wins, at the place of the first.
    public init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members { self[key] = value }
    }

    public var keys: [String] { members.map(\.key) }
    public var values: [JSON] { members.map(\.value) }

    /// Setting nil removes the member, which costs a pass over the object; a new key goes to the end.
    public subscript(key: String) -> JSON? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    public mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }

    /// Adds a member unless there is one of this key; says whether it did.
    mutating func appendIfNew(_ key: String, _ value: JSON) -> Bool {
        guard position(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    private func position(of key: String) -> Int? {
        if members.count > Self.largestScan { return positions[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func append(_ key: String, _ value: JSON) {
        members.append((key, value))
        if members.count > Self.largestScan + 1 {
            positions[key] = members.count - 1
        } else if members.count == Self.largestScan + 1 {
            indexAll()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        indexAll()
    }

    private mutating func indexAll() {
        positions.removeAll()
        guard members.count > Self.largestScan else { return }
        positions.reserveCapacity(members.count)
        for (position, member) in members.enumerated() { positions[member.key] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { members.startIndex }
    public var endIndex: Int { members.endIndex }
    public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        // Order must not count, so the members' own hashes are combined by a commutative sum.
        var sum = 0
        for member in members {
            var single = Hasher()
            single.combine(member.key)
            single.combine(member.value)
            sum &+= single.finalize()
        }
        hasher.combine(sum)
    }
}
