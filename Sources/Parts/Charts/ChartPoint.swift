/// One labelled value of a chart.
public struct ChartPoint: Sendable {
    public var label: String
    /// Not finite (NaN, infinite) means unknown: it is not drawn, and the table says `–`.
    public var value: Double
    /// Where the number leads: the list behind it.
    public var link: String?
    /// The running period: not all of it has happened.
    public var isUnfinished: Bool

    public init(_ label: String, _ value: Double, link: String? = nil, isUnfinished: Bool = false) {
        self.label = label
        self.value = value
        self.link = link
        self.isUnfinished = isUnfinished
    }

    /// The value as far as geometry can use it; nil when unknown.
    var drawn: Double? { value.drawable }
}

extension Double {
    /// Finite and small enough that sums and differences stay finite.
    var drawable: Double? { isFinite ? Swift.min(Swift.max(self, -1e100), 1e100) : nil }
}
