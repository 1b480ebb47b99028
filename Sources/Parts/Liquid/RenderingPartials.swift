extension Rendering {
    mutating func include(_ inclusion: Inclusion) throws(LiquidError) {
        position = inclusion.position
        let (name, template) = try partial(inclusion)
        let variable = inclusion.alias ?? Self.variableName(for: name)
        let bound: LiquidValue?
        switch inclusion.binding {
        case .with(let expression), .each(let expression): bound = try evaluate(expression)
        case nil: bound = nil
        }
        let depth = frames.count
        defer { frames.removeSubrange(depth...) }
        for (name, value) in inclusion.arguments {
            let value = try evaluate(value)
            frames.append(Frame(name: name, value: value))
        }
        guard let bound else { return try enter(name, template) }
        let place = frames.count
        frames.append(Frame(name: variable, value: bound))
        guard case .array(let elements) = bound else { return try enter(name, template) }
        for element in elements {
            try step()
            frames[place].value = element
            try enter(name, template)
            if interrupt != nil { return }
        }
    }

    mutating func renderIsolated(_ inclusion: Inclusion) throws(LiquidError) {
        position = inclusion.position
        let (name, template) = try partial(inclusion)
        let variable = inclusion.alias ?? Self.variableName(for: name)
        var arguments: [String: LiquidValue] = [:]
        for (name, value) in inclusion.arguments { arguments[name] = try evaluate(value) }
        switch inclusion.binding {
        case .each(let expression):
            let value = try evaluate(expression)
            let items = LoopItems(value)
            guard items.count > 0 else {
                if case .null = value { return try isolated(name, template, arguments, frame: nil) }
                return
            }
            var loop = LoopState(name: variable, length: items.count, isRender: true)
            for index in 0..<items.count {
                try step()
                loop.index = index
                try isolated(name, template, arguments, frame: Frame(name: variable, value: items[index], loop: loop))
            }
        case .with(let expression):
            let value = try evaluate(expression)
            try isolated(name, template, arguments, frame: Frame(name: variable, value: value))
        case nil:
            try isolated(name, template, arguments, frame: nil)
        }
    }

    private mutating func isolated(
        _ name: String, _ template: Template, _ arguments: [String: LiquidValue], frame: Frame?
    ) throws(LiquidError) {
        let outer = (locals, frames, counters, cycles, resumePoints, lastChanged)
        (locals, frames) = (arguments, frame.map { [$0] } ?? [])
        (counters, cycles, resumePoints, lastChanged) = ([:], [:], [:], nil)
        defer {
            (locals, frames, counters, cycles, resumePoints, lastChanged) = outer
            interrupt = nil
        }
        try enter(name, template)
    }

    private mutating func partial(_ inclusion: Inclusion) throws(LiquidError) -> (String, Template) {
        let value = try evaluate(inclusion.name)
        guard let name = value.plainText else {
            throw failure(.partial, "The name of the partial is '\(value.text.prefix(40))', not a text.", "Give its name as a text.")
        }
        guard partialNames.count < limits.partialDepth else {
            throw failure(
                .limit, "Partials include each other more than \(limits.partialDepth) deep: \(partialNames.joined(separator: ", ")).",
                "Do not include a partial from itself.")
        }
        guard let template = try partials?.partial(named: name) else {
            throw failure(.partial, "There is no partial '\(name.prefix(100))'.", "Create it, or correct the name.")
        }
        return (name, template)
    }

    private mutating func enter(_ name: String, _ template: Template) throws(LiquidError) {
        let outer = position
        partialNames.append(name)
        do throws(LiquidError) {
            try render(template.body)
        } catch {
            throw placed(error)
        }
        partialNames.removeLast()
        position = outer
    }

    /// `card` for `products/card`.
    private static func variableName(for name: String) -> String {
        name.split(separator: "/").last.map(String.init) ?? name
    }
}
