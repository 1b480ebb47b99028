/// Where `{% render 'name' %}` and `{% include 'name' %}` find templates.
///
/// Asked once for each mention that is rendered, on the rendering thread: keep parsed templates, do not parse here.
public protocol PartialLookup: Sendable {
    /// The template called `name`, or nil if there is none.
    func partial(named name: String) throws(LiquidError) -> Template?
}

extension Dictionary: PartialLookup where Key == String, Value == Template {
    public func partial(named name: String) throws(LiquidError) -> Template? { self[name] }
}
