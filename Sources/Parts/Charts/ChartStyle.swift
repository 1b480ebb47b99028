/// A colour in a chart: a CSS variable of the page or a fixed value for mail and print.
public struct ChartColor: Sendable, Hashable {
    /// What stands in `fill` and `stroke`.
    public let css: String

    /// `var(--name)`. Characters other than ASCII letters, digits and hyphens are left out.
    public init(variable name: String) {
        css = "var(--\(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }))"
    }

    /// A fixed colour, `0xRRGGBB`.
    public init(rgb: UInt32) {
        let digits = String(rgb & 0xFF_FFFF, radix: 16)
        css = "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    public static let accent = ChartColor(variable: "accent")
}

/// The colours around the data and the words a chart writes itself.
public struct ChartStyle: Sendable {
    public var ink: ChartColor
    /// Labels.
    public var soft: ChartColor
    /// Axis and grid lines.
    public var edge: ChartColor
    /// The track behind horizontal bars.
    public var sunken: ChartColor
    public var words: Words

    public struct Words: Sendable {
        /// Marks the running period.
        public var soFar: String
        public var lowest: String
        public var highest: String
        /// Heads the first column of a table whose labels have no name.
        public var label: String
        public var value: String
        /// Heads the column with the share of the first stage of a funnel.
        public var ofFirst: String
        /// Stands where there is nothing to draw.
        public var empty: String

        public init(
            soFar: String = "so far", lowest: String = "lowest", highest: String = "highest", label: String = "Label",
            value: String = "Value", ofFirst: String = "Of the first", empty: String = "Nothing to show yet"
        ) {
            self.soFar = soFar
            self.lowest = lowest
            self.highest = highest
            self.label = label
            self.value = value
            self.ofFirst = ofFirst
            self.empty = empty
        }
    }

    public init(
        ink: ChartColor, soft: ChartColor, edge: ChartColor, sunken: ChartColor, words: Words = Words()
    ) {
        self.ink = ink
        self.soft = soft
        self.edge = edge
        self.sunken = sunken
        self.words = words
    }

    /// Follows the page's tokens, light and dark.
    public static let page = ChartStyle(
        ink: ChartColor(variable: "ink"), soft: ChartColor(variable: "soft"), edge: ChartColor(variable: "edge"),
        sunken: ChartColor(variable: "sunken"))

    /// Fixed colours on white, for mail and PDF, where there are no variables.
    public static let print = ChartStyle(
        ink: ChartColor(rgb: 0x1A1D21), soft: ChartColor(rgb: 0x5C646E), edge: ChartColor(rgb: 0xDDE0E4),
        sunken: ChartColor(rgb: 0xF1F2F4))
}
