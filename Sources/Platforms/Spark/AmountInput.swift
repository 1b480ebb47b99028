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

/// `CHF 64,200.00 + EUR 1,000.00`, from totals that never mix currencies; `nil` for nothing.
func totals(_ lines: some Sequence<Aggregate.Line>) -> String? {
    let sums = Dictionary(grouping: lines.filter { $0.currency != nil && $0.value != 0 }, by: { $0.currency ?? "" }).sorted { $0.key < $1.key }
    let texts = sums.compactMap { code, lines -> String? in
        guard let currency = Currency(code), let minor = Int64(exactly: lines.reduce(0) { $0 + $1.value }.rounded()) else { return nil }
        return Money(minor: minor, currency).formatted()
    }
    return texts.isEmpty ? nil : texts.joined(separator: " + ")
}
