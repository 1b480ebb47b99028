import Charts
import Foundation
import Markup
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Elements of a drawing with their attributes; fails on anything that is not well-formed XML.
final class SVGReader: NSObject, XMLParserDelegate {
    private(set) var elements: [(name: String, attributes: [String: String])] = []

    static func read(_ svg: HTML) throws -> SVGReader {
        let reader = SVGReader()
        let parser = XMLParser(data: Data(svg.bytes))
        parser.delegate = reader
        try #require(parser.parse(), "not well-formed: \(svg.text.prefix(300))")
        return reader
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }

    func numbers(_ attribute: String, of name: String) -> [Double] {
        all(name).compactMap { $0[attribute].flatMap(Double.init) }
    }
}

private let months = zip("DJFMAMJJASON", [44.0, 52, 48, 61, 70, 66, 82, 90, 88, 104, 118, 131]).enumerated()
    .map { ChartPoint(String($1.0), $1.1, link: "/revenue/\($0)", isUnfinished: $0 == 11) }

@Suite("Charts")
struct ChartTests {
    @Test("Bars start at zero, are proportional, and the running month stands out as unfinished")
    func bars() throws {
        let chart = BarChart(title: "Revenue a month", points: months, color: ChartColor(variable: "stella"))
        let svg = try SVGReader.read(chart.svg)
        let heights = svg.numbers("height", of: "rect")
        #expect(heights.count == 12)
        #expect(abs(heights[11] / heights[0] - 131.0 / 44.0) < 0.01)
        let bottoms = zip(svg.numbers("y", of: "rect"), heights).map { ($0 + $1).rounded() }
        #expect(Set(bottoms).count == 1)
        #expect(svg.all("rect").map { $0["opacity"] ?? "" } == Array(repeating: "0.55", count: 11) + ["1"])
        #expect(svg.all("rect").allSatisfy { $0["fill"] == "var(--stella)" })
        #expect(svg.all("a").map { $0["href"] ?? "" }.first == "/revenue/0")
        #expect(svg.all("a").last?["aria-label"] == "N 131 (so far)")
    }

    @Test("The text alternative is on the picture; links make it a group that can be entered")
    func alternative() throws {
        let linked = try #require(SVGReader.read(BarChart(title: "A", points: months).svg).all("svg").first)
        #expect(linked["role"] == "group")
        #expect(linked["aria-label"]?.hasPrefix("A: D 44, J 52") == true)
        let plain = BarChart(title: "B", points: (1...40).map { ChartPoint("d\($0)", Double($0 * 1000)) })
        let picture = try #require(SVGReader.read(plain.svg).all("svg").first)
        #expect(picture["role"] == "img")
        #expect(picture["aria-label"] == "B: d1 – d40, lowest d1 1,000, highest d40 40,000")
    }

    @Test("Negative bars hang below the zero line")
    func negative() throws {
        let svg = try SVGReader.read(BarChart(title: "x", points: [ChartPoint("a", 10), ChartPoint("b", -10)]).svg)
        let tops = svg.numbers("y", of: "rect")
        let heights = svg.numbers("height", of: "rect")
        #expect(abs(tops[0] + heights[0] - tops[1]) < 0.02)
        #expect(abs(heights[0] - heights[1]) < 0.02)
    }

    @Test("Hostile labels and addresses stay text")
    func hostile() throws {
        let points = [ChartPoint("</svg><script>\"'&", 1, link: "javascript:alert(1)")]
        let charts = [
            BarChart(title: "<b>", points: points).svg, HorizontalBars(title: "<b>", points: points).svg,
            Funnel(title: "<b>", stages: points, color: ChartColor(variable: "x\"/><script>")).svg,
            LineChart(title: "<b>", labels: ["<"], series: [.init("<i>", [1])], links: ["data:x"]).svg,
            Sparkline(title: "<b>\"", values: [1, 2]).svg,
        ]
        for chart in charts {
            let svg = try SVGReader.read(chart)
            #expect(svg.all("script").isEmpty && svg.all("b").isEmpty)
            #expect(svg.all("a").allSatisfy { $0["href"] == "#" })
        }
        #expect(BarChart(title: "<b>", points: points).table.html.text.contains("<caption>&lt;b&gt;</caption>"))
    }

    static let extremeValues: [[Double]] = [
        [], [.nan], [.infinity, -.infinity], [0], [0, 0], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
        [.leastNonzeroMagnitude], [1, .nan, 3], [-1e300, 1], [1e-300, 2e-300], [-5, -3], [1e15, 1], [-0.0],
    ]

