import Kernel
import Model

/// Figures defined once, and answered to programs.
enum Metrics {
    static let feature = Feature(
        "metrics",
        routes: [Route(.get, "/api/v1/metrics/{name}/value", needs: .token) { visit in try await value(visit) }])

    private static func value(_ visit: Kernel.Visit) async throws -> Answer {
        let name = visit.path("name")
        let reading = try await visit.read { db in
            guard let record = try db.first(Query(MetricDefinition.self).where(MetricDefinition.name == name)) else { throw RecordError.notFound(object: MetricDefinition.object.name) }
            return try db.read(Metric(record, in: db.catalog), in: .utc)
        }
        return .json(json(reading))
    }

    /// `{"metric", "as_of", "lines": [{"group", "currency", "value", "records"}]}`; values are decimal texts.
    static func json(_ reading: Reading) -> JSON {
        let lines = reading.lines.map { line -> JSON in
            ["group": JSON(line.group), "currency": JSON(line.currency?.code), "value": .string(line.decimal), "records": JSON(line.records)]
        }
        return ["metric": .string(reading.metric.name), "as_of": .string(reading.asOf.description), "lines": .array(lines)]
    }
}
