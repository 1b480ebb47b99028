/// A named way to somewhere, as menus, rails and lists of links take it.
public struct NavLink: Sendable, Hashable {
    /// The words.
    public var title: String
    /// Where it leads.
    public var url: String
    /// Whether the person is there now.
    public var isCurrent: Bool
    /// A figure beside the words, already formatted ("12").
    public var count: String?
    /// Whose it is; gives the diamond its colour where one is drawn.
    public var platform: PlatformBrand?

    public init(_ title: String, to url: String, isCurrent: Bool = false, count: String? = nil, platform: PlatformBrand? = nil) {
        self.title = title
        self.url = url
        self.isCurrent = isCurrent
        self.count = count
        self.platform = platform
    }
}
