import ArgumentParser
import FoundationEssentials
import Glibc
import Kernel
import Logging
import Spark

/// Starts the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Starts the server.")

    @OptionGroup var place: Place

    @Option(help: "Where to listen.")
    var listen = "127.0.0.1:8080"

    @Option(name: .customLong("public-url"), help: "The address that people use, for links in mails and feeds; http://HOST:PORT when left out.")
    var publicURL: String?

    @Flag(help: "Adds statement counts to every answer.")
    var development = false

    func run() async throws {
        let (host, port) = try Self.address(listen)
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = Logger.Level(rawValue: ProcessInfo.processInfo.environment["SEXTANT_LOG"] ?? "notice") ?? .notice
            return handler
        }
        let front: Front
        do {
            let suite = Suite.sextant(mail: try Self.mail(ProcessInfo.processInfo.environment))
            let house = try await House(at: place.house, catalog: suite.catalog)
            front = Front(suite: suite, house: house, settings: settings(host, port))
            try await front.open()
        } catch { throw Complaint(error) }
        do {
            try await serve(front, host, port)
        } catch {
            await front.close()
            throw Complaint(error)
        }
        await front.close()
    }

    /// The public address and, on a folder of SQLite files, the socket that the command line comes through.
    private func serve(_ front: Front, _ host: String, _ port: Int) async throws {
        let listener = Listener(.tcp(host: host, port: port)) { await front.answer($0) }
        let desk: Listener? = if case .folder(let path) = place.house { LocalDesk.listener(path: "\(path)/sextant.sock", front: front) } else { nil }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { bound in
                    print("Sextant listens on http://\(host):\(bound)")
                    fflush(nil)
                }
            }
            if let desk { group.addTask { try await desk.run() } }
            try await group.next()
            group.cancelAll()
        }
    }

    private func settings(_ host: String, _ port: Int) -> Front.Settings {
        var hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
        if host != "0.0.0.0", host != "::" { hosts.insert(host) }
        return Front.Settings(publicURL: publicURL ?? "http://\(host):\(port)", hosts: hosts, isDevelopment: development)
    }

    private static func address(_ text: String) throws -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port), colon != text.startIndex else {
            throw ValidationError("“\(text)” is not an address to listen on; write HOST:PORT, for example 127.0.0.1:8080.")
        }
        return (String(text[..<colon]), port)
    }

    /// The outgoing mail server, from the environment so that its password stands in no process list.
    private static func mail(_ environment: [String: String]) throws -> MailSettings? {
        guard let url = environment["SEXTANT_SMTP_URL"] else { return nil }
        return try MailSettings(
            url: url, user: environment["SEXTANT_SMTP_USER"], password: environment["SEXTANT_SMTP_PASSWORD"], requiresTLS: environment["SEXTANT_SMTP_TLS"] != "optional",
            sender: environment["SEXTANT_MAIL_FROM"] ?? "sextant@localhost.localdomain", senderName: environment["SEXTANT_MAIL_NAME"])
    }
}
