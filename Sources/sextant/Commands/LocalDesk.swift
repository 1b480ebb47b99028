import ArgumentParser
import FoundationEssentials
import Glibc
import Kernel

/// The socket in the data folder through which the command line reaches a running server.
enum LocalDesk {
    static let path = "/cli"
    /// Articles and passwords come in the request, files to import by their path.
    static let limit = 8 << 20

    /// - Parameter path: of the socket. One that is there belongs to a server that has ended, as the data is locked by this one.
    static func listener(path: String, front: Front) -> Listener? {
        unlink(path)
        return Listener(.local(path: path), limit: limit) { await answer($0, front: front) }
    }

    /// Runs an errand. Only who may open the data folder reaches this.
    static func answer(_ request: Incoming, front: Front) async -> Answer {
        guard request.method == .post, request.rawPath == path else { return .text("There is nothing here but POST \(path).\n", status: 404) }
        do {
            let errand = try JSONDecoder().decode(Errand.self, from: Data(request.body))
            return .json(Array(try JSONEncoder().encode(await errand.run(at: front))))
        } catch {
            return .text("The errand cannot be understood: \(error)\n", status: 400)
        }
    }
}
