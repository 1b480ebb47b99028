/// A place on a line; nil between two places is a gap.
struct PathPoint {
    let x: Double
    let y: Double

    /// Path data (SVG 1.1 §8.3). Of the points that share one unit of width only the first, the
    /// extremes and the last are kept, so a year of minutes looks the same in a few kilobytes.
    static func path(_ points: [PathPoint?]) -> String {
        var data = ""
        var column: [PathPoint] = []
        var isOpen = false
        func flush() {
            for point in thinned(column) {
                data += "\(isOpen ? "L" : "M")\(place(point.x)) \(place(point.y))"
                isOpen = true
            }
            column = []
        }
        for point in points {
            guard let point else {
                flush()
                isOpen = false
                continue
            }
            if let first = column.first, point.x - first.x >= 1 { flush() }
            column.append(point)
        }
        flush()
        return data
    }

    private static func thinned(_ column: [PathPoint]) -> [PathPoint] {
        guard column.count > 4, let first = column.first, let last = column.last else { return column }
        let indices = column.indices
        let top = indices.min { column[$0].y < column[$1].y } ?? 0
        let bottom = indices.max { column[$0].y < column[$1].y } ?? 0
        return [first, column[min(top, bottom)], column[max(top, bottom)], last]
    }
}
