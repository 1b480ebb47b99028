import Kernel
import Liquid

/// Run values as conditions and templates see them. Money is a number to compare with and a text to show.
extension JSON {
    var cel: CELValue {
        switch self {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .double(let double): .double(double)
        case .string(let text): .string(text)
        case .array(let values): .list(values.map(\.cel))
        case .object(let object):
            if let money = self.money, let amount = Double(money.amount) { .double(amount) } else { .map(CELMap(object.map { ($0.key, $0.value.cel) })) }
        }
    }

    var liquid: LiquidValue {
        switch self {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .double(let double): .double(double)
        case .string(let text): .string(text)
        case .array(let values): .array(values.map(\.liquid))
        case .object(let object):
            if let money { .drop(MoneyDrop(amount: money.amount, currency: money.currency)) } else { .object(LiquidObject(object.map { ($0.key, $0.value.liquid) })) }
        }
    }

    private var money: (amount: String, currency: String)? {
        guard case .object(let object) = self, object.count == 2, let amount = object["amount"]?.stringValue, let currency = object["currency"]?.stringValue else { return nil }
        return (amount, currency)
    }
}

private struct MoneyDrop: LiquidDrop {
    let amount: String
    let currency: String

    func value(for key: String) -> LiquidValue? {
        switch key {
        case "amount": .string(amount)
        case "currency": .string(currency)
        default: nil
        }
    }

    var text: String {
        guard let currency = Currency(currency), let decimal = try? FixedDecimal(amount), let money = try? Money(decimal, currency) else { return "\(currency) \(amount)" }
        return money.formatted()
    }
}

extension CELValue {
    var json: JSON {
        get throws(SettingError) {
            switch self {
            case .null: return .null
            case .bool(let bool): return .bool(bool)
            case .int(let int): return .int(int)
            case .uint(let uint):
                guard let int = Int64(exactly: uint) else { throw SettingError("The number is too large.") }
                return .int(int)
            case .double(let double): return .double(double)
            case .string(let text): return .string(text)
            case .timestamp(let time): return .string(time.rfc3339)
            case .duration(let duration): return .string(duration.text)
            case .list(let values): return .array(try values.json)
            case .map(let map): return try map.json
            case .optional(let inner): return try inner?.json ?? .null
            case .bytes, .type: throw SettingError("The expression gives \(type), which no parameter takes.")
            }
        }
    }
}

extension [CELValue] {
    fileprivate var json: [JSON] {
        get throws(SettingError) {
            var values: [JSON] = []
            for value in self { values.append(try value.json) }
            return values
        }
    }
}

extension CELMap {
    fileprivate var json: JSON {
        get throws(SettingError) {
            var object = JSONObject()
            for key in keys {
                guard case .string(let name) = key else { throw SettingError("The keys of a map must be texts.") }
                object[name] = try self[key]?.json ?? .null
            }
            return .object(object)
        }
    }
}
