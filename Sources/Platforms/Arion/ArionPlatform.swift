import Kernel

/// ARION: the workspace's public face. Sites, pages, the journal, forms, and the visits they bring.
public struct ArionPlatform: Platform {
    public let brand = PlatformBrand.arion
    private let sites: PublicSites

    public init() { sites = PublicSites() }

    public var features: [Feature] {
        [Sites.feature(sites), Pages.feature(sites), Journal.feature(sites), Forms.feature(sites), Visits.feature(sites)]
    }
}
