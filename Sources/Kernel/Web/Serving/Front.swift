import Events
import Identity
import Logging
import Look
import Probe
import Records
import Timekeeping

/// The front of the house: every request passes this chain, in this order.
///
/// trace → host → assets and probes → route → session or token → workspace → forgery check → permission → handler → errors → headers
public final class Front: Sendable {
    /// What a server is told at its start.
    public struct Settings: Sendable {
        /// The address that absolute links begin with, and whose host is ours.
        public var publicURL: String
        /// Host names, with and without port, that are ours besides the public one and the sites'.
        public var hosts: Set<String>
        /// Statement counts and N+1 findings go out with every answer.
        public var isDevelopment: Bool
        /// Reactions and jobs run by themselves.
        public var isRunning: Bool

        public init(publicURL: String, hosts: Set<String> = [], isDevelopment: Bool = false, isRunning: Bool = true) {
            self.publicURL = publicURL
            self.hosts = hosts
            self.isDevelopment = isDevelopment
            self.isRunning = isRunning
        }
    }

    public let suite: Suite
    public let house: House
    public let settings: Settings
    private let table: RouteTable
    private let rooms: Rooms
    private let logger: Logger
    private let ownHosts: Set<String>
    private let answered: Histogram
    private let statements: Counter

    static let cookie = "sextant"

    public init(suite: Suite, house: House, settings: Settings, logger: Logger = Logger(label: "sextant.web")) {
        self.suite = suite
        self.house = house
        self.settings = settings
        self.logger = logger
        table = RouteTable(suite.routes)
        rooms = Rooms(house, suite, isRunning: settings.isRunning, logger: logger)
        ownHosts = settings.hosts.union([Self.host(of: settings.publicURL)])
        answered = Metrics.shared.histogram("sextant_request_seconds", help: "Time to answer a request.")
        statements = Metrics.shared.counter("sextant_statements_total", help: "Statements run for requests.")
    }

    /// Opens all workspaces and starts what runs by itself.
    public func open() async throws { try await rooms.openAll() }

    public func close() async { await rooms.close() }

    /// Runs every reaction and every due job now: what tests wait for instead of sleeping.
    public func settle() async throws { try await rooms.settle() }

    public func workspace(_ slug: String) async throws -> Workspace { try await rooms.room(slug).workspace }

    /// Answers one request. Never throws: every failure becomes an answer.
    public func answer(_ request: Incoming) async -> Answer {
        let trace = Trace(name: "\(request.method.rawValue) \(request.rawPath)")
        let start = ContinuousClock.now
        let nonce = String(Secret.random().prefix(20))
        var answer = await Trace.$current.withValue(trace) { await self.route(request, trace, nonce) }
        answered.record(ContinuousClock.now - start)
        statements.increment(by: UInt64(trace.statementCount))
        for (name, value) in headers(trace, nonce, answer) where !answer.headers.contains(where: { $0.name == name }) { answer.headers.append((name, value)) }
        for repeated in trace.repeated {
            logger.warning("N+1: one statement was repeated", metadata: ["trace": "\(trace.id)", "count": "\(repeated.count)", "at": "\(repeated.callSite)", "statement": "\(repeated.shape)"])
        }
        return answer
    }

    private func route(_ request: Incoming, _ trace: Trace, _ nonce: String) async -> Answer {
        let isAPI = request.path.first == "api"
        var visit: Visit?
        do {
            let host = request.host.lowercased()
            let slug = try await rooms.slug(host: Self.withoutPort(host))
            guard slug?.isClaimed == true || ownHosts.contains(host) || ownHosts.contains(Self.withoutPort(host)) else {
                return .text("This server does not know the host “\(String(request.host.prefix(100)))”. Set it with --public-url, or as the host of a site.\n", status: 421)
            }
            if let early = early(request) { return early }
            switch table.find(request) {
            case .nothing:
                throw Refusal(Explanation(.notFound, says: "There is nothing at this address.", advice: "Check the address, or go to the start."))
            case .otherMethods(let methods):
                let allowed = methods.map(\.rawValue).joined(separator: ", ")
                return Failure.problem(Explanation(.unsupported, says: "This address answers \(allowed) only."), trace: "\(trace.id)", status: 405).adding("Allow", allowed)
            case .route(let route, let captured):
                guard request.body.count <= route.bodyLimit else {
                    throw Refusal(Explanation(.tooLarge, says: "The body has \(request.body.count) bytes; this address takes at most \(route.bodyLimit).", advice: "Send less at once."))
                }
                visit = try await enter(request, route, captured, trace, nonce, site: slug?.slug)
                guard let visit else { return .redirect("/login?next=\(Incoming.encode(request.rawPath))") }
                try Self.permit(route, visit)
                return try await route.handler(visit)
            }
        } catch {
            if let explanation = Failure.explanation(of: error) {
                return isAPI ? Failure.problem(explanation, trace: "\(trace.id)") : Failure.page(explanation, trace: "\(trace.id)", nonce: nonce, visit: visit)
            }
            logger.error("A request failed unexpectedly", metadata: ["trace": "\(trace.id)", "path": "\(request.rawPath)", "error": "\(error)"])
            let unexpected = Explanation(.unavailable, says: Failure.unexpected, advice: "Try again; if it happens twice, tell your administrator the number \(trace.id).")
            return isAPI ? Failure.problem(unexpected, trace: "\(trace.id)", status: 500) : Failure.page(unexpected, trace: "\(trace.id)", nonce: nonce, visit: visit, status: 500)
        }
    }

