/// Suggests the name that was probably meant.
enum Spelling {
    static func advice(for name: String, among known: [String]) -> String {
        guard name.utf8.count <= 40, let nearest = nearest(to: name, among: known) else {
            return "Check the spelling, or remove it."
        }
        return "Did you mean '\(nearest)'?"
    }

    private static func nearest(to name: String, among known: [String]) -> String? {
        let tolerance = max(1, name.utf8.count / 3)
        return known.sorted()
            .map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
            .filter { $0.distance <= tolerance }
            .min { $0.distance < $1.distance }?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two names (optimal string alignment).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
