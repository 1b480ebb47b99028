import Kernel

/// OLIVER: tasks, projects, invoices and the money that comes in.
public struct OliverPlatform: Platform {
    private let renderer: PDFRenderer

    /// - Parameter python: the Python that has WeasyPrint; it makes the PDFs.
    public init(python: String = "/usr/bin/python3") { renderer = PDFRenderer(python: python) }

    public let brand = PlatformBrand.oliver

    public var features: [Feature] { [Tasks.feature, Projects.feature, Invoices.feature(renderer)] }
}

/// A request. The Model has a `Visit` too: one page read on a site.
typealias Request = Web.Visit
