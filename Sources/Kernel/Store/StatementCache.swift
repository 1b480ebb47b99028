/// The prepared statements of one connection by their text, the least recently used forgotten first.
struct StatementCache<Statement> {
    private final class Node {
        let key: String
        let statement: Statement
        var newer: Node?
        unowned(unsafe) var older: Node?

        init(_ key: String, _ statement: Statement) {
            self.key = key
            self.statement = statement
        }
    }

    private let limit: Int
    private var nodes: [String: Node] = [:]
    private var newest: Node?
    private var oldest: Node?

    init(limit: Int) { self.limit = max(1, limit) }

    var count: Int { nodes.count }

    /// The statement of this text, which becomes the most recently used.
    mutating func find(_ key: String) -> Statement? {
        guard let node = nodes[key] else { return nil }
        if node !== newest {
            unlink(node)
            link(node)
        }
        return node.statement
    }

    /// Adds a statement and returns the one that has to go, if any.
    mutating func insert(_ key: String, _ statement: Statement) -> Statement? {
        var evicted = remove(key)
        let node = Node(key, statement)
        nodes[key] = node
        link(node)
        if nodes.count > limit, let oldest { evicted = remove(oldest.key) }
        return evicted
    }

    mutating func remove(_ key: String) -> Statement? {
        guard let node = nodes.removeValue(forKey: key) else { return nil }
        unlink(node)
        return node.statement
    }

    /// Empties the cache.
    mutating func removeAll() -> [Statement] {
        let all = nodes.values.map(\.statement)
        for node in nodes.values { node.newer = nil }
        (nodes, newest, oldest) = ([:], nil, nil)
        return all
    }

    private mutating func link(_ node: Node) {
        node.older = newest
        node.newer = nil
        newest?.newer = node
        newest = node
        if oldest == nil { oldest = node }
    }

    private mutating func unlink(_ node: Node) {
        if let newer = node.newer { newer.older = node.older } else { newest = node.older }
        if let older = node.older { older.newer = node.newer } else { oldest = node.newer }
        node.newer = nil
        node.older = nil
    }
}
