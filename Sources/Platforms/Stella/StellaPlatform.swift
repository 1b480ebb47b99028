public import Kernel

/// STELLA, Data Intelligence & Analytics: figures defined once, and dashboards whose every number is a door.
public struct StellaPlatform: Platform {
    public init() {}

    public let brand = PlatformBrand.stella
    public var features: [Feature] { [Dashboards.feature, Metrics.feature, Worth.feature] }
}
