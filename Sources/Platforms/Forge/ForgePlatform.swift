public import Kernel

/// FORGE, Custom Apps & Integrations: build exactly what the business needs, connected to every tool it uses.
public struct ForgePlatform: Platform {
    public init() {}

    public let brand = PlatformBrand.forge
    public var features: [Feature] { [Builder.feature, Imports.feature] }
}
