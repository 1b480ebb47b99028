import Kernel

/// SPARK: contacts, deals, segments, consent, campaigns and the mail that leaves the house.
public struct SparkPlatform: Platform {
    private let mail: MailSettings?

    /// - Parameter mail: the server that takes outgoing mail; without one, messages wait and say so.
    public init(mail: MailSettings? = nil) { self.mail = mail }

    public let brand = PlatformBrand.spark

    public var features: [Feature] {
        [Contacts.feature, Deals.feature, Segments.feature, Campaigns.feature, Messages.feature(mail)]
    }
}

/// A request. The Model has a `Visit` too: one page read on a site.
typealias Request = Web.Visit
