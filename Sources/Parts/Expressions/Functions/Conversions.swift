extension Function {
    func convert(_ arguments: [CELValue]) throws(Reason) -> CELValue {
        guard arguments.count == 1 else { throw mismatch }
        let value = arguments[0]
        switch self {
        case .int: return .int(try int(value))
        case .uint: return .uint(try uint(value))
        case .double: return .double(try double(value))
        case .string: return .string(try string(value))
        case .bytes:
            switch value {
            case .bytes: return value
            case .string(let text): return .bytes(Array(text.utf8))
            default: throw mismatch
            }
        case .bool: return try bool(value)
        case .timestamp: return try timestamp(value)
        case .duration: return try duration(value)
        case .type: return .type(value.typeName)
        default: return value
        }
    }

    private func int(_ value: CELValue) throws(Reason) -> Int64 {
        switch value {
        case .int(let number): return number
        case .uint(let number):
            guard let number = Int64(exactly: number) else { throw .overflow }
            return number
        case .double(let number):
            guard number > -0x1p63, number < 0x1p63 else { throw .overflow }
            return Int64(number)
        case .string(let text):
            guard let number = Int64(text) else { throw .invalid("The text is not an int.") }
            return number
        case .timestamp(let time): return time.seconds
        default: throw mismatch
        }
    }

    private func uint(_ value: CELValue) throws(Reason) -> UInt64 {
        switch value {
        case .uint(let number): return number
        case .int(let number):
            guard let number = UInt64(exactly: number) else { throw .overflow }
            return number
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw .overflow }
            return UInt64(number)
        case .string(let text):
            guard let number = UInt64(text) else { throw .invalid("The text is not a uint.") }
            return number
        default: throw mismatch
        }
    }

    private func double(_ value: CELValue) throws(Reason) -> Double {
        switch value {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .string(let text):
            guard let number = Double(text) else { throw .invalid("The text is not a double.") }
            return number
        default: throw mismatch
        }
    }

    private func string(_ value: CELValue) throws(Reason) -> String {
        switch value {
        case .string(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return number.celText
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid("The bytes are not UTF-8.") }
            return text
        case .timestamp(let time): return time.rfc3339
        case .duration(let length): return length.text
        default: throw mismatch
        }
    }

    private func bool(_ value: CELValue) throws(Reason) -> CELValue {
        switch value {
        case .bool: return value
        case .string(let text):
            switch text {
            case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
            case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
            default: throw .invalid("The text is neither true nor false.")
            }
        default: throw mismatch
        }
    }

    private func timestamp(_ value: CELValue) throws(Reason) -> CELValue {
        switch value {
        case .timestamp: return value
        case .int(let seconds):
            guard let time = CELTimestamp(seconds: seconds) else { throw .overflow }
            return .timestamp(time)
        case .string(let text):
            guard let time = CELTimestamp(rfc3339: text) else {
                throw .invalid("The text is not an instant like 2025-01-31T09:00:00Z of the years 1 to 9999.")
            }
            return .timestamp(time)
        default: throw mismatch
        }
    }

    private func duration(_ value: CELValue) throws(Reason) -> CELValue {
        switch value {
        case .duration: return value
        case .string(let text):
            guard let length = CELDuration(text: text) else { throw .invalid("The text is not a duration like 1h30m or 90s.") }
            return .duration(length)
        default: throw mismatch
        }
    }
}

extension Double {
    /// Shortest digits that read back the same: `1`, `0.1`, `1e+30`, `NaN`, `Infinity`.
    var celText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
