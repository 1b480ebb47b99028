extension Money: CustomStringConvertible {
    public var description: String { formatted() }

    /// `CHF 1,284.50`: the code first, as many digits as the currency has, so that columns line up.
    public func formatted(_ separators: NumberSeparators = .english) -> String {
        "\(currency.code) \(formattedAmount(separators))"
    }

    /// `1,284.50`, where the currency stands elsewhere.
    public func formattedAmount(_ separators: NumberSeparators = .english) -> String {
        decimal.text(separators: separators)
    }
}
