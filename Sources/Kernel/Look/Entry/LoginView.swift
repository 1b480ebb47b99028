public import Markup

/// Sign in: first address and password, then, if the account asks, the second factor.
///
/// Posts `email`, `password` and `next`, or `code` and `next`.
public struct LoginView: Component {
    /// Which question is asked.
    public enum Step: Sendable { case password(email: String), secondFactor }

    var url: String
    var step: Step
    var error: String?
    var next: String?
    var house: String
    var forgery: Forgery
    var foot: HTML?

    /// - Parameters:
    ///   - error: why the last try failed ("E-mail or password is wrong.").
    ///   - next: where the person wanted to go.
    ///   - foot: "Forgot the password?" and the like.
    public init(to url: String, step: Step = .password(email: ""), error: String? = nil, next: String? = nil, house: String = "Sextant", forgery: Forgery, foot: HTML? = nil) {
        self.url = url
        self.step = step
        self.error = error
        self.next = next
        self.house = house
        self.forgery = forgery
        self.foot = foot
    }

    public var html: HTML {
        GateView(title, house: house, lead: lead, content: form, foot: foot).html
    }

    private var title: String {
        switch step {
        case .password: "Sign in"
        case .secondFactor: "Enter the code"
        }
    }

    private var lead: HTML? {
        switch step {
        case .password: nil
        case .secondFactor: "The six digits from your authenticator, or a recovery code."
        }
    }

    private var form: HTML {
        """
        <form class=form method=post\(attribute: "action", url) data-form>\(forgery.field)\(next.map { next -> HTML in "<input type=hidden name=next value=\"\(next)\">" })\(error.map { error -> HTML in "<div class=\"notice bad summary\" role=alert tabindex=-1 data-summary>\(error)</div>" })\(fields)<div class=buttons><button class="button primary wide">\(if: isFirst, "Sign in", else: "Continue")</button></div></form>
        """
    }

    private var isFirst: Bool {
        if case .password = step { true } else { false }
    }

    private var fields: [FormField] {
        switch step {
        case .password(let email):
            [FormField("email", label: "E-mail", .email, value: email, isRequired: true, autocomplete: "username", hasFocus: email.isEmpty),
             FormField("password", label: "Password", .password(autocomplete: "current-password"), isRequired: true, hasFocus: !email.isEmpty)]
        case .secondFactor:
            [FormField("code", label: "Code", .text, isRequired: true, autocomplete: "one-time-code", hasFocus: true)]
        }
    }
}
