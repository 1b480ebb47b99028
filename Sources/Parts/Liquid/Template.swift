/// A parsed Liquid template. Parse once, render as often as needed, from any thread.
///
/// The language is Shopify's Liquid (https://shopify.github.io/liquid/) read strictly: what is malformed is an error
/// with line and column when parsing. Rendering is bounded by ``Limits`` in time, memory and depth.
public struct Template: Sendable {
    let body: Body

    /// Parses `source` in time linear in its length.
    ///
    /// - Parameters:
    ///   - filters: filters of the caller by name; they win over built-in ones.
    ///   - lenientWhen: ignores what follows a `when` value that cannot be understood, as Liquid did before its
    ///     `strict2` mode.
    public init(
        parsing source: String, limits: Limits = Limits(), filters: [String: LiquidFilter] = [:],
        lenientWhen: Bool = false
    ) throws(LiquidError) {
        var parser = try Parser(
            source: source, limits: limits, customFilters: filters, lenientWhen: lenientWhen)
        body = try parser.parseTemplate()
    }

    /// Renders with the variables of `context` (an `.object` or a `.drop`).
    ///
    /// `{% render %}` sees the context and its own arguments; `{% include %}` sees all variables of the includer.
    public func render(
        _ context: LiquidValue, partials: (any PartialLookup)? = nil, options: RenderOptions = RenderOptions(),
        limits: Limits = Limits()
    ) throws(LiquidError) -> String {
        var rendering = Rendering(context: context, partials: partials, options: options, limits: limits)
        do throws(LiquidError) {
            try rendering.render(body)
        } catch {
            throw rendering.placed(error)
        }
        return rendering.output
    }

    /// The variables that the template reads from its context, in order of first mention, without duplicates.
    ///
    /// Names bound by the template itself are followed to where they come from: in
    /// `{% for item in order.items %}{{ item.title }}{% endfor %}` the second path is `order.items.*.title`.
    /// A path stands for everything beneath it (`{{ contact | json }}` reads all of `contact`). Variables of partials
    /// are theirs: see ``partials``. Computed on each call, in time linear in the template.
    public var variables: [VariablePath] {
        var finder = VariableFinder()
        finder.visit(body, certain: true)
        return finder.paths
    }

    /// The names of the partials that the template mentions literally, in order, without duplicates.
    public var partials: [String] {
        var finder = VariableFinder()
        finder.visit(body, certain: true)
        return finder.partials
    }
}
