/// Every function of the language, by its name in source.
enum Function: String, Sendable, CaseIterable {
    case size, contains, startsWith, endsWith, matches
    case int, uint, double, string, bytes, bool, timestamp, duration, type, dyn
    case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear
    case getHours, getMinutes, getSeconds, getMilliseconds
    case charAt, indexOf, lastIndexOf, lowerAscii, upperAscii, replace, split, substring, trim, join, reverse, format
    case quote = "strings.quote"
    case greatest = "math.greatest", least = "math.least"
    case ceil = "math.ceil", floor = "math.floor", round = "math.round", trunc = "math.trunc"
    case abs = "math.abs", sign = "math.sign", sqrt = "math.sqrt"
    case isNaN = "math.isNaN", isInf = "math.isInf", isFinite = "math.isFinite"
    case bitAnd = "math.bitAnd", bitOr = "math.bitOr", bitXor = "math.bitXor", bitNot = "math.bitNot"
    case bitShiftLeft = "math.bitShiftLeft", bitShiftRight = "math.bitShiftRight"
    case optionalOf = "optional.of", optionalNone = "optional.none", optionalOfNonZero = "optional.ofNonZeroValue"
    case hasValue, value, or, orValue
    case base64Encode = "base64.encode", base64Decode = "base64.decode"

    static let namespaces: Set<String> = ["strings", "math", "optional", "base64", "cel"]
}

/// One way to call a function. Members count their target as the first parameter.
struct Signature: Sendable {
    let function: Function
    let member: Bool
    let parameters: [CELType]
    let result: CELType
    /// Any number of further arguments of the last type.
    var variadic = false

    func accepts(count: Int) -> Bool {
        variadic ? count >= parameters.count : count == parameters.count
    }

    func accepts(_ types: [CELType]) -> Bool {
        guard accepts(count: types.count) else { return false }
        return types.enumerated().allSatisfy { $1.fits(parameters[min($0, parameters.count - 1)]) }
    }

    static let byName: [String: [Signature]] = Dictionary(grouping: table, by: \.function.rawValue)

    private static let table: [Signature] = {
        let list = CELType.list(.dyn), map = CELType.map(.dyn, .dyn), optional = CELType.optional(.dyn)
        var all: [Signature] = []
        func global(_ function: Function, _ parameters: CELType..., gives result: CELType) {
            all.append(Signature(function: function, member: false, parameters: parameters, result: result))
        }
        func member(_ function: Function, _ parameters: CELType..., gives result: CELType) {
            all.append(Signature(function: function, member: true, parameters: parameters, result: result))
        }
        for type in [CELType.string, .bytes, list, map] {
            global(.size, type, gives: .int)
            member(.size, type, gives: .int)
        }
        for function in [Function.contains, .startsWith, .endsWith, .matches] {
            member(function, .string, .string, gives: .bool)
        }
        global(.matches, .string, .string, gives: .bool)
        for type in [CELType.int, .uint, .double, .string, .timestamp] { global(.int, type, gives: .int) }
        for type in [CELType.int, .uint, .double, .string] {
            global(.uint, type, gives: .uint)
            global(.double, type, gives: .double)
        }
        for type in [CELType.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration] { global(.string, type, gives: .string) }
        for type in [CELType.bytes, .string] { global(.bytes, type, gives: .bytes) }
        for type in [CELType.bool, .string] { global(.bool, type, gives: .bool) }
        for type in [CELType.string, .timestamp, .int] { global(.timestamp, type, gives: .timestamp) }
        for type in [CELType.string, .duration] { global(.duration, type, gives: .duration) }
        global(.type, .dyn, gives: .type)
        global(.dyn, .dyn, gives: .dyn)
        for function in [Function.getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes, .getSeconds, .getMilliseconds] {
            member(function, .timestamp, gives: .int)
            member(function, .timestamp, .string, gives: .int)
        }
        for function in [Function.getHours, .getMinutes, .getSeconds, .getMilliseconds] { member(function, .duration, gives: .int) }

        member(.charAt, .string, .int, gives: .string)
        for function in [Function.indexOf, .lastIndexOf] {
            member(function, .string, .string, gives: .int)
            member(function, .string, .string, .int, gives: .int)
        }
        for function in [Function.lowerAscii, .upperAscii, .trim, .reverse] { member(function, .string, gives: .string) }
        member(.replace, .string, .string, .string, gives: .string)
        member(.replace, .string, .string, .string, .int, gives: .string)
        member(.split, .string, .string, gives: .list(.string))
        member(.split, .string, .string, .int, gives: .list(.string))
        member(.substring, .string, .int, gives: .string)
        member(.substring, .string, .int, .int, gives: .string)
        member(.join, .list(.string), gives: .string)
        member(.join, .list(.string), .string, gives: .string)
        member(.format, .string, list, gives: .string)
        global(.quote, .string, gives: .string)

        for function in [Function.greatest, .least] {
            all.append(Signature(function: function, member: false, parameters: [.dyn], result: .dyn, variadic: true))
        }
        for function in [Function.ceil, .floor, .round, .trunc] { global(function, .double, gives: .double) }
        for type in [CELType.int, .uint, .double] {
            global(.abs, type, gives: type)
            global(.sign, type, gives: type)
            global(.sqrt, type, gives: .double)
        }
        for function in [Function.isNaN, .isInf, .isFinite] { global(function, .double, gives: .bool) }
        for type in [CELType.int, .uint] {
            for function in [Function.bitAnd, .bitOr, .bitXor] { global(function, type, type, gives: type) }
            global(.bitNot, type, gives: type)
            for function in [Function.bitShiftLeft, .bitShiftRight] { global(function, type, .int, gives: type) }
        }

        global(.optionalOf, .dyn, gives: optional)
        global(.optionalOfNonZero, .dyn, gives: optional)
        global(.optionalNone, gives: optional)
        member(.hasValue, optional, gives: .bool)
        member(.value, optional, gives: .dyn)
        member(.or, optional, optional, gives: optional)
        member(.orValue, optional, .dyn, gives: .dyn)
        global(.base64Encode, .bytes, gives: .string)
        global(.base64Decode, .string, gives: .bytes)
        return all
    }()

    /// The result's type where it depends on the arguments'.
    func result(for arguments: [CELType]) -> CELType {
        switch function {
        case .greatest, .least:
            guard let first = arguments.first else { return .dyn }
            if case .list(let element) = first.present { return element }
            return arguments.dropFirst().allSatisfy { $0.present == first.present } ? first.present : .dyn
        case .optionalOf, .optionalOfNonZero: return .optional(arguments.first ?? .dyn)
        case .value: return arguments.first?.inner ?? .dyn
        case .or: return arguments.count == 2 ? arguments[0].joined(with: arguments[1]) ?? result : result
        case .orValue: return arguments.count == 2 ? arguments[0].inner.joined(with: arguments[1]) ?? .dyn : .dyn
        default: return result
        }
    }
}

private extension CELType {
    var inner: CELType {
        if case .optional(let type) = present { type } else { .dyn }
    }
}
