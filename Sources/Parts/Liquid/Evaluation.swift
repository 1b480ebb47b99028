extension Rendering {
    mutating func evaluate(_ filtered: Filtered) throws(LiquidError) -> LiquidValue {
        position = filtered.position
        var value = try evaluate(filtered.expression, isTested: filtered.filters.first?.filter.takesUndefined ?? false)
        for call in filtered.filters {
            try step()
            var arguments = FilterArguments()
            if !call.arguments.isEmpty {
                arguments.positional.reserveCapacity(call.arguments.count)
                for argument in call.arguments { arguments.positional.append(try evaluate(argument)) }
            }
            for (name, argument) in call.named { arguments.named.append((name, try evaluate(argument))) }
            position = call.position
            try stepThrough(value)
            for argument in arguments.positional { try stepThrough(argument) }
            value = try call.filter.body(&self, value, arguments)
            if case .string(let text) = value { try chargeText(text.utf8.count) }
        }
        return value
    }

    /// - Parameter isTested: whether a name without a value is fine even with ``UndefinedVariables/strict``.
    mutating func evaluate(_ expression: Expression, isTested: Bool = false) throws(LiquidError) -> LiquidValue {
        switch expression {
        case .literal(let value): return value
        case .range(let start, let end):
            let first = (try evaluate(start)).looseInteger
            return .range(first, (try evaluate(end)).looseInteger)
        case .variable(let variable):
            if let value = try lookUp(variable) { return value }
            guard options.undefined == .strict, !isTested else { return .null }
            position = variable.position
            throw failure(
                .undefinedVariable, "'\(variable.written)' has no value.",
                "Correct the name, or give a fallback with the filter 'default'.")
        }
    }

    private mutating func lookUp(_ variable: Variable) throws(LiquidError) -> LiquidValue? {
        let found: LiquidValue?
        switch variable.root {
        case .name(let name): found = lookUp(name)
        case .index(let expression):
            let name = try evaluate(expression)
            found = name.plainText.flatMap { lookUp($0) }
        }
        guard var value = found else { return nil }
        for step in variable.steps {
            let next: LiquidValue?
            switch step {
            case .name(let name): next = value.property(name)
            case .index(let expression): next = value.element(try evaluate(expression))
            }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    private func lookUp(_ name: String) -> LiquidValue? {
        if !frames.isEmpty {
            let loopName = name == "forloop" || name == "tablerowloop"
            for frame in frames.reversed() {
                if frame.name == name { return frame.value }
                if loopName, let loop = frame.loop, loop.isTable == (name == "tablerowloop") { return .drop(loop) }
            }
        }
        if let value = locals[name] { return value }
        if let count = counters[name] { return .int(count) }
        return context.member(name)
    }

    // MARK: Conditions

    mutating func holds(_ condition: Condition) throws(LiquidError) -> Bool {
        for (index, comparison) in condition.comparisons.enumerated() {
            try step()
            position = comparison.position
            let result = try holds(comparison)
            guard index < condition.joints.count else { return result }
            switch condition.joints[index] {
            case .and: if !result { return false }
            case .or: if result { return true }
            }
        }
        return false
    }

    private mutating func holds(_ comparison: Condition.Comparison) throws(LiquidError) -> Bool {
        let left = try evaluate(comparison.left, isTested: true)
        guard let (comparator, expression) = comparison.test else { return left.isTruthy }
        let right = try evaluate(expression, isTested: true)
        switch comparator {
        case .equal: return try equal(left, right)
        case .unequal: return try !equal(left, right)
        case .contains: return try contains(left, right)
        case .less: return try ordered(left, right) { $0 < 0 }
        case .greater: return try ordered(left, right) { $0 > 0 }
        case .lessOrEqual: return try ordered(left, right) { $0 <= 0 }
        case .greaterOrEqual: return try ordered(left, right) { $0 >= 0 }
        }
    }

    private mutating func ordered(_ left: LiquidValue, _ right: LiquidValue, _ test: (Int) -> Bool) throws(LiquidError) -> Bool {
        guard left.hasOrder, right.hasOrder else { return false }
        try stepThrough(left)
        guard let order = left.order(right) else {
            if case .double = left, case .double = right { return false }
            throw failure(
                .argument, "'\(left.text.prefix(40))' and '\(right.text.prefix(40))' cannot be compared: one is a text, one a number.",
                "Turn the text into a number with the filter 'plus: 0'.")
        }
        return test(order)
    }

    /// Equality as `==` means it; costs steps in proportion to the size of lists.
    mutating func equal(_ left: LiquidValue, _ right: LiquidValue, depth: Int = 0) throws(LiquidError) -> Bool {
        guard depth < LiquidValue.deepest else { return false }
        switch (left, right) {
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return false }
            for (left, right) in zip(left, right) {
                try step()
                guard try equal(left, right, depth: depth + 1) else { return false }
            }
            return true
        case (.object(let left), .object(let right)):
            guard left.count == right.count else { return false }
            for (key, value) in zip(left.keys, left.values) {
                try step()
                guard let other = right[key], try equal(value, other, depth: depth + 1) else { return false }
            }
            return true
        case (.string, .string):
            try stepThrough(left)
            return left.equalsScalar(right)
        default: return left.equalsScalar(right)
        }
    }

    private mutating func contains(_ whole: LiquidValue, _ part: LiquidValue) throws(LiquidError) -> Bool {
        guard part.isTruthy else { return false }
        switch whole {
        case .array(let elements):
            for element in elements {
                try step()
                if try equal(element, part) { return true }
            }
            return false
        case .object(let object): return part.plainText.map { object[$0] != nil } ?? false
        case .range(let first, let last):
            guard case .int(let number) = part else { return false }
            return first <= number && number <= last
        case .string(let text), .safe(let text):
            try step(text.utf8.count / 64)
            return ByteSearch(part.text).first(in: Array(text.utf8)) != nil
        default: return false
        }
    }
}
