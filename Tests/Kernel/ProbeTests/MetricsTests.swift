import Probe
import Testing

@Suite("Metrics")
struct MetricsTests {
    @Test("Percentiles are within a sixteenth of the truth", arguments: [1, 3, 1_000, 123_457, 1_000_000_007] as [Int64])
    func percentiles(scale: Int64) {
        let histogram = Histogram()
        for n in 1...1_000 { histogram.record(Int64(n) * scale) }
        for (found, truth) in [(histogram.p50, 500), (histogram.p95, 950), (histogram.p99, 990)] as [(Int64, Int64)] {
            #expect(found >= truth * scale)
            #expect(Double(found) <= Double(truth * scale) * (1 + 1.0 / 16) + 1)
        }
        #expect(histogram.percentile(1) == 1_000 * scale)
        #expect(histogram.count == 1_000)
        #expect(histogram.sum == Double(500_500 * scale))
    }

    @Test("The ends of the number range are counted like any value")
    func extremes() {
        let histogram = Histogram()
        #expect(histogram.p99 == 0)
        for value in [Int64.min, -1, 0, .max] { histogram.record(value) }
        #expect(histogram.count == 4)
        #expect(histogram.percentile(0.5) == 0)
        #expect(histogram.percentile(1) == .max)
    }

    @Test("The exposition has one HELP and TYPE a metric, sorted series and escaped values")
    func exposition() {
        let metrics = Metrics()
        metrics.counter("requests_total", help: "Requests\nby \\ status", labels: ["status": "200"]).increment(by: 3)
        metrics.counter("requests_total", labels: ["status": "a\"b\\c\nd", "9route": "/x"]).increment()
        metrics.gauge("queue-length", help: "Waiting").set(2.5)
        #expect(
            metrics.prometheusText() == """
                # HELP queue_length Waiting
                # TYPE queue_length gauge
                queue_length 2.5
                # HELP requests_total Requests\\nby \\\\ status
                # TYPE requests_total counter
                requests_total{_9route="/x",status="a\\"b\\\\c\\nd"} 1
                requests_total{status="200"} 3

                """)
    }

    @Test("A histogram is exported in seconds, cumulative, with +Inf equal to the count")
    func histogram() {
        let metrics = Metrics()
        let histogram = metrics.histogram("wait_seconds", help: "Wait", labels: ["queue": "mail"])
        for duration: Duration in [.microseconds(50), .milliseconds(2), .milliseconds(2), .seconds(60)] { histogram.record(duration) }
        let lines = metrics.prometheusText().split(separator: "\n")
        #expect(lines.contains("wait_seconds_bucket{queue=\"mail\",le=\"0.0001\"} 1"))
        #expect(lines.contains("wait_seconds_bucket{queue=\"mail\",le=\"0.0025\"} 3"))
        #expect(lines.contains("wait_seconds_bucket{queue=\"mail\",le=\"10\"} 3"))
        #expect(lines.contains("wait_seconds_bucket{queue=\"mail\",le=\"+Inf\"} 4"))
        #expect(lines.contains("wait_seconds_count{queue=\"mail\"} 4"))
        #expect(lines.contains { $0.hasPrefix("wait_seconds_sum{queue=\"mail\"} 60.00405") })
        #expect(lines.filter { $0.hasPrefix("# TYPE") }.count == 1)
    }

    @Test("A name keeps its first kind, and careless labels share one series")
    func kindsAndBounds() {
        let metrics = Metrics()
        metrics.counter("a").increment()
        metrics.gauge("a").set(9)
        #expect(metrics.prometheusText() == "# TYPE a counter\na 1\n")
        for n in 0..<5_000 { metrics.counter("b", labels: ["n": "\(n)"]).increment() }
        #expect(metrics.prometheusText().split(separator: "\n").contains("b{n=\"other\"} 4000"))
    }
}