    /// What needs neither workspace nor log-in.
    private func early(_ request: Incoming) -> Answer? {
        guard request.method == .get || request.method == .head else { return nil }
        switch request.path.first {
        case "assets": return Asset.at(request.rawPath).map(Answer.asset)
        case "healthz" where request.path.count == 1: return .text("ok\n")
        case "metrics" where request.path.count == 1: return .text(Metrics.prometheusText(), type: "text/plain; version=0.0.4; charset=utf-8")
        default: return nil
        }
    }

    // MARK: Who and where

    /// - Returns: `nil` when somebody has to log in first.
    private func enter(_ request: Incoming, _ route: Route, _ captured: [String: String], _ trace: Trace, _ nonce: String, site: String?) async throws -> Visit? {
        switch route.need {
        case .token, .tokenObject:
            guard let header = request.headers["authorization"], header.lowercased().hasPrefix("bearer "),
                  let token = TokenText.parse(String(header.dropFirst(7)).trimmingSpaces) else { throw IdentityError.unauthenticated }
            let room: Rooms.Room
            do { room = try await rooms.room(token.workspace) } catch IdentityError.unknownWorkspace { throw IdentityError.unauthenticated }
            return visit(request, captured, room, try await room.access.access(token: token.secret), nil, trace, nonce)
        case .nobody:
            guard let site else {
                throw Refusal(Explanation(.notFound, says: "This server has no workspace yet.", advice: "Create one with: sextant workspace create SLUG --owner EMAIL"))
            }
            let session = request.path.first == "logout" || request.path.first == "login" ? try await session(request) : nil
            if session != nil, request.path.first == "logout" { try checkForgery(request, session) }
            return visit(request, captured, try await rooms.room(site), Access(.anonymous, matrix: .nothing), session, trace, nonce)
        case .signedIn, .permission, .object:
            guard let session = try await session(request) else { return nil }
            guard let membership = session.memberships.first(where: { $0.slug == session.current }) ?? session.memberships.first else { throw IdentityError.noMember }
            if request.method != .get, request.method != .head { try checkForgery(request, session) }
            let room = try await rooms.room(membership.slug)
            return visit(request, captured, room, try await room.access.access(user: membership.member), session, trace, nonce)
        }
    }

    private func visit(_ request: Incoming, _ captured: [String: String], _ room: Rooms.Room, _ access: Access, _ session: Session?, _ trace: Trace, _ nonce: String) -> Visit {
        Visit(
            request: request, captured: captured, workspace: room.workspace, workspaceName: room.name, access: access, session: session, suite: suite,
            house: house, trace: trace, nonce: nonce, publicURL: settings.publicURL)
    }

    private func session(_ request: Incoming) async throws -> Session? {
        guard let secret = request.cookie(cookieName), secret.utf8.count <= 64 else { return nil }
        return try await house.session(secret)
    }

    /// `__Host-` cookies exist only over TLS (RFC 6265bis §4.1.3.2).
    var cookieName: String { settings.publicURL.hasPrefix("https") ? "__Host-\(Self.cookie)" : Self.cookie }

    /// An unsafe request from a page carries the session's forgery token, and comes from our own origin.
    private func checkForgery(_ request: Incoming, _ session: Session?) throws {
        let expected = session.map { Secret.sign("forgery", with: $0.hash) } ?? ""
        let sent = request.form["forgery"] ?? request.headers["sextant-forgery"] ?? ""
        guard Secret.isEqual(sent, expected), !expected.isEmpty, Self.isSameOrigin(request) else {
            throw Refusal(Explanation(.forbidden, says: "This form does not come from a page of yours that is still valid.", advice: "Load the page again and repeat what you did."))
        }
    }

    static func isSameOrigin(_ request: Incoming) -> Bool {
        if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers["origin"] else { return true }
        return host(of: origin) == request.host.lowercased()
    }

    private static func permit(_ route: Route, _ visit: Visit) throws {
        let (verb, name): (Verb, String)
        switch route.need {
        case .nobody, .signedIn, .token: return
        case .permission(let permission): (verb, name) = (permission.verb, permission.object)
        case .object(let asked), .tokenObject(let asked):
            guard let object = visit.catalog.object(atPath: visit.path("objects")), !object.object.isInternal else { throw RecordError.unknownObject(visit.path("objects")) }
            (verb, name) = (asked, object.name)
        }
        guard visit.allows(verb, name) else {
            // Who may not even read has no such thing; who may read is told what is missing.
            guard visit.allows(.read, name) else {
                throw visit.request.path.first == "api" ? RecordError.unknownObject(visit.path("objects")) : RecordError.notFound(object: "page")
            }
            throw RecordError.forbidden(verb: verb, object: name)
        }
    }

    // MARK: Headers

    private func headers(_ trace: Trace, _ nonce: String, _ answer: Answer) -> [(String, String)] {
        var headers = [
            ("Sextant-Trace", "\(trace.id)"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if answer.headers.contains(where: { $0.name == "Content-Type" && $0.value.hasPrefix("text/html") }) {
            headers.append((
                "Content-Security-Policy",
                "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"))
        }
        if settings.publicURL.hasPrefix("https") { headers.append(("Strict-Transport-Security", "max-age=31536000")) }
        if settings.isDevelopment {
            headers.append(("Sextant-Statements", "\(trace.statementCount)"))
            if let worst = trace.repeated.max(by: { $0.count < $1.count }) { headers.append(("Sextant-Repeated", "\(worst.count) at \(worst.callSite)")) }
        }
        return headers
    }

    static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { $0 != "/" }.lowercased()
    }

    private static func withoutPort(_ host: String) -> String {
        if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
        return String(host.prefix { $0 != ":" })
    }
}

extension Answer {
    func with(status: Int) -> Answer {
        var copy = self
        copy.status = status
        return copy
    }
}

extension String {
    var trimmingSpaces: String {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
