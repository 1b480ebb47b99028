public import Kernel

/// ARGUS, Automation & Orchestration: the intelligence layer connecting every platform, automatically.
public struct ArgusPlatform: Platform {
    public init() {}

    public let brand = PlatformBrand.argus
    public var features: [Feature] { [Workflows.feature, Editor.feature, Runs.feature, Recipes.feature] }
}
