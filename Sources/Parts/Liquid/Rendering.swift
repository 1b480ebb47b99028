/// One rendering in progress: the output so far, the variables, and what is left of the limits.
struct Rendering {
    struct Frame {
        let name: String
        var value: LiquidValue
        /// Set in loops: what `forloop` or `tablerowloop` shows.
        var loop: LoopState?
    }

    private static let stepsBetweenClockReadings = 200

    var output = ""
    let context: LiquidValue
    let partials: (any PartialLookup)?
    let options: RenderOptions
    let limits: Limits

    var locals: [String: LiquidValue] = [:]
    var frames: [Frame] = []
    var counters: [String: Int64] = [:]
    var cycles: [String: Int] = [:]
    /// Where the next loop of the same name goes on with `offset: continue`.
    var resumePoints: [String: Int] = [:]
    var lastChanged: String?
    var interrupt: Interrupt?
    var partialNames: [String] = []
    var position = Position(line: 1, column: 1)

    private var nesting = 0
    private var stepsLeft: Int
    private var stepsToClock = Self.stepsBetweenClockReadings
    private var workLeft: Int
    private let deadline: ContinuousClock.Instant

    init(context: LiquidValue, partials: (any PartialLookup)?, options: RenderOptions, limits: Limits) {
        self.context = context
        self.partials = partials
        self.options = options
        self.limits = limits
        stepsLeft = limits.steps
        workLeft = limits.workBytes
        deadline = ContinuousClock.now.advanced(by: limits.time)
    }

    // MARK: Nodes

    mutating func render(_ body: Body) throws(LiquidError) {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= limits.blockDepth + limits.partialDepth else {
            throw failure(.limit, "Blocks and partials nest too deep.", "Move inner blocks out of the outer ones.")
        }
        for node in body.nodes {
            try step()
            try render(node)
            if interrupt != nil { return }
        }
    }

    private mutating func render(_ node: Node) throws(LiquidError) {
        switch node {
        case .text(let text): try write(text)
        case .output(let value): try write(try evaluate(value))
        case .assign(let name, let value): locals[name] = try evaluate(value)
        case .capture(let name, let body):
            let text = try captured(body)
            locals[name] = options.escape == .html ? .safe(text) : .string(text)
        case .choose(let branches, let position):
            self.position = position
            try choose(branches)
        case .match(let match): try render(match)
        case .loop(let loop): try render(loop)
        case .table(let loop): try renderTable(loop)
        case .cycle(let cycle): try render(cycle)
        case .increment(let name, _):
            let value = counters[name] ?? 0
            try write("\(value)")
            counters[name] = value &+ 1
        case .decrement(let name, _):
            let value = (counters[name] ?? 0) &- 1
            try write("\(value)")
            counters[name] = value
        case .ifChanged(let body):
            let text = try captured(body)
            if text != lastChanged {
                lastChanged = text
                try write(text)
            }
        case .include(let inclusion): try include(inclusion)
        case .render(let inclusion): try renderIsolated(inclusion)
        case .interrupt(let interrupt, _): self.interrupt = interrupt
        case .group(let body): try render(body)
        }
    }

    private mutating func captured(_ body: Body) throws(LiquidError) -> String {
        let outer = output
        output = ""
        defer { output = outer }
        try render(body)
        try charge(output.utf8.count)
        return output
    }

    private mutating func choose(_ branches: [Branch]) throws(LiquidError) {
        for branch in branches {
            guard let condition = branch.condition else { return try render(branch.body) }
            if try holds(condition) != branch.negated { return try render(branch.body) }
        }
    }

    private mutating func render(_ match: Match) throws(LiquidError) {
        position = match.position
        let subject = try evaluate(match.subject)
        var matched = false
        for arm in match.arms {
            guard let values = arm.values else {
                if !matched { try render(arm.body) }
                continue
            }
            for value in values {
                try step()
                guard try equal(subject, try evaluate(value)) else { continue }
                matched = true
                try render(arm.body)
                if interrupt != nil { return }
            }
        }
    }

