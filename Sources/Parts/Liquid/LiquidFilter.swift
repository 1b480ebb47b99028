/// A filter of the caller: `{{ invoice.total | money: 'EUR' }}`.
public struct LiquidFilter: Sendable {
    /// Gets the value on the left and the arguments; returns ``LiquidValue/safe(_:)`` if it made markup.
    public typealias Body = @Sendable (LiquidValue, [LiquidValue]) throws(LiquidError) -> LiquidValue

    let arguments: ClosedRange<Int>
    let body: Body

    /// - Parameter arguments: how many arguments it takes; checked when a template is parsed.
    public init(arguments: ClosedRange<Int> = 0...0, _ body: @escaping Body) {
        self.arguments = arguments
        self.body = body
    }
}
