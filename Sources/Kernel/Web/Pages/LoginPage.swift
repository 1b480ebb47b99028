import Identity
import Look
import Markup
import Records

/// One login for everything.
enum LoginPage {
    static func show(_ visit: Visit) async throws -> Answer {
        if visit.session != nil { return .redirect("/app") }
        return draw(visit, email: "", error: nil, next: visit.request.query("next"))
    }

    static func logIn(_ visit: Visit) async throws -> Answer {
        let form = visit.request.form
        guard Front.isSameOrigin(visit.request) else {
            throw Refusal(Explanation(.forbidden, says: "This log-in comes from another site.", advice: "Open the log-in page of this server and try again."))
        }
        let email = form["email"] ?? "", next = form["next"]
        do {
            let secret = try await visit.house.logIn(email, form["password"] ?? "", agent: visit.request.headers["user-agent"])
            return Answer.redirect(LocalPath.checked(next) ?? "/app").cookie(name(visit), secret, isSecure: isSecure(visit), maxAge: 30 * 86_400)
        } catch let error as IdentityError {
            let explanation = error.explanation
            return draw(visit, email: email, error: [explanation.says, explanation.advice].compactMap { $0 }.joined(separator: " "), next: next).with(status: Failure.status(explanation.kind))
        }
    }

    static func logOut(_ visit: Visit) async throws -> Answer {
        if let secret = visit.request.cookie(name(visit)) { try await visit.house.logOut(secret) }
        return Answer.redirect("/login").cookie(name(visit), nil, isSecure: isSecure(visit)).adding("Clear-Site-Data", "\"cache\"")
    }

    static func switchWorkspace(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session else { throw IdentityError.unauthenticated }
        try await visit.house.move(session, to: visit.path("workspace"))
        return .redirect("/app")
    }

    private static func draw(_ visit: Visit, email: String, error: String?, next: String?) -> Answer {
        let view = LoginView(to: "/login", step: .password(email: email), error: error, next: LocalPath.checked(next), forgery: Forgery(""))
        return Answer.html(PageDocument(title: "Log in · Sextant", body: view, nonce: visit.nonce, scripts: []))
    }

    private static func isSecure(_ visit: Visit) -> Bool { visit.publicURL.hasPrefix("https") }

    private static func name(_ visit: Visit) -> String { isSecure(visit) ? "__Host-\(Front.cookie)" : Front.cookie }
}
