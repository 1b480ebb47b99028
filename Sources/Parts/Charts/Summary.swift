/// The text alternative of a chart: all values where they are few, else the extremes.
func summary(title: String, points: [ChartPoint], style: ChartStyle, format: (Double) -> String) -> String {
    let known = points.filter { $0.value.isFinite }
    guard let first = known.first, let last = known.last else { return "\(title): \(style.words.empty)" }
    if known.count <= 12 {
        return "\(title): " + known.map { reading($0, style: style, format: format) }.joined(separator: ", ")
    }
    let lowest = known.min { $0.value < $1.value } ?? first
    let highest = known.max { $0.value < $1.value } ?? last
    return """
        \(title): \(first.label) – \(last.label), \
        \(style.words.lowest) \(reading(lowest, style: style, format: format)), \
        \(style.words.highest) \(reading(highest, style: style, format: format))
        """
}

/// `November 131 (so far)`.
func reading(_ point: ChartPoint, style: ChartStyle, format: (Double) -> String) -> String {
    let value = point.value.isFinite ? format(point.value) : "–"
    return "\(point.label) \(value)" + (point.isUnfinished ? " (\(style.words.soFar))" : "")
}
