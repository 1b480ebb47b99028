import Kernel
import Model

enum NotFoundPage {
    static func document(_ site: SiteRequest) -> SiteDocument {
        let frame = SiteFrame(site: site, title: "There is nothing at this address", path: site.path, isHidden: true)
        let view = ErrorView(
            status: 404, what: "There is nothing at this address.", advice: "It may have moved. The front page and the journal lead to everything that is published.",
            actions: [Button("Go to the front page", to: site.place.url("/"), style: .primary)], isInShell: true)
        return SiteDocument(frame.document(view.html), status: 404)
    }
}
