import Events
import Records

/// Who may use a route. A route cannot be made without saying so.
public enum Need: Sendable {
    /// Anybody, logged in or not: the public site, the log-in page, probes.
    case nobody
    /// Somebody who is logged in; what they see is decided by their access to the data.
    case signedIn
    /// Somebody whose roles allow this on at least some records.
    case permission(Permission)
    /// The verb on the object that the path names, whatever it is.
    case object(Verb)
    /// A bearer token; the data's access decides the rest.
    case token
    /// A bearer token that allows the verb on the object that the path names.
    case tokenObject(Verb)
}

/// One line of the server: method, path, permission, handler.
public struct Route: Sendable {
    public let method: Incoming.Method
    /// Segments; `{name}` matches one, a last `**` the rest.
    public let path: String
    public let need: Need
    /// The largest body it takes, in bytes.
    public let bodyLimit: Int
    public let fileID: String
    public let line: Int
    let handler: @Sendable (Visit) async throws -> Answer

    public init(
        _ method: Incoming.Method, _ path: String, needs need: Need, bodyLimit: Int = 1 << 20, fileID: String = #fileID, line: Int = #line,
        _ handler: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.need = need
        self.bodyLimit = bodyLimit
        self.fileID = fileID
        self.line = line
        self.handler = handler
    }
}

/// Finds the route of a request. Literal segments win over `{name}`, which wins over `**`.
///
/// The decision is made on whole decoded segments, never on the text of the URL.
struct RouteTable: Sendable {
    private final class Node: Sendable {
        let literals: [String: Node]
        let capture: Node?
        let rest: [Incoming.Method: Route]
        let here: [Incoming.Method: Route]

        init(_ routes: [(segments: ArraySlice<String>, route: Route)]) {
            var here: [Incoming.Method: Route] = [:], rest: [Incoming.Method: Route] = [:]
            var literals: [String: [(ArraySlice<String>, Route)]] = [:]
            var captured: [(ArraySlice<String>, Route)] = []
            for (segments, route) in routes {
                guard let first = segments.first else {
                    precondition(here[route.method] == nil, "Two routes answer \(route.method.rawValue) \(route.path).")
                    here[route.method] = route
                    continue
                }
                if first == "**" { rest[route.method] = route } else if first.hasPrefix("{") { captured.append((segments.dropFirst(), route)) } else {
                    literals[first, default: []].append((segments.dropFirst(), route))
                }
            }
            self.here = here
            self.rest = rest
            self.literals = literals.mapValues { Node($0) }
            capture = captured.isEmpty ? nil : Node(captured)
        }

        func find(_ path: ArraySlice<String>, _ method: Incoming.Method, _ others: inout Set<Incoming.Method>) -> Route? {
            guard let first = path.first else {
                others.formUnion(here.keys)
                return here[method] ?? rest[method]
            }
            if let route = literals[first]?.find(path.dropFirst(), method, &others) { return route }
            if let route = capture?.find(path.dropFirst(), method, &others) { return route }
            others.formUnion(rest.keys)
            return rest[method]
        }
    }

    private let root: Node
    let routes: [Route]

    init(_ routes: [Route]) {
        self.routes = routes
        root = Node(routes.map { ($0.path.split(separator: "/").map(String.init)[...], $0) })
    }

    enum Found { case route(Route, [String: String]), otherMethods([Incoming.Method]), nothing }

    func find(_ request: Incoming) -> Found {
        var others: Set<Incoming.Method> = []
        let method = request.method == .head ? .get : request.method
        guard let route = root.find(request.path[...], method, &others) else {
            return others.isEmpty ? .nothing : .otherMethods(others.sorted { $0.rawValue < $1.rawValue })
        }
        var captured: [String: String] = [:]
        for (segment, value) in zip(route.path.split(separator: "/"), request.path) where segment.hasPrefix("{") {
            captured[String(segment.dropFirst().dropLast())] = value
        }
        return .route(route, captured)
    }
}
