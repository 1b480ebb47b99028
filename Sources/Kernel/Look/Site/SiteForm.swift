public import Markup

/// A form on the public site.
///
/// Posts its fields, `consent=true` when the wording was ticked, and the
/// honeypot `website`, which people never see: refuse silently when it is filled.
public struct SiteForm: Component {
    var title: String?
    var lead: String?
    var url: String
    var fields: [FormField]
    var consent: String?
    var isConsentRequired: Bool
    var consentError: String?
    var submit: String
    var hiddenFields: [(name: String, value: String)]
    var error: String?

    /// - Parameters:
    ///   - consent: the exact wording that is agreed to and kept as evidence; nil leaves it out.
    ///   - consentError: when it was required and not ticked.
    ///   - hiddenFields: form id, wording version, campaign, a signed time.
    public init(
        _ title: String? = nil, lead: String? = nil, to url: String, fields: [FormField], consent: String? = nil,
        isConsentRequired: Bool = false, consentError: String? = nil, submit: String,
        hiddenFields: [(name: String, value: String)] = [], error: String? = nil
    ) {
        self.title = title
        self.lead = lead
        self.url = url
        self.fields = fields
        self.consent = consent
        self.isConsentRequired = isConsentRequired
        self.consentError = consentError
        self.submit = submit
        self.hiddenFields = hiddenFields
        self.error = error
    }

    public var html: HTML {
        """
        <form class="card form site-form" method=post\(attribute: "action", url) data-form>\(title.map { title -> HTML in "<h2>\(title)</h2>" })\(lead.map { lead -> HTML in "<p class=soft>\(lead)</p>" })\(error.map { error -> HTML in "<div class=\"notice bad\" role=alert tabindex=-1 data-summary>\(error)</div>" })\(hidden(hiddenFields))<div class=fields>\(fields)\(honeypot)\(agreement)</div><div class=buttons><button class="button primary">\(submit)</button></div></form>
        """
    }

    private var honeypot: HTML {
        "<div class=trap aria-hidden=true><label for=field-website>Leave this empty</label><input id=field-website name=website tabindex=-1 autocomplete=off></div>"
    }

    private var agreement: HTML {
        consent.map { FormField("consent", label: $0, .checkbox, error: consentError, isRequired: isConsentRequired).html } ?? HTML()
    }
}