    private mutating func render(_ cycle: Cycle) throws(LiquidError) {
        position = cycle.position
        let key = if let name = cycle.name { "n:" + (try evaluate(name)).inspected() } else { "v:" + cycle.written }
        try charge(key.utf8.count)
        let turn = cycles[key] ?? 0
        if cycle.values.indices.contains(turn) { try write(try evaluate(cycle.values[turn])) }
        cycles[key] = turn + 1 < cycle.values.count ? turn + 1 : 0
    }

    // MARK: Output

    mutating func write(_ text: String) throws(LiquidError) {
        guard text.utf8.count <= limits.outputBytes - output.utf8.count else { throw tooLong() }
        output += text
    }

    private mutating func write(_ value: LiquidValue, depth: Int = 0) throws(LiquidError) {
        switch value {
        case .null, .empty, .blank: return
        case .safe(let text): try write(text)
        case .string(let text): options.escape == .html ? try write(HTMLText.escaped(text)) : try write(text)
        case .int(let number): try write(String(number))
        case .array(let elements):
            guard depth < LiquidValue.deepest else { return }
            for element in elements {
                try step()
                try write(element, depth: depth + 1)
            }
        default:
            let text = value.text
            options.escape == .html ? try write(HTMLText.escaped(text)) : try write(text)
        }
    }

    private func tooLong() -> LiquidError {
        failure(.limit, "The result is longer than \(limits.outputBytes) bytes.", "Write less, or loop over fewer items.")
    }

    // MARK: Limits

    /// Counts `count` steps, and reads the clock now and then.
    mutating func step(_ count: Int = 1) throws(LiquidError) {
        guard count <= stepsLeft else {
            throw failure(
                .limit, "The template takes more than \(limits.steps) steps.", "Loop over fewer items, with 'limit' for instance.")
        }
        stepsLeft -= count
        if count < stepsToClock {
            stepsToClock -= count
            return
        }
        stepsToClock = Self.stepsBetweenClockReadings
        guard ContinuousClock.now < deadline else {
            throw failure(
                .limit, "The template takes longer than \(limits.time).", "Loop over fewer items, with 'limit' for instance.")
        }
    }

    /// Counts the work of reading a text once.
    mutating func stepThrough(_ value: LiquidValue) throws(LiquidError) {
        if let text = value.plainText { try step(text.utf8.count / 256) }
    }

    /// Counts memory that is about to be filled, and the work of filling it.
    mutating func charge(_ bytes: Int) throws(LiquidError) {
        guard bytes <= workLeft else {
            throw failure(
                .limit, "The template needs more than \(limits.workBytes) bytes of memory.",
                "Build smaller texts and lists.")
        }
        workLeft -= bytes
        try step(bytes / 64)
    }

    /// Counts a list of `count` elements that is about to be made.
    mutating func chargeElements(_ count: Int) throws(LiquidError) {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: 32)
        try charge(overflow ? Int.max : bytes)
    }

    /// Counts a text and refuses it if it is longer than the output may be.
    mutating func chargeText(_ bytes: Int) throws(LiquidError) {
        guard bytes <= limits.outputBytes else { throw tooLong() }
        try charge(bytes)
    }

    // MARK: Errors

    func failure(_ kind: LiquidError.Kind, _ says: String, _ advice: String) -> LiquidError {
        var error = LiquidError(kind, says: says, advice: advice, at: position)
        error.partial = partialNames.last
        return error
    }

    /// The error with the current position, unless it has one.
    func placed(_ error: LiquidError) -> LiquidError {
        guard error.line == 0 else { return error }
        var error = error
        error.line = Int(position.line)
        error.column = Int(position.column)
        error.partial = error.partial ?? partialNames.last
        return error
    }
}
