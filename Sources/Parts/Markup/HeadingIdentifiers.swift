/// Gives each heading of a document an identifier of its own: `prices`, `prices-2`, `prices-3`.
struct HeadingIdentifiers {
    private var next: [String: Int] = [:]

    mutating func next(for title: String) -> String {
        let slugged = slug(title)
        let stem = slugged.isEmpty ? "section" : slugged
        var candidate = stem
        while let number = next[candidate] {
            next[candidate] = number + 1
            candidate = "\(stem)-\(number)"
        }
        next[candidate] = 2
        return candidate
    }
}
