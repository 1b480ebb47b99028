/// How numbers read in charts where the caller has no format of its own.
public enum ChartNumber {
    /// At most two decimals, thousands grouped by commas; `–` when not finite: `12,410`, `0.25`.
    public static func grouped(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        guard value.magnitude < 1e15 else { return "\(value)" }
        let hundredths = Int64((value.magnitude * 100).rounded())
        let isNegative = value < 0 && hundredths > 0
        return (isNegative ? "−" : "") + grouped(hundredths / 100) + fraction(hundredths % 100)
    }

    /// Three significant figures with a suffix: `177.7k`, `1.2M`; `–` when not finite.
    public static func compact(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        for (limit, suffix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value.magnitude >= limit * 0.99995 {
            return grouped((value / limit * 10).rounded() / 10) + suffix
        }
        return grouped(value)
    }

    /// Whole per cent: `46 %`; `–` when not finite.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite, share.magnitude < 1e12 else { return "–" }
        return grouped((share * 100).rounded()) + " %"
    }

    private static func grouped(_ whole: Int64) -> String {
        var digits = String(whole)
        var place = digits.utf8.count - 3
        while place > 0 {
            digits.insert(",", at: digits.utf8.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return digits
    }

    private static func fraction(_ hundredths: Int64) -> String {
        if hundredths == 0 { return "" }
        if hundredths % 10 == 0 { return ".\(hundredths / 10)" }
        return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
    }
}
