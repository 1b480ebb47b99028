enum Arithmetic {
    typealias Reason = EvaluationError.Reason

    static func apply(_ op: BinaryOperator, _ left: CELValue, _ right: CELValue) throws(Reason) -> CELValue {
        switch (left, right) {
        case (.int(let a), .int(let b)): return .int(try integer(op, a, b))
        case (.uint(let a), .uint(let b)): return .uint(try integer(op, a, b))
        case (.double(let a), .double(let b)):
            switch op {
            case .add: return .double(a + b)
            case .subtract: return .double(a - b)
            case .multiply: return .double(a * b)
            case .divide: return .double(a / b)
            default: break
            }
        case (.string(let a), .string(let b)) where op == .add: return .string(a + b)
        case (.bytes(let a), .bytes(let b)) where op == .add: return .bytes(a + b)
        case (.list(let a), .list(let b)) where op == .add: return .list(a + b)
        case (.timestamp(let time), .duration(let length)) where op == .add: return try timestamp(time.adding(length))
        case (.duration(let length), .timestamp(let time)) where op == .add: return try timestamp(time.adding(length))
        case (.timestamp(let time), .duration(let length)) where op == .subtract:
            guard length.nanoseconds != .min else { throw .overflow }
            return try timestamp(time.adding(CELDuration(nanoseconds: -length.nanoseconds)))
        case (.timestamp(let a), .timestamp(let b)) where op == .subtract:
            guard let distance = a.distance(from: b) else { throw .overflow }
            return .duration(distance)
        case (.duration(let a), .duration(let b)) where op == .add || op == .subtract:
            return .duration(CELDuration(nanoseconds: try integer(op, a.nanoseconds, b.nanoseconds)))
        default: break
        }
        throw .noSuchOverload(op.rawValue)
    }

    private static func integer<T: FixedWidthInteger>(_ op: BinaryOperator, _ a: T, _ b: T) throws(Reason) -> T {
        let result: (partialValue: T, overflow: Bool)
        switch op {
        case .add: result = a.addingReportingOverflow(b)
        case .subtract: result = a.subtractingReportingOverflow(b)
        case .multiply: result = a.multipliedReportingOverflow(by: b)
        case .divide, .remainder:
            if b == 0 { throw .divisionByZero }
            result = op == .divide ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        default: throw .noSuchOverload(op.rawValue)
        }
        if result.overflow { throw .overflow }
        return result.partialValue
    }

    private static func timestamp(_ time: CELTimestamp?) throws(Reason) -> CELValue {
        guard let time else { throw .overflow }
        return .timestamp(time)
    }
}
