enum Spelling {
    /// The name with the fewest edits, if they are few for its length. O(names × length²).
    static func nearest(to name: String, among names: [String]) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let wanted = Array(name.lowercased().utf8)
        let allowed = max(1, wanted.count / 3)
        return names.filter { $0.utf8.count <= 64 }
            .map { (name: $0, edits: edits(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.edits <= allowed }
            .min { ($0.edits, $0.name) < ($1.edits, $1.name) }?.name
    }

    /// Levenshtein's distance; a swap of neighbours counts as one edit.
    private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = [], row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var next = [i + 1]
            for (j, y) in b.enumerated() {
                var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (x == y ? 0 : 1))
                if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { best = min(best, before[j - 1] + 1) }
                next.append(best)
            }
            (before, row) = (row, next)
        }
        return row[b.count]
    }
}
