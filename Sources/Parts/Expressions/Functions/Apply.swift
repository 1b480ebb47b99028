extension Function {
    typealias Reason = EvaluationError.Reason

    /// The value for these arguments; a member's target is the first.
    func apply(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        switch self {
        case .size, .contains, .startsWith, .endsWith, .matches, .charAt, .indexOf, .lastIndexOf, .lowerAscii, .upperAscii,
             .replace, .split, .substring, .trim, .join, .reverse, .format, .quote, .base64Encode, .base64Decode:
            try text(arguments)
        case .int, .uint, .double, .string, .bytes, .bool, .timestamp, .duration, .type, .dyn:
            try convert(arguments)
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes,
             .getSeconds, .getMilliseconds:
            try time(arguments)
        case .greatest, .least, .ceil, .floor, .round, .trunc, .abs, .sign, .sqrt, .isNaN, .isInf, .isFinite,
             .bitAnd, .bitOr, .bitXor, .bitNot, .bitShiftLeft, .bitShiftRight:
            try math(arguments)
        case .optionalOf, .optionalNone, .optionalOfNonZero, .hasValue, .value, .or, .orValue:
            try optional(arguments)
        }
    }

    var mismatch: Reason { .noSuchOverload("\(rawValue)()") }

    private func optional(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        switch (self, arguments.first, arguments.dropFirst().first) {
        case (.optionalNone, nil, nil): return .optional(nil)
        case (.optionalOf, let value?, nil): return .optional(value)
        case (.optionalOfNonZero, let value?, nil): return .optional(value.isZero ? nil : value)
        case (.hasValue, .optional(let inner), nil): return .bool(inner != nil)
        case (.value, .optional(let inner), nil):
            guard let inner else { throw .invalid("The optional has no value.") }
            return inner
        case (.or, .optional(let inner), .optional(let other)): return .optional(inner ?? other)
        case (.orValue, .optional(let inner), let other?): return inner ?? other
        default: throw mismatch
        }
    }
}

extension CELValue {
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
        case .duration(let value): value.nanoseconds == 0
        case .list(let value): value.isEmpty
        case .map(let value): value.count == 0
        case .type: false
        case .optional(let value): value == nil
        }
    }
}
