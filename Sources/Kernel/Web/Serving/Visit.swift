import Events
import Identity
import JSON
import Look
import Markup
import Probe
import Records
import Timekeeping

/// One request on its way: who asks, in which workspace, and the only doors to its data.
public struct Visit: Sendable {
    public let request: Incoming
    public let captured: [String: String]
    public let workspace: Workspace
    /// The workspace's name, as people call it.
    public let workspaceName: String
    public let access: Access
    /// Who is logged in; `nil` for tokens and on the public site.
    public let session: Session?
    public let suite: Suite
    public let house: House
    public let trace: Trace
    /// For scripts under the Content-Security-Policy.
    public let nonce: String
    /// The address that absolute links begin with, from the configuration, never from the request.
    public let publicURL: String

    public var now: Instant { workspace.clock.now() }
    public var catalog: Catalog { workspace.catalog }
    /// Every POST from a page carries it; bound to the session.
    public var forgery: Forgery { Forgery(session.map { Secret.sign("forgery", with: $0.hash) } ?? "") }

    /// A captured segment of the path.
    public func path(_ name: String) -> String { captured[name] ?? "" }

    /// The key in the path.
    ///
    /// - Throws: `RecordError.notFound` where it is no key at all: the answer of a missing record.
    public func key<O: ObjectType>(_ name: String = "id", _: O.Type = O.self) throws -> Key<O> {
        guard let key = Key<O>(path(name)) else { throw RecordError.notFound(object: O.object.name) }
        return key
    }

    /// Reads one consistent view as the caller may see it.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await workspace.read(as: access, body)
    }

    /// Writes as the caller.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await workspace.write(as: access, body)
    }

    /// Runs one of the suite's actions as the caller, in one transaction.
    public func run(_ action: String, _ input: JSONObject) async throws -> Outcome {
        let action = try suite.action(named: action)
        return try await write { try action.run(input, in: $0) }
    }

    /// Whether the caller may do this to at least some records: for menus and buttons.
    public func allows(_ verb: Verb, _ object: String) -> Bool {
        catalog[object].map { access.allows(verb, $0, in: catalog) } ?? false
    }

    /// The address of a record's page.
    public func url(_ object: String, _ id: Int64) -> String { suite.url(of: object, id, in: catalog) }

    public func url(_ record: AnyRecord) -> String { url(record.object.name, record.id) }

    public func url<O>(_ record: Record<O>) -> String { url(record.any) }

    /// A page in the frame of the product.
    ///
    /// - Parameters:
    ///   - crumbs: the way here, without the platform.
    public func page(_ title: String, on platform: PlatformBrand?, crumbs: [NavLink] = [], status: Int = 200, _ content: HTML) -> Answer {
        let full = "\(title) · \(workspaceName)"
        let shell = Shell(
            title: full, workspace: Shell.Workspace(workspaceName, others: others), person: person, platform: platform, platforms: platforms,
            sections: platform.map { suite.sections(of: $0, for: self) } ?? [], crumbs: (platform.map { [NavLink($0.title, to: $0.url)] } ?? []) + crumbs,
            flash: flash, content: content)
        var answer: Answer
        if request.headers["sextant-partial"] == "main" {
            answer = Answer.html(shell.partial, status: status)
        } else {
            answer = Answer.html(PageDocument(title: full, body: shell, nonce: nonce, forgery: forgery), status: status)
        }
        answer.headers.append(("Vary", "Sextant-Partial"))
        if request.cookie("flash") != nil { answer = answer.cookie("flash", nil, isSecure: publicURL.hasPrefix("https")) }
        return answer
    }

    /// Goes to `path` and says there, once, what was done.
    public func redirect(_ path: String, saying message: String) -> Answer {
        Answer.redirect(path).cookie("flash", Incoming.encode(String(message.prefix(400))), isSecure: publicURL.hasPrefix("https"), maxAge: 30)
    }

    private var flash: Flash? {
        request.cookie("flash").map { Flash("\(Incoming.decode($0, plusIsSpace: false))") }
    }

    private var others: [NavLink] {
        (session?.memberships ?? []).map { NavLink($0.name, to: "/app/switch/\($0.slug)", isCurrent: $0.slug == workspace.slug) }
    }

    private var platforms: [PlatformBrand] { PlatformBrand.allCases }

    private var person: Shell.Person {
        Shell.Person(
            session?.name ?? "Token", role: access.roles.joined(separator: ", "), links: [NavLink("Explore the full ecosystem", to: "/app/ecosystem")],
            signOut: PostButton("Log out", to: "/logout", style: .quiet, forgery: forgery))
    }
}
