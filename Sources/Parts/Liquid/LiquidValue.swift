/// A value that a template can see: data of the caller, a literal, or what a filter returned.
///
/// Text counts in Unicode scalars everywhere (`size`, `slice`, `truncate`), as the reference implementation does.
public enum LiquidValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// Plain text. Escaped on output when rendering with ``Escape/html``.
    case string(String)
    /// Markup that its maker vouches for. Never escaped on output.
    case safe(String)
    case array([LiquidValue])
    case object(LiquidObject)
    /// All whole numbers from the first to the second, both included; empty if the first is greater.
    case range(Int64, Int64)
    /// A value that computes its properties when a template asks for them.
    indirect case drop(any LiquidDrop)
    /// The literal `empty`: equal to every text, array and object without content.
    case empty
    /// The literal `blank`: equal to everything empty, to white space, to `nil` and to `false`.
    case blank
}

/// A value with lazy properties, for instance a record that loads its relations on demand.
///
/// Properties are read on the rendering thread, once for each mention in the template.
public protocol LiquidDrop: Sendable {
    /// The property called `key`, or nil if there is no such property (which ``UndefinedVariables/strict`` reports).
    func value(for key: String) -> LiquidValue?
    /// What `{{ drop }}` writes; escaped like any other text.
    var text: String { get }
}

extension LiquidDrop {
    public var text: String { "" }
}

extension LiquidValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: LiquidValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, LiquidValue)...) { self = .object(LiquidObject(elements)) }
}
