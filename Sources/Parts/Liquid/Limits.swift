/// How much one template may cost. Reaching a limit is a ``LiquidError`` of kind `limit`, never a trap.
public struct Limits: Sendable {
    /// UTF-8 bytes of the output, and of any single text made on the way.
    public var outputBytes = 1 << 20
    /// Memory that filters and captures may ask for in one rendering, in bytes, counted without giving back.
    public var workBytes = 32 << 20
    /// Nodes and loop rounds of one rendering.
    public var steps = 1_000_000
    /// Time for one rendering, partials included, by the monotonic clock.
    public var time: Duration = .milliseconds(100)
    /// How deep partials may include each other.
    public var partialDepth = 8
    /// How deep blocks may nest; also bounds brackets within brackets.
    public var blockDepth = 100
    /// UTF-8 bytes of a template's text.
    public var templateBytes = 512 << 10

    public init() {}
}
