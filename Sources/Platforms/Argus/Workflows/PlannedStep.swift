import Kernel

/// One step of a workflow as it is written down: the action to run, and where each of its parameters comes from.
struct PlannedStep: Sendable, Equatable {
    /// What later steps call its result.
    let name: String
    let action: String
    /// Text is a template, text that begins with `=` an expression, anything else the value itself.
    let input: JSONObject

    init(_ name: String, _ action: String, with input: JSONObject) {
        self.name = name
        self.action = action
        self.input = input
    }

    var platform: PlatformBrand { action.split(separator: ".").first.flatMap { PlatformBrand(rawValue: String($0)) } ?? .argus }
}

extension PlannedStep {
    /// More steps than these are a programme, not a workflow.
    static let limit = 50

    static func list(parsing text: String) throws(StepsError) -> [PlannedStep] {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw StepsError("They are not JSON: \(error)") }
        guard let items = json.arrayValue else { throw StepsError("They must be a list.") }
        guard items.count <= limit else { throw StepsError("There are \(items.count); \(limit) are allowed.") }
        var steps: [PlannedStep] = []
        for (index, item) in items.enumerated() {
            guard let action = item["action"]?.stringValue, let name = item["name"]?.stringValue else {
                throw StepsError("Step \(index + 1) needs a “name” and an “action”.")
            }
            steps.append(PlannedStep(name, action, with: item["with"]?.objectValue ?? JSONObject()))
        }
        return steps
    }

    var json: JSON { ["name": .string(name), "action": .string(action), "with": .object(input)] }
}

extension [PlannedStep] {
    var text: String { JSON.array(map(\.json)).description }
}

/// Steps that cannot be read.
struct StepsError: Explained {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    var explanation: Explanation {
        Explanation(.invalid, says: "The steps of this workflow cannot be read. \(reason)", advice: "Open the workflow's editor and save it again.", problems: [FieldProblem("steps", reason)])
    }
}
