import Kernel
import Model

/// On a contact: what was read before and since the form, and the forms that were sent. Three statements.
enum WebPanel {
    static let panel = Panel("arion.web", on: [Contact.object.name]) { record, db, links in
        let contact = Key<Contact>(record.id)
        guard try db.mayReadVisits else { return nil }
        let visits = Query(PageView.self).where(PageView.contact == contact)
        let total = try db.count(visits)
        var latest = visits.limit(5)
        latest.any.order = [.init("id", descending: true)]
        let pages = try db.fetch(latest)
        let forms = try db.fetch(Query(FormSubmission.self).where(FormSubmission.contact == contact).including(FormSubmission.form).newestFirst().limit(3))
        guard total > 0 || !forms.isEmpty else { return nil }
        let read: HTML = "<p class=\"small soft\">\(total == 1 ? "One page read" : "\(total) pages read")</p><ul class=stack>\(pages, row)</ul>"
        let sent: HTML = "<ul class=stack>\(forms, { row($0, db.now, links) })</ul>"
        return PanelView("Web", platform: .arion, body: "\(if: total > 0, read)\(if: !forms.isEmpty, sent)")
    }

    private static func row(_ page: Record<PageView>) -> HTML {
        "<li>\(page[PageView.pageTitle] ?? page[PageView.path]) <span class=\"small soft\">\(page[PageView.path]) · \(page.origin.label)</span></li>"
    }

    private static func row(_ sent: Record<FormSubmission>, _ now: Instant, _ links: Links) -> HTML {
        """
        <li>Sent <a\(attribute: "href", links.url(sent))>\(sent.included(FormSubmission.form)?.title ?? "a form")</a> <span class="small soft">\(sent.createdAt.formatted(in: links.zone, .relative(to: now)))</span></li>
        """
    }
}