    @Test("Empty, unknown and extreme values draw something sane", arguments: extremeValues)
    func drawsExtremes(values: [Double]) throws {
        let points = values.enumerated().map { ChartPoint("p\($0.offset)", $0.element, link: "/x") }
        for size in [-1.0, .nan, .infinity, 1, 560] {
            let labels = points.map(\.label)
            let charts = [
                BarChart(title: "t", points: points, width: size, height: size).svg,
                HorizontalBars(title: "t", points: points, width: size).svg,
                Funnel(title: "t", stages: points, width: size).svg,
                LineChart(
                    title: "t", labels: labels, series: [.init("s", values), .init("short", [])], links: ["/x"],
                    isLastUnfinished: true, width: size, height: size
                ).svg,
                Sparkline(title: "t", values: values, width: size, height: size).svg,
            ]
            for chart in charts {
                let svg = try SVGReader.read(chart)
                #expect(!chart.text.contains("nan") && !chart.text.contains("inf"))
                #expect(svg.numbers("height", of: "rect").allSatisfy { $0 >= 0 && $0 <= 4000 })
                #expect(svg.numbers("width", of: "rect").allSatisfy { $0 >= 0 && $0 <= 4000 })
            }
        }
        #expect(BarChart(title: "t", points: points).table.rows.count == values.count)
        #expect(Funnel(title: "t", stages: points).table.rows.allSatisfy { $0.values.count == 3 })
    }

    @Test("A hundred thousand values draw a bounded picture, the table has them all")
    func bounds() throws {
        let values = (0..<100_000).map { Double($0 % 977) }
        let labels = values.indices.map { "label number \($0)" }
        let points = zip(labels, values).map { ChartPoint($0, $1) }
        #expect(BarChart(title: "t", points: points).svg.bytes.count < 200_000)
        #expect(HorizontalBars(title: "t", points: points).svg.bytes.count < 100_000)
        #expect(Sparkline(title: "t", values: values).svg.bytes.count < 20_000)
        let line = LineChart(title: "t", labels: labels, series: [.init("s", values)])
        #expect(line.svg.bytes.count < 100_000)
        #expect(line.table.rows.count == 100_000)
    }

    @Test("Thinning a line keeps its peak")
    func peak() throws {
        var values = Array(repeating: 1.0, count: 50_000)
        values[33_333] = 100
        let chart = LineChart(title: "t", labels: values.map { _ in "" }, series: [.init("s", values)])
        let path = try #require(SVGReader.read(chart.svg).all("path").first?["d"])
        #expect(path.contains(" 8L"))
    }

    @Test("A gap in the values is a gap in the line, the running bucket is dashed")
    func gaps() throws {
        let chart = LineChart(
            title: "t", labels: ["a", "b", "c", "d", "e"], series: [.init("s", [1, .nan, 3, 4, 5])], isLastUnfinished: true)
        let paths = try SVGReader.read(chart.svg).all("path")
        #expect(paths.count == 2)
        #expect(paths[0]["d"]?.filter { $0 == "M" }.count == 2)
        #expect(paths[1]["stroke-dasharray"] == "3 3")
        #expect(chart.table.rows[1].values == ["–"])
    }

    @Test("Horizontal bars share one scale and every row is a door")
    func horizontal() throws {
        let points = [ChartPoint("Search", 200, link: "/s"), ChartPoint("Referral", 50, link: "/r"), ChartPoint("None", 0)]
        let svg = try SVGReader.read(HorizontalBars(title: "t", points: points).svg)
        let widths = svg.all("rect").filter { $0["opacity"] != nil }.compactMap { $0["width"].flatMap(Double.init) }
        #expect(abs(widths[0] / widths[1] - 4) < 0.01)
        #expect(widths[2] == 0)
        #expect(svg.all("a").map { $0["href"] ?? "" } == ["/s", "/r"])
    }

    @Test("A funnel says the share of the first stage and, in its table, of the stage before")
    func funnel() {
        let chart = Funnel(
            title: "From visitor to cash",
            stages: [ChartPoint("Visitors", 1000), ChartPoint("Forms", 460), ChartPoint("Paid", 46)])
        #expect(chart.svg.text.contains("460 · 46 %"))
        #expect(chart.table.rows[2].values == ["46", "5 %", "10 %"])
    }

    @Test(
        "Numbers read like numbers",
        arguments: [
            (12410.0, "12,410", "12.4k"), (0.25, "0.25", "0.25"), (-1234567, "−1,234,567", "−1.2M"), (0.1 + 0.2, "0.3", "0.3"),
            (999_999, "999,999", "1M"), (-0.001, "0", "0"), (.nan, "–", "–"), (177_700, "177,700", "177.7k"), (3.05, "3.05", "3.05"),
        ])
    func reads(value: Double, grouped: String, compact: String) {
        #expect(ChartNumber.grouped(value) == grouped)
        #expect(ChartNumber.compact(value) == compact)
    }

    @Test("Colours for mail are fixed values")
    func colors() {
        #expect(ChartColor(rgb: 0x0A).css == "#00000a")
        let chart = Sparkline(title: "t", values: [1, 2], color: ChartColor(rgb: 0x7755CC), style: .print)
        #expect(!chart.svg.text.contains("var("))
    }
}
