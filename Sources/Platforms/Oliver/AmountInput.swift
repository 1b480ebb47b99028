import Kernel

/// An amount as callers send it: `{"amount": "12.50", "currency": "CHF"}`.
struct AmountInput: Codable, Sendable {
    let amount: FixedDecimal
    let currency: Currency

    var money: Money {
        get throws {
            do { return try Money(amount, currency) } catch { throw RecordError.invalid([FieldProblem("amount", "\(error)")]) }
        }
    }
}

/// Totals by currency, `adding` less `subtracting`, without those that come to nothing.
func sums(_ adding: [Aggregate.Line], less subtracting: [Aggregate.Line] = []) -> [Money] {
    var sums: [String: Double] = [:]
    for line in adding { if let code = line.currency { sums[code, default: 0] += line.value } }
    for line in subtracting { if let code = line.currency { sums[code, default: 0] -= line.value } }
    return sums.sorted { $0.key < $1.key }.compactMap { code, sum in
        guard sum != 0, let currency = Currency(code), let minor = Int64(exactly: sum.rounded()) else { return nil }
        return Money(minor: minor, currency)
    }
}

extension [Money] {
    /// `CHF 3,911.00 + EUR 20.00`
    var formatted: String { map { $0.formatted() }.joined(separator: " + ") }
}
