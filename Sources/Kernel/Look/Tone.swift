/// What a colour says. Use it sparingly: paper and ink say most things.
public enum Tone: Sendable, Hashable {
    /// Soft grey.
    case neutral
    /// The one accent.
    case accent
    /// Done, paid, healthy.
    case good
    /// Due, waiting, unusual.
    case warn
    /// Failed, overdue, lost.
    case bad
    /// A platform's own colour.
    case platform(PlatformBrand)

    /// The class that sets `--c`; empty for neutral.
    public var className: String {
        switch self {
        case .neutral: ""
        case .accent: "accent"
        case .good: "good"
        case .warn: "warn"
        case .bad: "bad"
        case .platform(let platform): platform.className
        }
    }
}
