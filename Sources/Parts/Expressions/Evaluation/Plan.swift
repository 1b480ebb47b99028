/// A checked tree: names resolved, functions chosen, constants folded. What is evaluated and translated.
struct Plan: Sendable {
    let step: Step
    let type: CELType
    let offset: Int

    init(_ step: Step, _ type: CELType, at offset: Int) {
        (self.step, self.type, self.offset) = (step, type, offset)
    }

    var constant: CELValue? {
        if case .constant(let value) = step { value } else { nil }
    }
}

indirect enum Step: Sendable {
    case constant(CELValue)
    case variable(String)
    /// Unchecked name `a.b.c`: the longest prefix that is bound wins, the rest are fields.
    case path([String])
    case local(Int)
    /// `has(company.name)` where `company.name` is a variable.
    case isPresent(String)
    case hasField(Plan, String)
    case field(Plan, String, optional: Bool)
    case index(Plan, Plan, optional: Bool)
    case not(Plan)
    case negate(Plan)
    case arithmetic(BinaryOperator, Plan, Plan)
    case equal(Plan, Plan, negated: Bool)
    case order(BinaryOperator, Plan, Plan)
    case isIn(Plan, Plan)
    case all([Plan])
    case any([Plan])
    case conditional(Plan, Plan, Plan)
    case list([Element])
    case map([Entry])
    case call(Function, [Plan])
    case matches(Plan, Pattern)
    case comprehension(Comprehension)
    case bind(slot: Int, Plan, Plan)
    case optionalMap(Plan, slot: Int, Plan, flat: Bool)
    /// Known to fail, but only when reached (unchecked expressions).
    case fail(EvaluationError.Reason)

    struct Element: Sendable {
        let value: Plan
        let optional: Bool
    }

    struct Entry: Sendable {
        let key: Plan
        let value: Plan
        let optional: Bool
    }

    struct Comprehension: Sendable {
        let kind: Syntax.Comprehension.Kind
        let range: Plan
        let first: Int
        let second: Int?
        let condition: Plan?
        let body: Plan
    }
}
