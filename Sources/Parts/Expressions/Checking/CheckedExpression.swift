/// An expression that fits its environment: every name known, every function defined for its arguments.
public struct CheckedExpression: Sendable {
    public let source: String
    public let type: CELType
    let plan: Plan
    let slots: Int

    /// Steps one evaluation may take before it ends with ``EvaluationError/Reason/tooMuchWork``.
    public static let stepLimit = 1_000_000

    /// The value under `bindings`.
    ///
    /// Costs at most `stepLimit` steps; a step is a node, an element or some tens of bytes of text.
    /// With `.bounded` doubles (the default) it equals what ``compileSQL(dialect:columns:)`` yields.
    public func evaluate(
        _ bindings: some Bindings, doubles: DoubleRange = .bounded, stepLimit: Int = stepLimit
    ) throws(EvaluationError) -> CELValue {
        var machine = Machine(bindings: bindings, slots: slots, doubles: doubles, stepLimit: stepLimit)
        return try machine.run(plan)
    }

    /// Whether the expression as a filter lets `bindings` through: it evaluates to true. Errors do not match.
    public func matches(_ bindings: some Bindings) -> Bool {
        do throws(EvaluationError) { return try evaluate(bindings) == .bool(true) } catch { return false }
    }
}

extension Expression {
    /// Resolves names and checks types. Costs O(length) and a look-up a name.
    ///
    /// Comparing with `null` and mixing int, uint and double in comparisons are always allowed.
    /// - Throws: the first mistake, its place, and what would be right.
    public func check(in environment: Environment) throws(ExpressionError) -> CheckedExpression {
        var checker = Checker(source: source, environment: environment)
        let plan = try checker.check(root)
        return CheckedExpression(source: source, type: plan.type, plan: plan, slots: checker.slots)
    }

    /// Evaluates without checking: mistakes surface as errors, and only where they are reached.
    public func evaluate(
        _ bindings: some Bindings, doubles: DoubleRange = .ieee, stepLimit: Int = CheckedExpression.stepLimit
    ) throws(EvaluationError) -> CELValue {
        var checker = Checker(source: source, environment: nil)
        let plan: Plan
        do throws(ExpressionError) {
            plan = try checker.check(root)
        } catch {
            throw EvaluationError(reason: .invalid(error.message), offset: error.position.offset)
        }
        var machine = Machine(bindings: bindings, slots: checker.slots, doubles: doubles, stepLimit: stepLimit)
        return try machine.run(plan)
    }
}
