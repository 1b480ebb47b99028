/// The Prometheus text exposition format 0.0.4:
/// HELP and TYPE once a metric, values escaped, histograms as `_bucket`, `_sum` and `_count`.
enum PrometheusText {
    /// Upper bounds of the exported histogram buckets, in nanoseconds and in the text of seconds.
    private static let bounds: [(nanoseconds: Int64, seconds: String)] = [
        (100_000, "0.0001"), (250_000, "0.00025"), (500_000, "0.0005"),
        (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"),
        (10_000_000, "0.01"), (25_000_000, "0.025"), (50_000_000, "0.05"),
        (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"),
        (1_000_000_000, "1"), (2_500_000_000, "2.5"), (5_000_000_000, "5"), (10_000_000_000, "10"),
    ]

    static func render(_ families: [String: Metrics.Family]) -> String {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if !family.help.isEmpty { text += "# HELP \(name) \(escaped(family.help, quotes: false))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
                append(name, labels, instrument, to: &text)
            }
        }
        return text
    }

    private static func append(_ name: String, _ labels: Labels, _ instrument: Metrics.Instrument, to text: inout String) {
        switch instrument {
        case .counter(let counter): text += "\(name)\(list(labels)) \(counter.value)\n"
        case .gauge(let gauge): text += "\(name)\(list(labels)) \(number(gauge.value))\n"
        case .histogram(let histogram):
            let (counts, count, sum) = histogram.cumulative(bounds.map(\.nanoseconds))
            for (bound, count) in zip(bounds, counts) {
                text += "\(name)_bucket\(list(labels, le: bound.seconds)) \(count)\n"
            }
            text += "\(name)_bucket\(list(labels, le: "+Inf")) \(count)\n"
            text += "\(name)_sum\(list(labels)) \(number(sum / 1e9))\n"
            text += "\(name)_count\(list(labels)) \(count)\n"
        }
    }

    private static func list(_ labels: Labels, le: String? = nil) -> String {
        var parts = labels.pairs.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        if let le { parts.append("le=\"\(le)\"") }
        return parts.isEmpty ? "" : "{" + parts.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.description
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`: other characters become `_`.
    static func metricName(_ name: String) -> String { legal(name, colon: true) }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`: other characters become `_`. `le` is the histogram's own.
    static func labelName(_ name: String) -> String {
        let legal = legal(name, colon: false)
        return legal == "le" ? "le_" : legal
    }

    private static func legal(_ name: String, colon: Bool) -> String {
        var result = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if result.isEmpty { result = "_" }
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ":") where colon: result += ":"
            default: result += "_"
            }
        }
        return result.isEmpty ? "_" : result
    }
}
