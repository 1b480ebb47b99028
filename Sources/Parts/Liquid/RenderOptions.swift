/// What `{{ … }}` does with the text that it writes.
public enum Escape: Sendable {
    /// Escapes `& < > " '` of everything but ``LiquidValue/safe(_:)``: for pages and HTML mails.
    ///
    /// Sound for element content and quoted attributes. It does not make a text a harmless script, style or
    /// `javascript:` address; templates must not write variables there.
    case html
    /// Writes values as they are: for text mails, subjects and file names.
    case none
}

/// What a name without a value means.
public enum UndefinedVariables: Sendable {
    /// It is `nil` and writes nothing.
    case lax
    /// It is an error that names the variable.
    case strict
}

/// How to render.
public struct RenderOptions: Sendable {
    public var escape: Escape
    public var undefined: UndefinedVariables
    /// Seconds since 1970 for `'now' | date`; the wall clock if nil.
    public var now: Int64?
    /// Seconds east of UTC at an instant given in seconds since 1970; used by `date` for times without a zone of their own.
    public var secondsFromUTC: @Sendable (Int64) -> Int

    public init(
        escape: Escape = .html, undefined: UndefinedVariables = .lax, now: Int64? = nil,
        secondsFromUTC: @escaping @Sendable (Int64) -> Int = { _ in 0 }
    ) {
        self.escape = escape
        self.undefined = undefined
        self.now = now
        self.secondsFromUTC = secondsFromUTC
    }
}
