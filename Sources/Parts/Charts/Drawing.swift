import Markup

/// A length or place in user units with at most two decimals.
func place(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((min(max(value, -1e6), 1e6) * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// At most `limit` characters, the last one an ellipsis where something was cut.
func shortened(_ text: String, to limit: Int) -> String {
    text.count <= limit ? text : text.prefix(max(limit - 1, 0)) + "…"
}

/// The frame of a chart: the SVG element with its text alternative.
///
/// With links inside it is a group, since the children of `role=img` are hidden from assistive
/// technology and a hidden link could not be reached (WAI-ARIA 1.2, children presentational).
///
/// Scales to the width of its place, or keeps its own size where `isFixed`.
func svg(
    width: Double, height: Double, label: String, hasLinks: Bool, isFixed: Bool = false, _ content: HTML
) -> HTML {
    let size: HTML = isFixed ? "width=\"\(place(width))\" height=\"\(place(height))\"" : "width=\"100%\""
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(place(width)) \(place(height))" \(size) role="\(hasLinks ? "group" : "img")" \
        aria-label="\(label)">\(content)</svg>
        """
}

/// `content` as a link where there is an address.
func linked(_ link: String?, label: String, _ content: HTML) -> HTML {
    guard let link else { return "<g>\(content)</g>" }
    return "<a href=\"\(url: link)\" aria-label=\"\(label)\">\(content)</a>"
}

func write(
    _ text: String, x: Double, y: Double, size: Int = 10, anchor: StaticString = "start", color: ChartColor
) -> HTML {
    """
    <text x="\(place(x))" y="\(place(y))" font-size="\(size)"\(attribute: "text-anchor", anchor.description) \
    fill="\(color.css)">\(text)</text>
    """
}

func emptyNote(width: Double, height: Double, style: ChartStyle) -> HTML {
    write(style.words.empty, x: width / 2, y: height / 2, size: 12, anchor: "middle", color: style.soft)
}

/// The width a text of this size takes, estimated for a proportional font.
func estimatedWidth(_ text: String, size: Double = 10) -> Double { Double(min(text.count, 500)) * size * 0.6 }

/// Sizes that callers may ask for; outside of it they are moved to the nearest bound.
func bounded(_ length: Double, _ range: ClosedRange<Double> = 20...4000) -> Double {
    length.isFinite ? min(max(length, range.lowerBound), range.upperBound) : range.lowerBound
}
