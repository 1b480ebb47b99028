import Charts
import Kernel

/// Figures as people and programs read them.
extension Reading.Line {
    /// `CHF 12,410.50`, `1,204`.
    var text: String { FigureText.full(value, currency) }

    /// `12410.50`, `1204`: exact decimals for programs.
    var decimal: String {
        guard let currency else { return value == value.rounded() && value.magnitude < 9e15 ? "\(Int64(value))" : "\(value)" }
        return FigureText.money(value, currency)?.decimal.description ?? "\(value)"
    }
}

enum FigureText {
    static func full(_ value: Double, _ currency: Currency?) -> String {
        guard let currency else { return ChartNumber.grouped(value) }
        return money(value, currency)?.formatted() ?? "\(currency.code) \(ChartNumber.grouped(value))"
    }

    /// `CHF 177.7k`
    static func compact(_ value: Double, _ currency: Currency?) -> String {
        [currency?.code, ChartNumber.compact(value)].compactMap { $0 }.joined(separator: " ")
    }

    static func money(_ value: Double, _ currency: Currency) -> Money? {
        Int64(exactly: (value * Double(currency.minorPerMajor)).rounded()).map { Money(minor: $0, currency) }
    }
}
