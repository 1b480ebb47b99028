/// One piece of a parsed template.
indirect enum Node: Sendable {
    case text(String)
    case output(Filtered)
    case assign(String, Filtered)
    case capture(String, Body)
    /// `if`, `unless` and their branches: the first branch whose condition holds is rendered.
    case choose([Branch], Position)
    case match(Match)
    case loop(Loop)
    case table(Loop)
    case cycle(Cycle)
    case increment(String, Position)
    case decrement(String, Position)
    case ifChanged(Body)
    case include(Inclusion)
    case render(Inclusion)
    case interrupt(Interrupt, Position)
    /// The nodes of `{% liquid %}`.
    case group(Body)
}

struct Body: Sendable {
    var nodes: [Node] = []
    /// Whether it can write nothing but white space, which is then left out of `if`, `case` and `for`.
    var isBlank = true

    mutating func removeText() {
        nodes.removeAll { if case .text = $0 { true } else { false } }
    }
}

enum Interrupt: Sendable { case `break`, `continue` }

struct Branch: Sendable {
    /// nil for `else`.
    let condition: Condition?
    /// Whether the branch is taken when the condition fails, as in `unless`.
    let negated: Bool
    var body: Body
}

struct Match: Sendable {
    struct Arm: Sendable {
        /// nil for `else`.
        let values: [Expression]?
        var body: Body
    }

    let subject: Expression
    var arms: [Arm]
    let position: Position
}

struct Loop: Sendable {
    enum Offset: Sendable { case at(Expression), resume }

    let variable: String
    let collection: Expression
    /// `variable-collection` as written: the loop's name, by which `offset: continue` finds its predecessor.
    let name: String
    var reversed = false
    var limit: Expression?
    var offset: Offset?
    var columns: Expression?
    var body = Body()
    var otherwise: Body?
    let position: Position
}

struct Cycle: Sendable {
    let name: Expression?
    /// The key of a cycle without a name: its values as written.
    let written: String
    let values: [Expression]
    let position: Position
}

struct Inclusion: Sendable {
    enum Binding: Sendable { case with(Expression), each(Expression) }

    let name: Expression
    let binding: Binding?
    let alias: String?
    let arguments: [(name: String, value: Expression)]
    let position: Position
}
