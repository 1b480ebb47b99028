import Kernel
import Model

/// Forms on the site: each sent form is a contact, and a consent where the box was ticked.
enum Forms {
    static func feature(_ sites: PublicSites) -> Feature {
        Feature(
            "Forms",
            routes: Sites.routes("/forms/{form}") { request in try await sites.answer(request) { try await PublicForm.document($0, slug: request.path("form")) } }
                + Sites.routes("/forms/{form}/thanks") { request in try await sites.answer(request) { try await PublicForm.thanks($0, slug: request.path("form")) } }
                + Sites.routes("/forms/{form}", method: .post, bodyLimit: 65_536) { try await SendForm.take($0, sites) },
            checks: [
                Check(.brand, "A form that brings leads", detail: "Somebody sent a form on your site and became a contact.", to: "/app/arion/forms", action: "Make a form") { db in
                    try db.first(Query(FormSubmission.self)) != nil
                },
            ])
    }
}
