public import Markup

/// Long work with numbers and a way out.
public struct ProgressBar: Component {
    var title: String
    var done: Int
    var total: Int?
    var unit: String
    var cancel: PostButton?
    var live: String?

    /// - Parameters:
    ///   - total: nil when nobody knows yet.
    ///   - unit: "rows", "mails"; printed after the figures.
    ///   - live: the name of the live region that keeps it current.
    public init(_ title: String, done: Int, of total: Int?, unit: String = "", cancel: PostButton? = nil, live: String? = nil) {
        self.title = title
        self.done = done
        self.total = total
        self.unit = unit
        self.cancel = cancel
        self.live = live
    }

    public var html: HTML {
        """
        <div class=progress\(attribute: "data-live", live)><div class=row><b>\(title)</b><span class="small soft">\(grouped(done))\(total.map { total -> HTML in " of \(grouped(total))" }) \(unit)</span>\(cancel)</div><progress aria-label="\(title)"\(bounds)></progress></div>
        """
    }

    private var bounds: HTML {
        guard let total else { return "" }
        return "\(attribute: "max", String(max(total, 1)))\(attribute: "value", String(min(max(done, 0), max(total, 1))))"
    }
}

/// An integer with thousands separated by commas.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var out = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
        out.append(digit)
    }
    return number < 0 ? "−" + out : out
}
