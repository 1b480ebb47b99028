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

    /// Levenshtein's distance.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var previous = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1]
            for (j, y) in b.enumerated() {
                row.append(min(previous[j] + (x == y ? 0 : 1), previous[j + 1] + 1, row[j] + 1))
            }
            previous = row
        }
        return previous[b.count]
    }
}
