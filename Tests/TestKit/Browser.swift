import Kernel
import Synchronization

/// An answer as tests look at it.
public struct Seen: Sendable {
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    init(_ answer: Answer) {
        status = answer.status
        headers = answer.headers
        body = answer.body
    }

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// How many statements the answer cost.
    public var statements: Int { header("Sextant-Statements").flatMap { Int($0) } ?? -1 }

    public func header(_ name: String) -> String? { headers.last { $0.name == name }?.value }

    public func json() throws -> JSON { try JSON(parsing: body) }
}

/// Somebody who keeps cookies and sends forms with the forgery token of their session.
public final class Browser: Sendable {
    private let front: Front
    private let host: String
    private let cookies = Mutex<[String: String]>([:])
    private let forgery = Mutex<String>("")
    public let agent = "Mozilla/5.0 (X11; Linux x86_64) Test"

    init(_ front: Front, host: String) {
        self.front = front
        self.host = host
    }

    public func get(_ path: String, headers: [String: String] = [:]) async -> Seen {
        let seen = await send(.get, path, headers: headers)
        if let token = Self.between(seen.text, "<meta name=forgery content=\"", "\"") { forgery.withLock { $0 = token } }
        return seen
    }

    /// Posts a form as a page of ours would.
    public func post(_ path: String, _ fields: KeyValuePairs<String, String>, headers: [String: String] = [:]) async -> Seen {
        if forgery.withLock({ $0.isEmpty }), path != "/login", cookies.withLock({ !$0.isEmpty }) { _ = await get("/app/ecosystem") }
        let token = forgery.withLock { $0 }
        let all = fields.map { ($0.key, $0.value) } + (token.isEmpty ? [] : [("forgery", token)])
        let body = all.map { "\(Incoming.encode($0.0))=\(Incoming.encode($0.1))" }.joined(separator: "&")
        return await send(.post, path, headers: headers.merging(["content-type": "application/x-www-form-urlencoded"]) { given, _ in given }, body: Array(body.utf8))
    }

    public func send(_ method: Incoming.Method, _ path: String, headers: [String: String] = [:], body: [UInt8] = []) async -> Seen {
        var headers = headers
        headers["host"] = headers["host"] ?? host
        headers["user-agent"] = headers["user-agent"] ?? agent
        let jar = cookies.withLock { $0 }
        if !jar.isEmpty { headers["cookie"] = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let answer = await front.answer(Incoming(method: method, target: path, headers: headers, body: body, address: "192.0.2.7"))
        for (name, value) in answer.headers where name == "Set-Cookie" { keep(value) }
        return Seen(answer)
    }

    private func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard pair.count == 2 else { return }
        cookies.withLock { $0[pair[0]] = cookie.contains("Max-Age=0") ? nil : pair[1] }
    }

    static func between(_ text: String, _ start: String, _ end: String) -> String? {
        guard let from = text.firstRange(of: start), let to = text[from.upperBound...].firstRange(of: end) else { return nil }
        return String(text[from.upperBound..<to.lowerBound])
    }
}

/// A program that calls the API with a bearer token.
public struct Program: Sendable {
    private let front: Front
    public let token: String

    init(_ front: Front, token: String) {
        self.front = front
        self.token = token
    }

    public func get(_ path: String) async -> Seen { await send(.get, path) }

    public func post(_ path: String, _ body: JSON) async -> Seen { await send(.post, path, body: body.bytes) }

    public func patch(_ path: String, _ body: JSON, headers: [String: String] = [:]) async -> Seen { await send(.patch, path, headers: headers, body: body.bytes) }

    public func delete(_ path: String) async -> Seen { await send(.delete, path) }

    public func send(_ method: Incoming.Method, _ path: String, headers: [String: String] = [:], body: [UInt8] = []) async -> Seen {
        let all = headers.merging(["host": "harbour.test", "authorization": "Bearer \(token)", "content-type": "application/json"]) { given, _ in given }
        return Seen(await front.answer(Incoming(method: method, target: path, headers: all, body: body, address: "192.0.2.8")))
    }
}
