extension Filter {
    static let listFilters: [String: Filter] = [
        "size": Filter(0...0) { (_, value, _) throws(LiquidError) in .int(value.size ?? 0) },
        "first": Filter(0...0) { (_, value, _) throws(LiquidError) in value.first ?? .null },
        "last": Filter(0...0) { (_, value, _) throws(LiquidError) in value.last ?? .null },
        "join": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            let glue = arguments.positional.isEmpty ? " " : arguments[0].filterText
            var text = ""
            for (index, element) in try rendering.list(value).enumerated() {
                let part = element.filterText
                try rendering.charge(part.utf8.count + glue.utf8.count)
                guard text.utf8.count <= rendering.limits.outputBytes else { break }
                if index > 0 { text += glue }
                text += part
            }
            return .string(text)
        },
        "concat": Filter(1...1) { (rendering, value, arguments) throws(LiquidError) in
            guard case .array(let more) = arguments[0] else {
                throw rendering.argument("The argument of 'concat' is not a list.", "Give a list.")
            }
            let list = try rendering.list(value)
            try rendering.chargeElements(list.count + more.count)
            return .array(list + more)
        },
        "reverse": Filter(0...0) { (rendering, value, _) throws(LiquidError) in .array(try rendering.list(value).reversed()) },
        "compact": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            var kept: [LiquidValue] = []
            for element in try rendering.list(value) {
                if case .null = try rendering.key(of: element, arguments) { continue }
                kept.append(element)
            }
            return .array(kept)
        },
        "uniq": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            var seen: Set<String> = []
            var kept: [LiquidValue] = []
            for element in try rendering.list(value) {
                let key = try rendering.key(of: element, arguments).inspected()
                try rendering.charge(key.utf8.count)
                if seen.insert(key).inserted { kept.append(element) }
            }
            return .array(kept)
        },
        "map": Filter(1...1) { (rendering, value, arguments) throws(LiquidError) in
            var mapped: [LiquidValue] = []
            for element in try rendering.list(value) {
                mapped.append(try rendering.pick(arguments[0], from: element) ?? .null)
            }
            return .array(mapped)
        },
        "sum": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            var sum = Number.int(0)
            for element in try rendering.list(value) { sum = sum + Number(try rendering.key(of: element, arguments)) }
            return sum.value
        },
        "sort": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.sorted(value, by: arguments) { (key) in
                key.hasOrder || { if case .null = key { true } else { false } }() ? key : nil
            }
        },
        "sort_natural": Filter(0...1) { (rendering, value, arguments) throws(LiquidError) in
            try rendering.sorted(value, by: arguments) { (key) in
                if case .null = key { return .null }
                return .string(key.filterText.lowercased())
            }
        },
    ]
}

extension Rendering {
    /// The value as a flat list: lists within lists are joined in, anything else is a list of itself, `nil` is empty.
    mutating func list(_ value: LiquidValue) throws(LiquidError) -> [LiquidValue] {
        switch value {
        case .null: return []
        case .array(let elements):
            try chargeElements(elements.count)
            var isFlat = true
            for element in elements {
                if let text = element.plainText { try charge(text.utf8.count / 16) }
                if case .array = element { isFlat = false }
            }
            return isFlat ? elements : try flattened(elements, depth: 0)
        case .range(let first, let last):
            let count = LiquidValue.rangeCount(first, last)
            try chargeElements(count)
            return (0..<count).map { .int(first &+ Int64($0)) }
        default: return [value]
        }
    }

    private mutating func flattened(_ elements: [LiquidValue], depth: Int) throws(LiquidError) -> [LiquidValue] {
        guard depth < LiquidValue.deepest else { return [] }
        var flat: [LiquidValue] = []
        for element in elements {
            guard case .array(let inner) = element else {
                flat.append(element)
                continue
            }
            try chargeElements(inner.count)
            flat += try flattened(inner, depth: depth + 1)
        }
        return flat
    }

    /// The element, or its property if the filter was given the name of one.
    mutating func key(of element: LiquidValue, _ arguments: FilterArguments) throws(LiquidError) -> LiquidValue {
        if case .null = arguments[0] { return element }
        let key = try pick(arguments[0], from: element) ?? .null
        if let text = key.plainText { try charge(text.utf8.count / 16) }
        return key
    }

    /// What `element[property]` is in the reference implementation: a member of an object, for a text the part that
    /// equals the property. nil if the element knows no properties at all.
    func pick(_ property: LiquidValue, from element: LiquidValue) throws(LiquidError) -> LiquidValue? {
        switch element {
        case .object, .drop: return property.plainText.flatMap { element.member($0) } ?? .null
        case .string(let text), .safe(let text):
            if case .int(let index) = property {
                return Int(exactly: index).flatMap { Array(text.unicodeScalars).element(at: $0) }.map { .string(String($0)) } ?? .null
            }
            guard let part = property.plainText else { throw cannotPick(property) }
            return ByteSearch(part).first(in: Array(text.utf8)) == nil ? .null : .string(part)
        case .int, .range, .array: throw cannotPick(property)
        default: return nil
        }
    }

    private func cannotPick(_ property: LiquidValue) -> LiquidError {
        argument(
            "The property '\(property.text.prefix(40))' cannot be taken from something without properties.",
            "Use this filter on a list of objects.")
    }

    /// The list in the order of its keys; stable, `nil` last.
    mutating func sorted(
        _ value: LiquidValue, by arguments: FilterArguments, _ comparable: (LiquidValue) -> LiquidValue?
    ) throws(LiquidError) -> LiquidValue {
        var keyed: [(key: LiquidValue, element: LiquidValue)] = []
        var hasText = false
        var hasNumber = false
        let list = try list(value)
        for element in list {
            let original = try key(of: element, arguments)
            guard let key = comparable(original) else {
                if list.count == 1 { return .array(list) }
                throw unsortable()
            }
            switch key {
            case .null: break
            case .string(let text), .safe(let text):
                hasText = true
                try charge(text.utf8.count)
            default: hasNumber = true
            }
            keyed.append((key, element))
        }
        guard !(hasText && hasNumber) else { throw unsortable() }
        try step(keyed.count)
        keyed.sort { left, right in
            switch (left.key, right.key) {
            case (.null, _): false
            case (_, .null): true
            default: left.key.order(right.key) == -1
            }
        }
        return .array(keyed.map(\.element))
    }

    private func unsortable() -> LiquidError {
        argument("The list mixes values that have no common order.", "Sort by a property that all have, or use 'sort_natural'.")
    }
}

extension Array {
    /// The element at an index that may count from the end, or nil outside of the bounds.
    fileprivate func element(at index: Int) -> Element? {
        let place = index < 0 ? index + count : index
        return indices.contains(place) ? self[place] : nil
    }
}
