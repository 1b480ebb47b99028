/// How a number was written: which sign stands before the fraction, and which may stand between groups of three.
public struct NumberSeparators: Sendable, Hashable {
    public let decimal: Character
    /// The first is the one written; all are read.
    public let groups: [Character]

    public init(decimal: Character, groups: [Character]) {
        self.decimal = decimal
        self.groups = groups.filter { $0 != decimal }
    }

    /// `1284.50`
    public static let plain = NumberSeparators(decimal: ".", groups: [])
    /// `1,284.50`
    public static let english = NumberSeparators(decimal: ".", groups: [","])
    /// `1.284,50`
    public static let continental = NumberSeparators(decimal: ",", groups: ["."])
    /// `1'284.50`, with either apostrophe
    public static let swiss = NumberSeparators(decimal: ".", groups: ["'", "’"])
    /// `1 284,50`, with any of the spaces in use
    public static let french = NumberSeparators(decimal: ",", groups: ["\u{202F}", "\u{A0}", " "])
}
