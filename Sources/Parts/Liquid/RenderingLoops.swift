extension Rendering {
    mutating func render(_ loop: Loop) throws(LiquidError) {
        position = loop.position
        let items = try items(of: loop)
        guard items.count > 0 else {
            if let otherwise = loop.otherwise { try render(otherwise) }
            return
        }
        let parent = frames.last { $0.loop?.isFor == true }?.loop
        let index = frames.count
        frames.append(
            Frame(name: loop.variable, value: .null, loop: LoopState(name: loop.name, length: items.count, parent: parent)))
        defer { frames.removeSubrange(index...) }
        for round in 0..<items.count {
            try step()
            frames[index].value = items[loop.reversed ? items.count - 1 - round : round]
            frames[index].loop?.index = round
            try render(loop.body)
            if leavesLoop() { break }
        }
    }

    mutating func renderTable(_ loop: Loop) throws(LiquidError) {
        position = loop.position
        let items = try items(of: loop)
        let columns = try loop.columns.map { (expression) throws(LiquidError) in
            try wholeNumber(try evaluate(expression), name: "cols", truncating: true)
        }
        var state = LoopState(name: loop.name, length: items.count, columns: max(1, columns ?? items.count))
        try write("<tr class=\"row1\">\n")
        let index = frames.count
        frames.append(Frame(name: loop.variable, value: .null, loop: state))
        defer { frames.removeSubrange(index...) }
        for round in 0..<items.count {
            try step()
            state.index = round
            frames[index].value = items[loop.reversed ? items.count - 1 - round : round]
            frames[index].loop = state
            try write("<td class=\"col\(state.column + 1)\">")
            try render(loop.body)
            try write("</td>")
            if leavesLoop() { break }
            if state.isLastColumn, round < items.count - 1 { try write("</tr>\n<tr class=\"row\(state.row + 2)\">") }
        }
        try write("</tr>\n")
    }

    /// Takes note of `break` and `continue`; true if the loop ends.
    private mutating func leavesLoop() -> Bool {
        defer { interrupt = nil }
        if case .break? = interrupt { return true }
        return false
    }

    private mutating func items(of loop: Loop) throws(LiquidError) -> LoopItems {
        let all = LoopItems(try evaluate(loop.collection))
        let offset: Int
        switch loop.offset {
        case nil: offset = 0
        case .resume: offset = resumePoints[loop.name] ?? 0
        case .at(let expression): offset = try wholeNumber(try evaluate(expression), name: "offset")
        }
        let limit = try loop.limit.map { (expression) throws(LiquidError) -> Int in
            let value = try evaluate(expression)
            if case .null = value { return Int.max }
            return try wholeNumber(value, name: "limit")
        }
        let items = all.slice(offset: max(0, offset), limit: max(0, limit ?? Int.max))
        resumePoints[loop.name] = max(0, offset).addingReportingOverflow(items.count).partialValue
        return items
    }

    private func wholeNumber(_ value: LiquidValue, name: String, truncating: Bool = false) throws(LiquidError) -> Int {
        if case .null = value { return 0 }
        if truncating, case .double(let number) = value, let whole = Int(exactly: number.rounded(.towardZero)) { return whole }
        guard let number = value.strictInteger, let whole = Int(exactly: number) else {
            throw failure(.argument, "'\(name)' is '\(value.text.prefix(40))', not a whole number.", "Give a whole number.")
        }
        return whole
    }
}

/// What a loop goes through, without copying: a part of a list or of a range.
struct LoopItems {
    private enum Source {
        case list([LiquidValue])
        case object(LiquidObject)
        case numbers(Int64)
        case one(LiquidValue)
    }

    private let source: Source
    private let start: Int
    let count: Int

    init(_ value: LiquidValue) {
        start = 0
        switch value {
        case .array(let elements): (source, count) = (.list(elements), elements.count)
        case .object(let object): (source, count) = (.object(object), object.count)
        case .range(let first, let last): (source, count) = (.numbers(first), LiquidValue.rangeCount(first, last))
        case .string(let text), .safe(let text): (source, count) = (.one(value), text.isEmpty ? 0 : 1)
        default: (source, count) = (.one(.null), 0)
        }
    }

    private init(source: Source, start: Int, count: Int) {
        self.source = source
        self.start = start
        self.count = count
    }

    func slice(offset: Int, limit: Int) -> LoopItems {
        let skipped = min(offset, count)
        return LoopItems(source: source, start: skipped, count: min(limit, count - skipped))
    }

    /// - Precondition: `index` is in `0..<count`.
    subscript(index: Int) -> LiquidValue {
        let place = start + index
        switch source {
        case .list(let elements): return elements[place]
        case .object(let object): return object[at: place].map { .array([.string($0.key), $0.value]) } ?? .null
        case .numbers(let first): return .int(first &+ Int64(place))
        case .one(let value): return value
        }
    }
}

/// The state of a running loop, and the value of `forloop` and `tablerowloop`.
struct LoopState: LiquidDrop {
    let name: String
    let length: Int
    /// Set in `tablerow`.
    let columns: Int?
    private let parent: [LoopState]
    private let isRender: Bool
    var index = 0

    init(name: String, length: Int, columns: Int? = nil, parent: LoopState? = nil, isRender: Bool = false) {
        self.name = name
        self.length = length
        self.columns = columns
        self.parent = parent.map { [$0] } ?? []
        self.isRender = isRender
    }

    /// Whether it belongs to a `for` tag, and so can be a `parentloop`.
    var isFor: Bool { !isTable && !isRender }
    var isTable: Bool { columns != nil }
    var column: Int { columns.map { index % $0 } ?? 0 }
    var row: Int { columns.map { index / $0 } ?? 0 }
    var isLastColumn: Bool { columns.map { column == $0 - 1 } ?? false }

    func value(for key: String) -> LiquidValue? {
        switch key {
        case "index": .int(Int64(index + 1))
        case "index0": .int(Int64(index))
        case "rindex": .int(Int64(length - index))
        case "rindex0": .int(Int64(length - index - 1))
        case "first": .bool(index == 0)
        case "last": .bool(index == length - 1)
        case "length": .int(Int64(length))
        case "name" where !isTable: .string(name)
        case "parentloop" where !isTable: parent.first.map { .drop($0) } ?? .null
        case "col" where isTable: .int(Int64(column + 1))
        case "col0" where isTable: .int(Int64(column))
        case "row" where isTable: .int(Int64(row + 1))
        case "col_first" where isTable: .bool(column == 0)
        case "col_last" where isTable: .bool(isLastColumn)
        default: nil
        }
    }

    var text: String { isTable ? "Liquid::TablerowloopDrop" : "Liquid::ForloopDrop" }
}
