import Kernel

/// Why a step could not be done, said of the step and the field.
struct StepFailure: Error, Sendable {
    let sentence: String
    /// Trying again cannot help: the same step would be refused again.
    let isFinal: Bool
    let input: JSONObject

    /// The step's action refused its input.
    init(step: String, _ explanation: Explanation, input: JSONObject, isStale: Bool) {
        let problems = explanation.problems.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
        sentence = "Step “\(step)”: " + (problems.isEmpty ? [explanation.says, explanation.advice].compactMap { $0 } : problems).joined(separator: " ")
        isFinal = !isStale && ![.unavailable, .tooMany, .full].contains(explanation.kind)
        self.input = input
    }

    /// One of the step's settings has no value.
    init(step: String, field: String, _ error: SettingError) {
        sentence = "Step “\(step)”, \(field): \(error.says)"
        isFinal = true
        input = JSONObject()
    }

    /// Something that nobody foresaw; its cause is in the log, not in front of a customer.
    init(unexpected error: any Error) {
        let explained = (error as? any Explained)?.explanation
        sentence = [explained?.says ?? "Something unexpected happened, several times. The log has the cause.", explained?.advice].compactMap { $0 }.joined(separator: " ")
        isFinal = true
        input = JSONObject()
    }
}

extension RunValues {
    /// A step's settings as its action's input. Settings left blank are left out.
    func input(of step: PlannedStep, at now: Instant) throws(StepFailure) -> JSONObject {
        var input = JSONObject()
        for (name, setting) in step.input {
            do throws(SettingError) {
                let value = try resolve(setting, at: now)
                if !value.isNull { input[name] = value }
            } catch { throw StepFailure(step: step.name, field: name, error) }
        }
        return input
    }
}
