import FoundationEssentials
import Glibc

/// The `psql` client, since no PostgreSQL driver belongs to this package.
enum Psql {
    struct Failure: Error { let message: String }

    /// The lines that `script` prints.
    static func run(_ script: String, url: String) throws -> [String] {
        let file = URL(filePath: "/tmp/expressions-\(getpid()).sql")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        guard let pipe = popen("psql -X -q -A -t -v ON_ERROR_STOP=1 -f \(file.path) '\(url)' 2>&1", "r") else { throw Failure(message: "psql") }
        var output: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
        let status = pclose(pipe)
        let text = String(decoding: output, as: UTF8.self)
        guard status == 0 else { throw Failure(message: String(text.suffix(2000))) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
