import Events
import JSON
import Records

/// `POST /api/v1/actions/{name}`: the same definition as the button.
enum ActionAPI {
    static func run(_ visit: Visit) async throws -> Answer {
        let action = try visit.suite.action(named: visit.path("action"))
        let input = visit.request.body.isEmpty ? JSONObject() : try visit.request.json().objectValue
        guard let input else { throw Refusal(Explanation(.invalid, says: "The body must be one JSON object.")) }
        let outcome = try await visit.write { try action.run(input, in: $0) }
        var answer: JSONObject = ["says": .string(outcome.says)]
        if let record = outcome.record { answer["record"] = ["object": .string(record.object), "id": .string(AnyKey(record.id).text)] }
        if !outcome.values.isEmpty { answer["values"] = .object(outcome.values) }
        return .json(.object(answer))
    }
}
