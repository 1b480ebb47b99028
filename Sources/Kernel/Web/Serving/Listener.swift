import HTTPTypes
import Hummingbird
import Logging
import Look
import NIOCore

/// Listens for HTTP and hands complete requests to `respond`. The only file that knows the HTTP library.
public struct Listener: Sendable {
    public enum Address: Sendable {
        case tcp(host: String, port: Int)
        /// A socket file, for the command line of the same machine.
        case local(path: String)
    }

    private let address: Address
    private let limit: Int
    private let logger: Logger
    private let respond: @Sendable (Incoming) async -> Answer

    /// - Parameter limit: the largest body that is read at all; routes set narrower ones.
    public init(_ address: Address, limit: Int = 64 << 20, logger: Logger = Logger(label: "sextant.http"), respond: @escaping @Sendable (Incoming) async -> Answer) {
        self.address = address
        self.limit = limit
        self.logger = logger
        self.respond = respond
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter ready: called once with the port that was bound, which matters when 0 was asked for.
    public func run(ready: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let limit = limit, respond = respond
        let bind: BindAddress = switch address {
        case .tcp(let host, let port): .hostname(host, port: port)
        case .local(let path): .unixDomainSocket(path: path)
        }
        let application = Application(
            responder: CallbackResponder { (request: Request, context: Context) in
                switch await Self.read(request, limit: limit, address: context.address) {
                case .success(let incoming): return Self.write(await respond(incoming), isHead: request.method == .head)
                case .failure(let refused): return Self.write(refused.answer, isHead: false)
                }
            },
            configuration: ApplicationConfiguration(address: bind, backlog: 1_024),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }

    private struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let address: String

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            address = source.channel.remoteAddress?.ipAddress ?? ""
        }
    }

    private struct Refused: Error { let answer: Answer }

    private static func read(_ request: Request, limit: Int, address: String) async -> Result<Incoming, Refused> {
        guard let method = Incoming.Method(rawValue: request.method.rawValue) else { return .failure(Refused(answer: .text("This method is not known here.\n", status: 501))) }
        var headers: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + field.value } ?? field.value
        }
        if let authority = request.head.authority { headers["host"] = authority }
        if let declared = headers["content-length"].flatMap({ Int($0) }), declared > limit { return .failure(Refused(answer: tooLarge(limit))) }
        do {
            let body = try await request.body.collect(upTo: limit)
            return .success(Incoming(method: method, target: request.head.path ?? "/", headers: headers, body: Array(body.readableBytesView), address: address))
        } catch is NIOTooManyBytesError {
            return .failure(Refused(answer: tooLarge(limit)))
        } catch {
            return .failure(Refused(answer: .text("The body could not be read.\n", status: 400)))
        }
    }

    private static func tooLarge(_ limit: Int) -> Answer { .text("The body is larger than \(limit) bytes.\n", status: 413).adding("Connection", "close") }

    private static func write(_ answer: Answer, isHead: Bool) -> Response {
        var fields = HTTPFields()
        for (name, value) in answer.headers { if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) } }
        let status = HTTPResponse.Status(code: answer.status)
        if let asset = answer.asset {
            return Response(status: status, headers: fields, body: isHead ? .init() : .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
        }
        if isHead { fields[.contentLength] = "\(answer.body.count)" }
        return Response(status: status, headers: fields, body: isHead ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
