extension LiquidValue {
    /// How deep comparisons and texts of nested data go.
    static let deepest = 60

    var isTruthy: Bool {
        switch self {
        case .null, .bool(false): false
        default: true
        }
    }

    /// The text of a text.
    var plainText: String? {
        switch self {
        case .string(let text), .safe(let text): text
        default: nil
        }
    }

    /// A key's value, without `size`, `first` and `last`.
    func member(_ key: String) -> LiquidValue? {
        switch self {
        case .object(let object): object[key]
        case .drop(let drop): drop.value(for: key)
        default: nil
        }
    }

    /// `value.name`
    func property(_ name: String) -> LiquidValue? {
        if let member = member(name) { return member }
        switch name {
        case "size": return size.map { .int($0) }
        case "first": return first
        case "last": return last
        default: return nil
        }
    }

    /// `value[index]`
    func element(_ index: LiquidValue) -> LiquidValue? {
        switch (self, index) {
        case (.array(let elements), .int(let number)):
            let place = number < 0 ? number.addingReportingOverflow(Int64(elements.count)).partialValue : number
            guard let place = Int(exactly: place), elements.indices.contains(place) else { return nil }
            return elements[place]
        case (.range(let first, let last), .int(let number)):
            guard number >= 0, number < LiquidValue.rangeCount(first, last) else { return nil }
            return .int(first &+ number)
        default: return index.plainText.flatMap { member($0) }
        }
    }

    var size: Int64? {
        switch self {
        case .string(let text), .safe(let text): Int64(text.unicodeScalars.count)
        case .array(let elements): Int64(elements.count)
        case .object(let object): Int64(object.count)
        case .range(let first, let last): Int64(Self.rangeCount(first, last))
        default: nil
        }
    }

    var first: LiquidValue? {
        switch self {
        case .array(let elements): elements.first
        case .object(let object): object[at: 0].map { .array([.string($0.key), $0.value]) }
        case .range(let first, let last): first <= last ? .int(first) : nil
        case .string(let text), .safe(let text): .string(text.unicodeScalars.first.map { String($0) } ?? "")
        default: nil
        }
    }

    var last: LiquidValue? {
        switch self {
        case .array(let elements): elements.last
        case .range(let first, let last): first <= last ? .int(last) : nil
        case .string(let text), .safe(let text): .string(text.unicodeScalars.last.map { String($0) } ?? "")
        default: nil
        }
    }

    static func rangeCount(_ first: Int64, _ last: Int64) -> Int {
        guard first <= last else { return 0 }
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, distance < Int64.max else { return Int.max }
        return Int(clamping: distance + 1)
    }

    // MARK: Comparison

    /// Whether `<` and its kind mean anything for this value.
    var hasOrder: Bool {
        switch self {
        case .int, .double, .string, .safe: true
        default: false
        }
    }

    /// Negative, zero or positive as by subtraction; nil if the two have no common order.
    func order(_ other: LiquidValue) -> Int? {
        func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : left == right ? 0 : 1 }
        switch (self, other) {
        case (.int(let left), .int(let right)): return sign(left, right)
        case (.int(let left), .double(let right)): return right.isNaN ? nil : sign(Double(left), right)
        case (.double(let left), .int(let right)): return left.isNaN ? nil : sign(left, Double(right))
        case (.double(let left), .double(let right)): return left.isNaN || right.isNaN ? nil : sign(left, right)
        default:
            guard let left = plainText, let right = other.plainText else { return nil }
            return sign(left, right)
        }
    }

    /// Equality of everything but two lists or two objects.
    func equalsScalar(_ other: LiquidValue) -> Bool {
        switch (self, other) {
        case (.blank, .blank), (.empty, .empty), (.null, .null): true
        case (.empty, let value), (let value, .empty): value.isEmpty
        case (.blank, let value), (let value, .blank): value.isBlank
        case (.bool(let left), .bool(let right)): left == right
        case (.range(let a, let b), .range(let c, let d)): a == c && b == d
        case (.drop(let left), .drop(let right)): left.text == right.text && !left.text.isEmpty
        default: order(other) == 0
        }
    }

    var isEmpty: Bool {
        switch self {
        case .string(let text), .safe(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    private var isBlank: Bool {
        switch self {
        case .null, .bool(false): true
        case .string(let text), .safe(let text): text.utf8.allSatisfy(Ascii.isSpace)
        default: isEmpty
        }
    }
}
