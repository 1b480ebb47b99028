extension Function {
    func math(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        switch self {
        case .greatest: return try extreme(arguments, .after)
        case .least: return try extreme(arguments, .before)
        case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight: return try bits(arguments)
        default:
            guard arguments.count == 1 else { throw mismatch }
            return switch arguments[0] {
            case .int(let number): try integer(number)
            case .uint(let number): try unsigned(number)
            case .double(let number): try double(number)
            default: throw mismatch
            }
        }
    }

    private func extreme(_ arguments: [CELValue], _ wanted: CELValue.Ordering) throws(Reason) -> CELValue {
        var candidates = arguments
        if case .list(let list)? = arguments.first, arguments.count == 1 { candidates = list }
        guard var best = candidates.first else { throw .invalid("\(rawValue)() needs at least one number.") }
        for candidate in candidates {
            switch candidate {
            case .int, .uint, .double: if candidate.ordering(against: best) == wanted { best = candidate }
            default: throw mismatch
            }
        }
        return best
    }

    private func integer(_ number: Int64) throws(Reason) -> CELValue {
        switch self {
        case .abs:
            guard number != .min else { throw .overflow }
            return .int(Swift.abs(number))
        case .sign: return .int(number.signum())
        case .sqrt: return .double(Double(number).squareRoot())
        case .bitNot: return .int(~number)
        default: throw mismatch
        }
    }

    private func unsigned(_ number: UInt64) throws(Reason) -> CELValue {
        switch self {
        case .abs: return .uint(number)
        case .sign: return .uint(number == 0 ? 0 : 1)
        case .sqrt: return .double(Double(number).squareRoot())
        case .bitNot: return .uint(~number)
        default: throw mismatch
        }
    }

    private func double(_ number: Double) throws(Reason) -> CELValue {
        switch self {
        case .ceil: return .double(number.rounded(.up))
        case .floor: return .double(number.rounded(.down))
        case .round: return .double(number.rounded(.toNearestOrAwayFromZero))
        case .trunc: return .double(number.rounded(.towardZero))
        case .abs: return .double(Swift.abs(number))
        case .sign: return .double(number > 0 ? 1 : number < 0 ? -1 : number)
        case .sqrt: return .double(number.squareRoot())
        case .isNaN: return .bool(number.isNaN)
        case .isInf: return .bool(number.isInfinite)
        case .isFinite: return .bool(number.isFinite)
        default: throw mismatch
        }
    }

    private func bits(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        guard arguments.count == 2 else { throw mismatch }
        switch (arguments[0], arguments[1]) {
        case (.int(let number), .int(let places)) where self == .bitShiftLeft || self == .bitShiftRight:
            return .int(Int64(bitPattern: try shifted(UInt64(bitPattern: number), places)))
        case (.uint(let number), .int(let places)) where self == .bitShiftLeft || self == .bitShiftRight:
            return .uint(try shifted(number, places))
        case (.int(let a), .int(let b)): return .int(try combined(a, b))
        case (.uint(let a), .uint(let b)): return .uint(try combined(a, b))
        default: throw mismatch
        }
    }

    private func shifted(_ number: UInt64, _ places: Int64) throws(Reason) -> UInt64 {
        guard places >= 0 else { throw .invalid("A shift needs a count of at least 0.") }
        return self == .bitShiftLeft ? number << places : number >> places
    }

    private func combined<T: FixedWidthInteger>(_ a: T, _ b: T) throws(Reason) -> T {
        switch self {
        case .bitAnd: return a & b
        case .bitOr: return a | b
        case .bitXor: return a ^ b
        default: throw mismatch
        }
    }
}
