import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
    private let cell = Atomic<UInt64>(0)
    public init() {}
    public func increment(by amount: UInt64 = 1) { cell.wrappingAdd(amount, ordering: .relaxed) }
    public var value: UInt64 { cell.load(ordering: .relaxed) }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let cell = Mutex(0.0)
    public init() {}
    public func set(_ value: Double) { cell.withLock { $0 = value } }
    public func add(_ amount: Double) { cell.withLock { $0 += amount } }
    public var value: Double { cell.withLock { $0 } }
}

/// The counters, gauges and histograms of a process, by name and labels.
///
/// Asking twice for the same name and labels gives the same instrument; keep it rather than asking on a hot path.
/// A name has one kind and one help text: the first registration wins, and an instrument asked for under
/// another kind counts but is not exported. A metric keeps at most `seriesLimit` label combinations; those beyond
/// it share one series whose label values are `other`, so a careless label cannot eat the memory.
public final class Metrics: Sendable {
    /// The registry of the process.
    public static let shared = Metrics()

    public static let seriesLimit = 1_000

    enum Kind: String { case counter, gauge, histogram }
    enum Instrument {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)

        var kind: Kind {
            switch self {
            case .counter: .counter
            case .gauge: .gauge
            case .histogram: .histogram
            }
        }
    }

    struct Family {
        let kind: Kind
        let help: String
        var series: [Labels: Instrument] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    public init() {}

    /// Prometheus convention: the name ends in `_total`.
    public func counter(_ name: String, help: String = "", labels: [String: String] = [:]) -> Counter {
        let made = Counter()
        guard case .counter(let found) = instrument(name, help, labels, orElse: .counter(made)) else { return made }
        return found
    }

    public func gauge(_ name: String, help: String = "", labels: [String: String] = [:]) -> Gauge {
        let made = Gauge()
        guard case .gauge(let found) = instrument(name, help, labels, orElse: .gauge(made)) else { return made }
        return found
    }

    /// Records nanoseconds, exports seconds: the name ends in `_seconds`.
    public func histogram(_ name: String, help: String = "", labels: [String: String] = [:]) -> Histogram {
        let made = Histogram()
        guard case .histogram(let found) = instrument(name, help, labels, orElse: .histogram(made)) else { return made }
        return found
    }

    private func instrument(_ name: String, _ help: String, _ labels: [String: String], orElse made: Instrument) -> Instrument {
        families.withLock { families in
            let name = PrometheusText.metricName(name)
            var family = families[name] ?? Family(kind: made.kind, help: help)
            guard family.kind == made.kind else { return made }
            var key = Labels(labels)
            if let found = family.series[key] { return found }
            if family.series.count >= Metrics.seriesLimit {
                key = Labels(labels.mapValues { _ in "other" })
                if let found = family.series[key] { return found }
            }
            family.series[key] = made
            families[name] = family
            return made
        }
    }

    /// All instruments in the Prometheus text format 0.0.4, sorted by name and labels.
    public func prometheusText() -> String {
        PrometheusText.render(families.withLock { $0 })
    }

    /// The text of the process's registry.
    public static func prometheusText() -> String { shared.prometheusText() }
}

/// Label names and values, sorted by name.
struct Labels: Hashable, Comparable {
    let pairs: [Pair]

    struct Pair: Hashable {
        let name: String
        let value: String
    }

    init(_ labels: [String: String]) {
        var byName: [String: String] = [:]
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { byName[PrometheusText.labelName(name)] = value }
        pairs = byName.map { Pair(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    static func < (a: Labels, b: Labels) -> Bool {
        a.pairs.lexicographicallyPrecedes(b.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}
